import type { OperatorActor } from "@/lib/actor"
import type { Context } from "@/lib/context"
import { Forbidden, SecondFactorNeeded, Unauthorized } from "@/lib/errors"
import { adminPasswordVersion } from "@/lib/operator/account/admin-password"
import { ADMIN, type Role } from "@/lib/roles"
import { findOperatorSession } from "@/lib/session/store"
import { readCookie } from "./cookie-session"
import { checkPassword } from "./password-check"

export const OPERATOR_COOKIE = {
  cookie: "micropay_session",
  seconds: 12 * 60 * 60,
  purpose: "operator session",
} as const

/** Who of the operators asks. */
export interface Operator {
  name: string
  actor: OperatorActor
  roles: readonly Role[]
  /** How they have shown who they are */
  by: "session" | "basic"
  /** A second factor is set up, and proven in this session */
  enrolled: boolean
  secondFactor: boolean
}

/**
 * Which operator the request comes from, by a session's cookie or HTTP Basic; undefined for nobody.
 *
 * @throws RateLimited after too many wrong passwords; Unauthorized for a wrong password
 */
export async function operatorOf(ctx: Context, request: Request): Promise<Operator | undefined> {
  const credentials = basicCredentials(request)
  if (credentials === undefined) return bySession(ctx, request)
  const checked = credentials && (await checkPassword(ctx, request, credentials))
  if (!checked) throw new Unauthorized("This is not an operator's name and password.")
  const { name, roles, totpSecret } = checked.operator
  const enrolled = totpSecret !== null
  return { name, actor: { kind: "operator", name }, roles, by: "basic", enrolled, secondFactor: false }
}

async function bySession(ctx: Context, request: Request): Promise<Operator | undefined> {
  const token = await sessionToken(ctx, request)
  const session = token === undefined ? undefined : await findOperatorSession(ctx.db, token)
  if (!session) return undefined
  const { name, roles, enrolled, secondFactor, passwordVersion } = session
  // Another ADMIN_PASSWORD than this session was begun with.
  if (name === ADMIN && passwordVersion !== (await adminPasswordVersion(ctx))) return undefined
  return { name, actor: { kind: "operator", name }, roles, by: "session", enrolled, secondFactor }
}

/** What stands in the cookie; whether it still means anything, the database says. */
export async function sessionToken(ctx: Context, request: Request): Promise<string | undefined> {
  return (await readCookie<{ token: string }>(ctx, request, OPERATOR_COOKIE)).token
}

/**
 * Whether this operator may do what needs that role. Off the devnet HTTP Basic only reads, for it is one factor that
 * programs keep in files; and what moves money or lets it move needs the second factor.
 *
 * @throws Forbidden, SecondFactorNeeded
 */
export function requireRole(ctx: Context, request: Request, operator: Operator, role: Role): void {
  if (!operator.roles.includes(role))
    throw new Forbidden(`${operator.name} may not do this: it needs the role "${role}". Nothing was done.`)
  if (ctx.config.network === "devnet" || isRead(request)) return
  if (operator.by === "basic")
    throw new Forbidden("HTTP Basic can only read here. Sign in on the operator's pages. Nothing was done.")
  if (role !== "look" && !operator.secondFactor)
    throw new SecondFactorNeeded("This needs the second factor. Set it up under Account. Nothing was done.")
}

export function isRead({ method }: Request): boolean {
  return method === "GET" || method === "HEAD"
}

/** Browsers would open a password box of their own, over the page that has a better one. */
export function isBrowser(request: Request): boolean {
  return request.headers.has("sec-fetch-site") || /^Mozilla\//.test(request.headers.get("user-agent") ?? "")
}

/** @returns undefined without HTTP Basic (RFC 7617), null for a broken header */
function basicCredentials(request: Request): { name: string; password: string } | null | undefined {
  const [scheme, encoded] = (request.headers.get("authorization") ?? "").split(" ")
  if (scheme?.toLowerCase() !== "basic") return undefined
  const credentials = Buffer.from(encoded ?? "", "base64").toString("utf8")
  const colon = credentials.indexOf(":")
  return colon < 0 ? null : { name: credentials.slice(0, colon), password: credentials.slice(colon + 1) }
}
