import type { Context } from "@/lib/context"
import { hashPassword } from "@/lib/operator/account/password"
import type { Role } from "@/lib/roles"
import { beginSession } from "@/lib/session/store"
import { writeCookie } from "./cookie-session"
import { limitLogin } from "./login-limit"
import { OPERATOR_COOKIE } from "./operator"

/** For `hashPassword`, whose slowness a test pays once. */
export const PASSWORD = "correct horse battery staple"
let hash: Promise<string> | undefined

interface Person {
  name: string
  roles?: Role[]
  /** proven in the session; off the devnet what moves money takes it */
  secondFactor?: boolean
}

/** An operator with `PASSWORD`, made as the command makes one. */
export async function createOperator({ db }: Context, { name, roles = ["look"] }: Person): Promise<void> {
  hash ??= hashPassword(PASSWORD)
  const passwordHash = await hash
  const data = { roles: [...new Set(["look", ...roles])], passwordHash }
  await db.operator.upsert({ where: { name }, create: { name, ...data }, update: data })
}

/** Signs an operator in who is there already. @returns the headers of their requests */
export async function signedIn(ctx: Context, { name, secondFactor = true }: Person): Promise<{ cookie: string }> {
  // A sealed secret that nobody opens: that one is set up.
  if (secondFactor) await ctx.db.operator.update({ where: { name }, data: { totpSecret: new Uint8Array(40) } })
  const { passwordVersion } = await ctx.db.operator.findUniqueOrThrow({ where: { name } })
  const token = await beginSession(ctx.db, { seconds: 3_600, of: { operator: name, passwordVersion, secondFactor } })
  const headers = new Headers()
  await writeCookie(ctx, new Request("http://localhost:3000"), headers, OPERATOR_COOKIE, { token })
  return { cookie: headers.getSetCookie()[0]?.split(";")[0] ?? "" }
}

/** Wrong passwords from this address, until no more are taken. */
export async function exhaustLogins(address: string): Promise<void> {
  const stranger = { address, account: undefined, device: undefined }
  for (let wrong = 0; wrong < 10; wrong++)
    await limitLogin(
      stranger,
      async () => {},
      async () => false,
    ).catch(() => {})
}
