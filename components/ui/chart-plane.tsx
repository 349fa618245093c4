"use client"

import type { PointerEvent } from "react"
import { displayCkb } from "@/lib/client/format"
import { cx } from "./cx"

interface ChartPlaneProps {
  /** of the drawing's own units */
  width: number
  height: number
  /** shannons at the upper edge */
  top: bigint
  /** Where a pointer is, from 0 at the left to 1; null when it has left */
  point: (place: number | null) => void
  className?: string
  children: React.ReactNode
}

/** What every chart is drawn on: lines at its top and its middle, and what they stand for. */
export function ChartPlane({ width, height, top, point, className, children }: ChartPlaneProps) {
  const pointAt = (event: PointerEvent<SVGSVGElement>) => {
    const { left, width: shown } = event.currentTarget.getBoundingClientRect()
    point((event.clientX - left) / shown)
  }
  return (
    <div className="mt-2 flex gap-2">
      <svg
        aria-hidden
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className={cx("h-36 min-w-0 flex-1 touch-pan-y border-b border-line-strong", className)}
        onPointerMove={pointAt}
        onPointerDown={pointAt}
        onPointerLeave={() => point(null)}
      >
        {[0, height / 2].map((y) => (
          <line key={y} x1={0} x2={width} y1={y} y2={y} vectorEffect="non-scaling-stroke" className="stroke-line" />
        ))}
        {children}
      </svg>
      <div className="flex h-36 flex-col justify-between text-right text-xs leading-none text-muted tabular-nums">
        <span>{displayCkb(top)} CKB</span>
        <span>{displayCkb(top / 2n)}</span>
        <span>0</span>
      </div>
    </div>
  )
}
