"use client"

import { useMemo } from "react"
import { encode } from "uqr"

export interface QrCodeProps {
  text: string
  label: string
  className?: string
}

/** Always dark on white with a quiet zone, since many scanners cannot read a code inverted. */
export default function QrDrawing({ text, label, className }: QrCodeProps) {
  const { path, size } = useMemo(() => {
    const { data, size } = encode(text, { ecc: "L", border: 3 })
    const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("")
    return { path, size }
  }, [text])
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={className}
    >
      <rect width={size} height={size} rx="1" fill="#ffffff" />
      <path d={path} fill="#0c100f" />
    </svg>
  )
}
