import { SERVER } from "./server"

/** What was paid for one thing. */
export interface Total {
  /** shannons */
  amount: string
  count: number
}

/** As many as one call takes. */
const MOST_KEYS = 500
/** A page that is being read makes its buttons one after the other. */
const GATHER_MS = 30

type Waiting = Map<string, ((total: Total | undefined) => void)[]>
const waiting = new Map<string, Waiting>()

/**
 * What was paid for an `info`. All buttons of a page ask together.
 *
 * @param key a publishable key of the project, bound to this page's origin
 * @returns undefined when it could not be read: that is not nothing
 */
export function totalOf(key: string, info: string): Promise<Total | undefined> {
  return new Promise((resolve) => {
    let ofKey = waiting.get(key)
    if (!ofKey) {
      ofKey = new Map()
      waiting.set(key, ofKey)
      setTimeout(() => void readAll(key), GATHER_MS)
    }
    ofKey.set(info, [...(ofKey.get(info) ?? []), resolve])
  })
}

async function readAll(key: string): Promise<void> {
  const asked = waiting.get(key) ?? new Map()
  waiting.delete(key)
  const infos = [...asked.keys()]
  for (let at = 0; at < infos.length; at += MOST_KEYS) {
    const some = infos.slice(at, at + MOST_KEYS)
    const totals = await read(key, some).catch(() => new Map<string, Total>())
    for (const info of some) for (const resolve of asked.get(info) ?? []) resolve(totals.get(info))
  }
}

async function read(key: string, keys: string[]): Promise<Map<string, Total>> {
  const reply = await fetch(`${SERVER}/api/totals`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ by: "info", keys }),
    credentials: "omit",
  })
  if (!reply.ok) return new Map()
  const totals: (Total & { key: string })[] = await reply.json()
  return new Map(totals.map((total) => [total.key, total]))
}
