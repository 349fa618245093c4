import { SERVER } from "./server"

/** What was paid for one thing. */
export interface Total {
  /** shannons, what went back taken off */
  amount: bigint
  count: number
}

/**
 * What was paid for an `info`, by links of a key's project.
 *
 * @param key a publishable one, bound to this page's origin
 * @returns undefined when it could not be read: that is not nothing
 */
export async function totalOf(key: string, info: string): Promise<Total | undefined> {
  try {
    const reply = await fetch(`${SERVER}/api/totals?${new URLSearchParams({ info })}`, {
      headers: { authorization: `Bearer ${key}` },
      credentials: "omit",
    })
    if (!reply.ok) return undefined
    const { amount, refunded, count } = await reply.json()
    return { amount: BigInt(amount) - BigInt(refunded), count }
  } catch {
    return undefined
  }
}

const seen = new Map<Element, () => void>()
let observer: IntersectionObserver | undefined

/** Calls once an element is in sight: of a long page nobody reads all, and each total is a question to the server. */
export function whenSeen(element: Element, call: () => void): void {
  observer ??= new IntersectionObserver((entries, watching) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue
      watching.unobserve(target)
      seen.get(target)?.()
      seen.delete(target)
    }
  })
  seen.set(element, call)
  observer.observe(element)
}
