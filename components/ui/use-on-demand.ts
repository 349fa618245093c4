"use client"

import { useState } from "react"

/**
 * Code that most readers of a page never ask for.
 *
 * @returns the code once it has loaded, and a function that asks for it. If loading fails, the code stays undefined.
 */
export function useOnDemand<Code>(load: () => Promise<Code>): [Code | undefined, () => void] {
  const [code, setCode] = useState<Code>()
  return [code, () => void load().then(setCode, () => {})]
}
