import { createHash, scrypt, timingSafeEqual } from "node:crypto"
import { promisify } from "node:util"
import { getIronSession } from "iron-session"
import type { Config } from "@/lib/config"
import type { Context } from "@/lib/context"
import { Forbidden, Unauthorized } from "@/lib/errors"
import { addressOf, limitLogin } from "./limits"
import { perProcess } from "./process"

const COOKIE = "micropay_session"
const SESSION_SECONDS = 12 * 60 * 60

interface Session {
  operator?: boolean
}

const derive = promisify<string, string, number, Buffer>(scrypt)

/**
 * Whether the request comes from the operator: a session's cookie, or HTTP Basic as `admin`.
 *
 * @throws RateLimited after too many wrong passwords; Unauthorized for a wrong password
 */
export async function isOperator(ctx: Context, request: Request): Promise<boolean> {
  const password = basicPassword(request)
  if (password === undefined) return (await openSession(ctx, request, new Response())).operator === true
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
  const reply = new Response()
  const session = await openSession(ctx, request, reply)
  session.operator = true
  await session.save()
  copyCookies(reply, headers)
}

/** @param headers the reply's: get the cookie's removal */
export async function logOut(ctx: Context, request: Request, headers: Headers): Promise<void> {
  const reply = new Response()
  const session = await openSession(ctx, request, reply)
  session.destroy()
  copyCookies(reply, headers)
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
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host") ?? new URL(request.url).host
  const foreignSite = site !== null && site !== "same-origin" && site !== "none"
  const foreignOrigin = origin !== null && (!URL.canParse(origin) || new URL(origin).host !== host)
  if (foreignSite || foreignOrigin)
    throw new Forbidden("This request came from a page of another site. Nothing was done.")
}

/** Browsers would open a password box of their own, over the page that has a better one. */
export function isBrowser(request: Request): boolean {
  return request.headers.has("sec-fetch-site") || /^Mozilla\//.test(request.headers.get("user-agent") ?? "")
}

async function isPassword(ctx: Context, request: Request, password: string): Promise<boolean> {
  return limitLogin(addressOf(request), () =>
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

async function openSession(ctx: Context, request: Request, reply: Response) {
  const options = {
    cookieName: COOKIE,
    password: await sessionKey(ctx),
    ttl: SESSION_SECONDS,
    cookieOptions: { httpOnly: true, sameSite: "lax" as const, path: "/", secure: isHttps(request) },
  }
  try {
    return await getIronSession<Session>(request, reply, options)
  } catch {
    // A cookie that was never one of ours is no session.
    return getIronSession<Session>(new Request(request.url), reply, options)
  }
}

function isHttps(request: Request): boolean {
  const forwarded = request.headers.get("x-forwarded-proto")?.split(",").at(-1)?.trim()
  return (forwarded ?? new URL(request.url).protocol.replace(":", "")) === "https"
}

/**
 * The key that seals sessions: another password or another installation ends them all. scrypt makes it slow to try passwords
 * against a cookie.
 */
async function sessionKey({ config, chain }: Context): Promise<string> {
  const keys = perProcess("session-keys", () => new WeakMap<Config, Promise<string>>())
  const salt = `micro-pay session ${chain.genesisHash} ${chain.platform.lockHash}`
  const key = keys.get(config) ?? derive(config.adminPassword.reveal(), salt, 32).then((bytes) => bytes.toString("hex"))
  keys.set(config, key)
  return key
}

function copyCookies(reply: Response, headers: Headers): void {
  for (const cookie of reply.headers.getSetCookie()) headers.append("set-cookie", cookie)
}
