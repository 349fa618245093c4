"use client"

import { useMemo } from "react"
import { encode } from "uqr"

export interface QrCodeProps {
  text: string
  label: string
  className?: string
}

/** The dark squares of a row, those that touch as one: half as much to draw. */
function runsOf(row: boolean[], y: number): string {
  let path = ""
  for (let x = 0; x < row.length; x++) {
    const start = x
    while (row[x]) x++
    if (x > start) path += `M${start} ${y}h${x - start}v1H${start}z`
  }
  return path
}

/** Always dark on white with a quiet zone, since many scanners cannot read a code inverted. */
export default function QrDrawing({ text, label, className }: QrCodeProps) {
  const { path, size } = useMemo(() => {
    const { data, size } = encode(text, { ecc: "L", border: 3 })
    return { path: data.map(runsOf).join(""), size }
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
