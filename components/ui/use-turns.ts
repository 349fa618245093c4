"use client"

import { startTransition, useEffect, useState } from "react"

/** How long a piece waits for a browser that is never idle, as one with its window in the background is. */
const PATIENCE_MS = 500

/** Each draws one piece of the page. */
const waiting: (() => void)[] = []
let isAsked = false

/**
 * Draws piece by piece, each when the browser has nothing else to do: in between, the page answers to whoever uses it.
 * The pieces come in the order of the page, and what has begun is finished first.
 *
 * @param pieces how many there are; may grow
 * @param isBegun whether something of it stands already
 * @returns how many of them to draw by now
 */
export function useTurns(pieces: number, isBegun = false): number {
  const [drawn, setDrawn] = useState(0)
  useEffect(() => {
    if (drawn >= pieces) return
    return waitForTurn(() => startTransition(() => setDrawn(drawn + 1)), isBegun || drawn > 0)
  }, [drawn, pieces, isBegun])
  return Math.min(drawn, pieces)
}

/** @returns what takes it back */
function waitForTurn(draw: () => void, isFirst: boolean): () => void {
  if (isFirst) waiting.unshift(draw)
  else waiting.push(draw)
  askForTurn()
  return () => {
    const place = waiting.indexOf(draw)
    if (place >= 0) waiting.splice(place, 1)
  }
}

function askForTurn(): void {
  if (isAsked || waiting.length === 0) return
  isAsked = true
  whenIdle(() => {
    isAsked = false
    waiting.shift()?.()
    // React goes on with this piece before the browser is idle again.
    askForTurn()
  })
}

/** Safari tells of no idle time. */
function whenIdle(run: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(run, { timeout: PATIENCE_MS })
  else setTimeout(run, 0)
}
