import { createHmac, randomBytes } from "node:crypto"
import type { Context } from "@/lib/context"
import { adminPasswordVersion, isAdminPassword } from "@/lib/operator/account/admin-password"
import { findOperator, type OperatorRow } from "@/lib/operator/account/find"
import { isPassword } from "@/lib/operator/account/password"
import { perProcess } from "@/lib/process"
import { ADMIN, isOperatorName } from "@/lib/roles"
import { addressOf } from "./client-address"
import { knownDevice } from "./device"
import { type Attempt, limitLogin } from "./login-limit"

const REMEMBERED_MS = 10 * 60 * 1000
const REMEMBERED_MOST = 100

/**
 * Passwords that were right a short while ago, under a key that only this process knows: a program that asks with HTTP
 * Basic each second needs no slow hash each second.
 */
const verified = () =>
  perProcess("verified-passwords", () => ({ key: randomBytes(32), until: new Map<string, number>() }))

/**
 * Who has this name and password.
 *
 * @returns the operator, and for the limits of what comes next who tries; undefined when they are wrong
 * @throws RateLimited
 */
export async function checkPassword(
  ctx: Context,
  request: Request,
  { name, password }: { name: string; password: string },
): Promise<{ operator: OperatorRow; attempt: Attempt } | undefined> {
  const address = addressOf(ctx.config, request)
  const isName = isOperatorName(name)
  const device = isName ? await deviceOf(ctx, request, name) : undefined
  let operator: OperatorRow | undefined
  const attempt: Attempt = { address, account: undefined, device }
  const lookUp = async () => {
    operator = isName ? await findOperator(ctx.db, name) : undefined
    attempt.account = operator?.name
  }
  const right = await limitLogin(attempt, lookUp, async (inTurn) => {
    if (name === ADMIN) return isAdminPassword(ctx, password) && operator !== undefined
    // What can be nobody's name tells nothing by its speed.
    if (!isName) return false
    if (operator && isRemembered(operator, password)) return true
    if (!(await inTurn(() => isPassword(password, operator?.passwordHash ?? null))) || !operator) return false
    remember(operator, password)
    return true
  })
  if (!right || !operator) return undefined
  // A new ADMIN_PASSWORD has a number of its own, which sessions and devices carry.
  if (name === ADMIN) operator.passwordVersion = await adminPasswordVersion(ctx)
  return { operator, attempt }
}

/** Only a device that brings a cookie of ours costs a look at the database before its limit is known. */
async function deviceOf(ctx: Context, request: Request, name: string): Promise<string | undefined> {
  return knownDevice(ctx, request, name, async () => {
    const operator = await findOperator(ctx.db, name)
    if (!operator) return undefined
    return name === ADMIN ? adminPasswordVersion(ctx) : operator.passwordVersion
  })
}

/** With the version, so that a changed password is forgotten at once. */
function keyOf({ name, passwordVersion }: OperatorRow, password: string): string {
  return createHmac("sha256", verified().key)
    .update(JSON.stringify([name, passwordVersion, password]))
    .digest("base64")
}

function isRemembered(operator: OperatorRow, password: string): boolean {
  return (verified().until.get(keyOf(operator, password)) ?? 0) > Date.now()
}

function remember(operator: OperatorRow, password: string): void {
  const { until } = verified()
  until.set(keyOf(operator, password), Date.now() + REMEMBERED_MS)
  const [oldest] = until.keys()
  if (until.size > REMEMBERED_MOST && oldest !== undefined) until.delete(oldest)
}
