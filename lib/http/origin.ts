import type { Config } from "@/lib/config"
import { Forbidden, ValidationError } from "@/lib/errors"

/** The host that the request was made to, as the nearest proxy or the client says. */
function hostOf(request: Request): string {
  return request.headers.get("x-forwarded-host") ?? request.headers.get("host") ?? new URL(request.url).host
}

export function isHttps(request: Request): boolean {
  const forwarded = request.headers.get("x-forwarded-proto")?.split(",").at(-1)?.trim()
  return (forwarded ?? new URL(request.url).protocol.replace(":", "")) === "https"
}

/**
 * Scheme and host that people see in their browser. Off the devnet only PUBLIC_URL counts: the headers are the client's, and who
 * passes requests on from a page of their own could name that page's host, so that its visitors sign in here for somebody else.
 *
 * @throws Forbidden off the devnet without PUBLIC_URL; ValidationError for a host that is none
 */
export function publicOrigin(config: Config, request: Request): string {
  if (config.publicOrigin !== undefined) return config.publicOrigin
  if (config.network !== "devnet") {
    throw new Forbidden(
      "Signing in with a wallet is not possible yet: the operator must set PUBLIC_URL. Nothing changed.",
    )
  }
  const url = `${isHttps(request) ? "https" : "http"}://${hostOf(request)}`
  if (URL.canParse(url) && /^[\w.[\]:-]+$/.test(hostOf(request))) return new URL(url).origin
  throw ValidationError.field("host", "This is not the name of a host.")
}

/**
 * A browser sends the cookie, and a password it once asked for, with requests that another site's page makes. So what changes
 * something must come from a page of our own. Programs send neither header.
 *
 * @throws Forbidden
 */
export function requireSameOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site")
  const origin = request.headers.get("origin")
  const foreignSite = site !== null && site !== "same-origin" && site !== "none"
  const foreignOrigin = origin !== null && (!URL.canParse(origin) || new URL(origin).host !== hostOf(request))
  if (foreignSite || foreignOrigin)
    throw new Forbidden("This request came from a page of another site. Nothing was done.")
}
