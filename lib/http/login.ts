import type { OperatorActor } from "@/lib/actor"
import { audit } from "@/lib/audit"
import type { Context } from "@/lib/context"
import { SecondFactorNeeded, Unauthorized } from "@/lib/errors"
import { changePassword } from "@/lib/operator/account/manage"
import { finishEnrolment, useCode } from "@/lib/operator/account/second-factor"
import { ADMIN } from "@/lib/roles"
import { beginSession, endSession, endSessionsOf } from "@/lib/session/store"
import { removeCookie, writeCookie } from "./cookie-session"
import { rememberDevice } from "./device"
import { limitCode } from "./login-limit"
import { OPERATOR_COOKIE, type Operator, sessionToken } from "./operator"
import { checkPassword } from "./password-check"

/**
 * Begins an operator's session: with name and password, and with a code where a second factor is set up.
 *
 * @param headers the reply's: get the cookies
 * @throws Unauthorized, RateLimited; SecondFactorNeeded when only the code is missing
 */
export async function logIn(
  ctx: Context,
  request: Request,
  login: { name?: string; password: string; code?: string },
  headers: Headers,
): Promise<void> {
  const checked = await checkPassword(ctx, request, { name: login.name ?? ADMIN, password: login.password })
  if (!checked) throw new Unauthorized("This is not an operator's name and password.")
  const { operator, attempt } = checked
  const { name, passwordVersion, totpSecret } = operator
  if (totpSecret) {
    const { code } = login
    if (code === undefined) throw new SecondFactorNeeded("The password is right. Send the second factor's code too.")
    if (!(await limitCode(attempt, () => useCode(ctx.db, name, totpSecret, code))))
      throw new Unauthorized("This is not the code of now, or it was used already. Wait for the next one.")
  }
  await begin(ctx, request, headers, { name, passwordVersion, secondFactor: totpSecret !== null })
  await rememberDevice(ctx, request, headers, { id: attempt.device, name, passwordVersion })
}

interface Begin {
  name: string
  passwordVersion: number
  secondFactor: boolean
}

async function begin(ctx: Context, request: Request, headers: Headers, who: Begin): Promise<void> {
  const { name: operator, passwordVersion, secondFactor } = who
  const of = { operator, passwordVersion, secondFactor }
  const token = await beginSession(ctx.db, { seconds: OPERATOR_COOKIE.seconds, of })
  await writeCookie(ctx, request, headers, OPERATOR_COOKIE, { token })
}

/**
 * Ends the session on the server too: the cookie is worth nothing any more.
 *
 * @param headers the reply's: get the cookie's removal
 */
export async function logOut(ctx: Context, request: Request, headers: Headers): Promise<void> {
  const token = await sessionToken(ctx, request)
  if (token !== undefined) await endSession(ctx.db, token)
  await removeCookie(ctx, request, headers, OPERATOR_COOKIE)
}

/** Ends every session of this operator. @param headers the reply's: get the cookie's removal */
export async function logOutEverywhere(ctx: Context<OperatorActor>, request: Request, headers: Headers): Promise<void> {
  const { name } = ctx.actor
  await ctx.db.$transaction(async (db) => {
    await endSessionsOf(db, { operator: name })
    await audit(db, ctx, { action: "sign_out_everywhere", subject: name, reason: "asked for" })
  })
  await removeCookie(ctx, request, headers, OPERATOR_COOKIE)
}

/**
 * Sets up the second factor by its first code. All sessions were begun without it and end; this one goes on as a new
 * one, with it.
 *
 * @throws what `finishEnrolment` throws; RateLimited
 */
export async function enrol(
  ctx: Context<OperatorActor>,
  request: Request,
  code: string,
  headers: Headers,
): Promise<void> {
  await finishEnrolment(ctx, code)
  const { name } = ctx.actor
  const { passwordVersion } = await ctx.db.operator.findUniqueOrThrow({ where: { name } })
  await begin(ctx, request, headers, { name, passwordVersion, secondFactor: true })
}

/**
 * Changes the operator's own password. All sessions end, and what other devices remember; this session goes on as a new
 * one.
 *
 * @throws Unauthorized for a wrong password, RateLimited; what `changePassword` throws
 */
export async function changeOwnPassword(
  ctx: Context<OperatorActor>,
  request: Request,
  { name, secondFactor }: Operator,
  password: { now: string; next: string },
  headers: Headers,
): Promise<void> {
  const checked = await checkPassword(ctx, request, { name, password: password.now })
  if (!checked) throw new Unauthorized("This is not your password. Nothing changed.")
  await changePassword(ctx, name, "asked for", password.next)
  const { passwordVersion } = await ctx.db.operator.findUniqueOrThrow({ where: { name } })
  await begin(ctx, request, headers, { name, passwordVersion, secondFactor })
  await rememberDevice(ctx, request, headers, { id: checked.attempt.device, name, passwordVersion })
}
