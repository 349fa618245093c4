"use client"

import { cx } from "./cx"
import { Skeleton } from "./skeleton"
import { useTurns } from "./use-turns"

interface InTurnProps {
  /** about as high as what will stand there, so that little moves */
  className: string
  /** may be lazy: its place is kept until it has come */
  children: React.ReactNode
}

/**
 * A part of a page below what a window shows at first. Every part is drawn soon, wherever the reader is, so that
 * whoever searches, prints or listens to the page finds it: but in its turn, by itself.
 */
export function InTurn({ className, children }: InTurnProps) {
  if (useTurns(1) === 1) return children
  return (
    <div aria-busy="true">
      <Skeleton className={cx("w-full rounded-2xl", className)} />
    </div>
  )
}
