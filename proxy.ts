import { randomBytes } from "node:crypto"
import { type NextRequest, NextResponse } from "next/server"
import { LOCALE_HEADER, LOCALE_QUERY } from "@/components/messages/locale"
import { loadConfig } from "@/lib/config"
import { contentSecurityPolicy } from "@/lib/http/content-security-policy"

/** Read at the first request: a build loads this file without any configuration. */
let settings: { development: boolean } | undefined

/**
 * Pages that show what only some may see. Such a page does not come back with "Back" once somebody has signed out: it
 * is asked for again.
 */
const SHOWS_PRIVATE = /^\/(admin|receipt|receiver|payments)(\/|$)/

/** The one page that asks nodes which its reader names. Going there and leaving it loads a document anew. */
const ASKS_ANY_NODE = /^\/verify\/?$/

/**
 * Gives each page a content security policy with a nonce of its own. Next reads the nonce from the policy in the
 * request's headers and puts it on the scripts that it writes; the layout reads `x-nonce` for its own. Neither can come
 * from the client: both are overwritten. The language in the address goes the same way.
 */
export function proxy(request: NextRequest): NextResponse {
  settings ??= { development: loadConfig().development }
  const nonce = randomBytes(16).toString("base64")
  const { pathname } = request.nextUrl
  const policy = contentSecurityPolicy({ nonce, ...settings, asksAnyNode: ASKS_ANY_NODE.test(pathname) })
  const headers = new Headers(request.headers)
  headers.set("x-nonce", nonce)
  headers.set("content-security-policy", policy)
  const language = request.nextUrl.searchParams.get(LOCALE_QUERY)
  if (language === null) headers.delete(LOCALE_HEADER)
  else headers.set(LOCALE_HEADER, language)
  const response = NextResponse.next({ request: { headers } })
  // Next's own header says no-store, which keeps a page out of the browser's back/forward cache.
  if (!SHOWS_PRIVATE.test(pathname)) response.headers.set("cache-control", "private, no-cache")
  response.headers.set("content-security-policy", policy)
  return response
}

/** Pages only: the API answers no HTML and would only become slower, and Next's files are the same for everybody. */
export const config = {
  matcher: ["/((?!api(?:/|$)|_next/static/|_next/image$|icon\\.svg$|button\\.js$|receipt/\\d+\\.json$).*)"],
}
