import { createHash, timingSafeEqual } from "node:crypto"
import type { Context } from "@/lib/context"
import { Unauthorized } from "@/lib/errors"
import { addressOf } from "./client-address"
import { endSession, readSession, writeSession } from "./cookie-session"
import { limitLogin } from "./limits"

const OPERATOR = { cookie: "micropay_session", seconds: 12 * 60 * 60 }

interface Session {
  operator: boolean
}

/**
 * Whether the request comes from the operator: a session's cookie, or HTTP Basic as `admin`.
 *
 * @throws RateLimited after too many wrong passwords; Unauthorized for a wrong password
 */
export async function isOperator(ctx: Context, request: Request): Promise<boolean> {
  const password = basicPassword(request)
  if (password === undefined) return (await readSession<Session>(ctx, request, OPERATOR)).operator === true
  if (password !== null && (await isPassword(ctx, request, password))) return true
  throw new Unauthorized("The user must be admin, with the password in ADMIN_PASSWORD.")
}

/**
 * Begins a session.
 *
 * @param headers the reply's: get the cookie
 * @throws Unauthorized, RateLimited
 */
export async function logIn(ctx: Context, request: Request, password: string, headers: Headers): Promise<void> {
  if (!(await isPassword(ctx, request, password))) throw new Unauthorized("This is not the operator's password.")
  await writeSession<Session>(ctx, request, headers, OPERATOR, { operator: true })
}

/** @param headers the reply's: get the cookie's removal */
export async function logOut(ctx: Context, request: Request, headers: Headers): Promise<void> {
  await endSession(ctx, request, headers, OPERATOR)
}

/** Browsers would open a password box of their own, over the page that has a better one. */
export function isBrowser(request: Request): boolean {
  return request.headers.has("sec-fetch-site") || /^Mozilla\//.test(request.headers.get("user-agent") ?? "")
}

async function isPassword(ctx: Context, request: Request, password: string): Promise<boolean> {
  return limitLogin(addressOf(ctx.config, request), () =>
    timingSafeEqual(digest(password), digest(ctx.config.adminPassword.reveal())),
  )
}

/** Equal lengths, which a comparison in constant time needs. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest()
}

/** @returns undefined without HTTP Basic (RFC 7617), null for another user or a broken header */
function basicPassword(request: Request): string | null | undefined {
  const [scheme, encoded] = (request.headers.get("authorization") ?? "").split(" ")
  if (scheme?.toLowerCase() !== "basic") return undefined
  const credentials = Buffer.from(encoded ?? "", "base64").toString("utf8")
  return credentials.startsWith("admin:") ? credentials.slice("admin:".length) : null
}
