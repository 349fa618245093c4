"use client"

import { useState } from "react"

/**
 * Code that most readers of a page never ask for.
 *
 * @returns the code once it is here, and what asks for it. Where it does not come, all stays as it is.
 */
export function useOnDemand<Code>(load: () => Promise<Code>): [Code | undefined, () => void] {
  const [code, setCode] = useState<Code>()
  return [code, () => void load().then(setCode, () => {})]
}
