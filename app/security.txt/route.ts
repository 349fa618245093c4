import { getConfig } from "@/lib/runtime"

export const dynamic = "force-dynamic"

/** Whoever finds something wrong is to know soon that this is out of date, should the server outlive its operator. */
const VALID_DAYS = 90
const DAY_MS = 86_400_000

/** RFC 9116: whom to tell of a weakness. */
export function GET(): Response {
  const { operator, publicOrigin } = getConfig()
  if (operator.contact === undefined) return new Response("Not found\n", { status: 404 })
  const end = new Date((Math.floor(Date.now() / DAY_MS) + VALID_DAYS) * DAY_MS)
  const lines = [
    `Contact: ${operator.contact}`,
    `Expires: ${end.toISOString()}`,
    "Preferred-Languages: en, zh",
    ...(publicOrigin === undefined ? [] : [`Canonical: ${publicOrigin}/.well-known/security.txt`]),
  ]
  return new Response(`${lines.join("\n")}\n`, { headers: { "content-type": "text/plain; charset=utf-8" } })
}
