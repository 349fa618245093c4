import type { Context } from "@/lib/context"
import { authenticateKey, type KeyHolder } from "@/lib/project/authenticate"

const found = new WeakMap<Request, Promise<KeyHolder | undefined>>()

/**
 * Whose API key a request brings, as `Authorization: Bearer mp_…` (RFC 6750, 2.1); undefined without one. Asked once a
 * request, however often somebody wants to know.
 *
 * @throws Unauthorized, KeyRevoked, OriginNotAllowed: who brings a key that is not good is never taken for somebody
 *   else
 */
export function keyOf(ctx: Context, request: Request): Promise<KeyHolder | undefined> {
  const known = found.get(request)
  if (known) return known
  const text = keyTextOf(request)
  const holder =
    text === undefined ? Promise.resolve(undefined) : authenticateKey(ctx, text, request.headers.get("origin"))
  found.set(request, holder)
  return holder
}

/** What a request brings as a bearer's token, whatever it is worth. */
export function keyTextOf(request: Request): string | undefined {
  const [scheme, text, ...more] = (request.headers.get("authorization") ?? "").split(" ")
  return scheme?.toLowerCase() === "bearer" ? [text ?? "", ...more].join(" ") : undefined
}
