import type { Config } from "@/lib/config"
import { Forbidden, ValidationError } from "@/lib/errors"

/**
 * The hosts that the request may have been made to: the one at the outermost proxy first, the one that we were asked
 * for last.
 */
function hostsOf(request: Request): string[] {
  const forwarded = request.headers.get("x-forwarded-host")?.split(",") ?? []
  const ends = [forwarded.at(0), forwarded.at(-1), request.headers.get("host") ?? new URL(request.url).host]
  return ends.filter((host) => host !== undefined).map((host) => host.trim())
}

export function isHttps(request: Request): boolean {
  const forwarded = request.headers.get("x-forwarded-proto")?.split(",").at(-1)?.trim()
  return (forwarded ?? new URL(request.url).protocol.replace(":", "")) === "https"
}

/**
 * Scheme and host that people see in their browser. Off the devnet only PUBLIC_URL counts: the headers are the
 * client's, and who passes requests on from a page of their own could name that page's host, so that its visitors sign
 * in here for somebody else.
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
  const [host = ""] = hostsOf(request)
  const url = `${isHttps(request) ? "https" : "http"}://${host}`
  if (URL.canParse(url) && /^[\w.[\]:-]+$/.test(host)) return new URL(url).origin
  throw ValidationError.field("host", "This is not the name of a host.")
}

/** The same for documents, which nothing depends on: "/" where it cannot be known. */
export function reachedAt(config: Config, request: Request): string {
  try {
    return publicOrigin(config, request)
  } catch {
    return "/"
  }
}

/**
 * A browser sends the cookie, and a password it once asked for, with requests that another site's page makes. So what
 * changes something must come from a page of our own. Programs send none of these headers.
 *
 * A page can set neither `Sec-Fetch-Site`, nor `Origin`, `Referer` or `Host` (Fetch standard, forbidden
 * request-headers), and X-Forwarded-Host only with the leave of a preflight, which gives none. So what the browser says
 * decides where it says it; older ones, and those that do not trust the connection (plain http), say where the page
 * came from. That must be PUBLIC_URL, or the host of this request by one of the names that a proxy may have given it.
 *
 * @throws Forbidden
 */
export function requireSameOrigin(config: Pick<Config, "publicOrigin">, request: Request): void {
  const site = request.headers.get("sec-fetch-site")
  if (site === "same-origin") return
  // `none` is what a person does by hand, and says nothing of who made them do it.
  const isForeign = site !== null && site !== "none"
  const page = request.headers.get("origin") ?? request.headers.get("referer")
  if (isForeign || (page !== null && !isOwnPage(config, request, page)))
    throw new Forbidden("This request came from a page of another site. Nothing was done.")
}

function isOwnPage({ publicOrigin }: Pick<Config, "publicOrigin">, request: Request, page: string): boolean {
  if (!URL.canParse(page)) return false
  const { origin, host } = new URL(page)
  if (publicOrigin !== undefined) {
    if (origin === publicOrigin) return true
    // The public name under another scheme is not ours: whoever sits on the line can make a page of http.
    if (host === new URL(publicOrigin).host) return false
  }
  // nginx and others add the port, which a browser leaves out where it is the usual one.
  return hostsOf(request).some((name) => name === host || name.replace(/:(443|80)$/, "") === host)
}
