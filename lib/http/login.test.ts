import { TOTP } from "otpauth"
import { describe, expect } from "vitest"
import {
  changePassword,
  changeRoles,
  disableOperator,
  enableOperator,
  resetOperator,
} from "@/lib/operator/account/manage"
import { hashPassword } from "@/lib/operator/account/password"
import { fromSomewhere } from "@/test/support/api"
import { TOO_LARGE } from "@/test/support/bad-input"
import { ADMIN_PASSWORD } from "@/test/support/environment"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"
import { raiseDayLimit } from "./api/approval"
import * as operator from "./api/operator"
import { getSession, listAudit } from "./api/operator"
import { pause } from "./api/pause"
import { call } from "./api.fixture"
import { basic, cookiesOf, loginStage } from "./login.fixture"
import { createOperator, PASSWORD, signedIn } from "./operator.fixture"

const test = loginStage().extend(
  "stop",
  ({ real }) =>
    (headers: Record<string, string>, context = real) =>
      call(context, pause, { body: { scope: "prepare", reason: "r" }, headers: { ...fromSomewhere(), ...headers } }),
)

const REASON = "a test"
describe("a named operator", () => {
  test("signs in and reads by HTTP Basic, until disabled or given another password, at once", async ({
    ctx,
    tryLogin,
    readsWith,
  }) => {
    await createOperator(ctx, { name: "nora" })
    const session = cookiesOf((await tryLogin({ name: "nora", password: PASSWORD })).headers)
    const monitor = basic("nora", PASSWORD)
    expect([await readsWith(session), await readsWith(monitor)]).toEqual([200, 200])
    const before = performance.now()
    await hashPassword(PASSWORD)
    const at = performance.now()
    for (let n = 0; n < 9; n++) expect(await readsWith(monitor)).toBe(200)
    expect(performance.now() - at).toBeLessThan(4.5 * (at - before))
    await disableOperator(ctx, "nora", REASON)
    expect([await readsWith(session), await readsWith(monitor)]).toEqual([401, 401])
    await enableOperator(ctx, "nora", REASON)
    expect([await readsWith(session), await readsWith(monitor)]).toEqual([401, 200])
    const password = await changePassword(ctx, "nora", REASON)
    expect([await readsWith(monitor), await readsWith(basic("nora", password))]).toEqual([401, 200])
    expect((await tryLogin({ name: "nobody", password: PASSWORD })).status).toBe(401)
    expect(
      await ctx.db.$queryRaw`SELECT password_hash LIKE 'scrypt$131072$8$1$%' AS slow FROM operator WHERE name = 'nora'`,
    ).toEqual([{ slow: true }])
  })

  test("changes the password, of at least twelve characters, and all other sessions end", async ({
    ctx,
    readsWith,
    tryLogin,
  }) => {
    await createOperator(ctx, { name: "carl" })
    const [one, other] = [
      await signedIn(ctx, { name: "carl", secondFactor: false }),
      await signedIn(ctx, { name: "carl", secondFactor: false }),
    ]
    const change = (password: string, new_password: string, headers: Record<string, string> = one) =>
      call(ctx, operator.changeOwnPassword, {
        body: { password, new_password },
        headers: { ...fromSomewhere(), ...headers },
      })
    expect((await change(PASSWORD, "elevenchars")).status).toBe(400)
    expect((await change("wrong", "a new long password")).status).toBe(401)
    const { status, headers } = await change(PASSWORD, "a new long password")
    expect([status, await readsWith(cookiesOf(headers)), await readsWith(one), await readsWith(other)]).toEqual([
      204, 200, 401, 401,
    ])
    const admin = cookiesOf((await tryLogin({ password: ADMIN_PASSWORD })).headers)
    expect((await change(ADMIN_PASSWORD, "a new long password", admin)).status).toBe(404)
  })

  test("signs out everywhere", async ({ ctx, readsWith, tryLogin }) => {
    await createOperator(ctx, { name: "ella" })
    const [one, other] = [await signedIn(ctx, { name: "ella" }), await signedIn(ctx, { name: "ella" })]
    const admin = cookiesOf((await tryLogin({ password: ADMIN_PASSWORD })).headers)
    expect((await call(ctx, operator.logOutEverywhere, { headers: one })).status).toBe(204)
    expect([await readsWith(one), await readsWith(other), await readsWith(admin)]).toEqual([401, 401, 200])
  })

  test("has a name, and what can be none is nobody", async ({ tryLogin, readsWith }) => {
    for (const name of ["", "a\0", "Ölga", "x".repeat(33), "../admin", "ADMIN"])
      expect([
        await readsWith(basic(name, PASSWORD)),
        (await tryLogin({ name: name.slice(0, 32), password: PASSWORD })).status,
      ]).toEqual([401, 401])
  })

  test("may do what the roles say; the audit log has the name", async ({ ctx, real, readsWith }) => {
    await createOperator(ctx, { name: "lea" })
    await createOperator(ctx, { name: "oscar", roles: ["operate"] })
    await createOperator(ctx, { name: "ava", roles: ["approve"] })
    const as = (name: string) => signedIn(ctx, { name })
    const statuses = async (name: string) => {
      const headers = await as(name)
      const stop = await call(real, pause, { body: { scope: "prepare", reason: "r" }, headers })
      const raise = await call(real, raiseDayLimit, { body: { amount: "1", reason: "r" }, headers })
      return [await readsWith(headers, real), stop.status, raise.status]
    }
    expect(await statuses("lea")).toEqual([200, 403, 403])
    expect(await statuses("oscar")).toEqual([200, 204, 403])
    expect(await statuses("ava")).toEqual([200, 403, 200])
    await changeRoles(ctx, "oscar", [], REASON)
    expect(await statuses("oscar")).toEqual([200, 403, 403])
    expect((await call(ctx, listAudit, { query: "limit=3", headers: await as("lea") })).json).toMatchObject([
      { actor: "command", action: "change_roles", subject: "oscar (look)" },
      { actor: "operator:ava", action: "raise_day_limit" },
      { actor: "operator:oscar", action: "pause" },
    ])
  })
})

describe("off the devnet", () => {
  test("HTTP Basic only reads, and a session without the second factor does not operate; on the devnet both do", async ({
    ctx,
    real,
    readsWith,
    stop,
  }) => {
    await createOperator(ctx, { name: "bea", roles: ["operate"] })
    const session = await signedIn(ctx, { name: "bea", secondFactor: false })
    for (const headers of [session, basic("bea", PASSWORD), basic("admin", ADMIN_PASSWORD)]) {
      expect(await readsWith(headers, real)).toBe(200)
      expect((await stop(headers)).status).toBe(403)
      expect((await stop(headers, ctx)).status).toBe(204)
    }
    expect((await stop(session)).json.code).toBe("SECOND_FACTOR_NEEDED")
    expect((await call(real, operator.logOutEverywhere, { headers: basic("bea", PASSWORD) })).status).toBe(403)
  })

  test("the second factor is set up once, by its first code; each code counts once; a lost phone has a way out", async ({
    ctx,
    real,
    tryLogin,
    readsWith,
    stop,
  }) => {
    await createOperator(ctx, { name: "tom", roles: ["operate"] })
    const enrolling = async () => cookiesOf((await tryLogin({ name: "tom", password: PASSWORD }, {}, real)).headers)
    const begin = (headers: Record<string, string>) => call(real, operator.beginEnrolment, { headers })
    const finish = (headers: Record<string, string>, code: string) =>
      call(real, operator.finishEnrolment, { headers, body: { code } })
    // Whoever finds out a password brings no phone of their own: it takes the machine's word.
    expect((await begin(await enrolling())).json).toMatchObject({
      code: "FORBIDDEN",
      detail: expect.stringContaining("reset-totp tom"),
    })
    await resetOperator(ctx, "tom", REASON)
    const session = await enrolling()
    expect((await finish(session, "123456")).status).toBe(409)
    const { json: made } = await begin(session)
    expect(made.uri).toContain(`secret=${made.secret}`)
    const codeIn = (seconds: number) =>
      new TOTP({ secret: made.secret }).generate({ timestamp: Date.now() + seconds * 1000 })
    const wrong = String((Number(codeIn(0)) + 1) % 1_000_000).padStart(6, "0")
    expect([(await finish(session, wrong)).status, (await stop(session)).status]).toEqual([400, 403])
    const first = codeIn(0)
    const enrolled = await finish(session, first)
    expect(enrolled.status).toBe(204)
    expect((await stop(cookiesOf(enrolled.headers))).status).toBe(204)
    expect(await readsWith(session, real)).toBe(401)
    expect((await begin(cookiesOf(enrolled.headers))).status).toBe(409)

    const login = (code?: string) => tryLogin({ name: "tom", password: PASSWORD, ...(code && { code }) }, {}, real)
    expect((await login()).json.code).toBe("SECOND_FACTOR_NEEDED")
    expect((await login(first)).status).toBe(401)
    const code = codeIn(30)
    const twice = await Promise.all([login(code), login(`${code.slice(0, 3)} ${code.slice(3)}`)])
    expect(twice.map(({ status }) => status).sort()).toEqual([204, 401])
    const [signed] = twice.filter(({ status }) => status === 204)
    expect((await stop(cookiesOf(signed?.headers ?? new Headers()))).status).toBe(204)
    const sealed = await ctx.db.operator.findUniqueOrThrow({ where: { name: "tom" } })
    expect(Buffer.from(sealed.totpSecret ?? []).toString("latin1")).not.toContain(made.secret)

    await resetOperator(ctx, "tom", REASON)
    expect(await readsWith(cookiesOf(enrolled.headers), real)).toBe(401)
    expect((await login()).status).toBe(204)
  })

  test("codes cannot be guessed by who knows the password, and the owner's own device still gets in", async ({
    ctx,
    real,
    tryLogin,
  }) => {
    await createOperator(ctx, { name: "una", roles: ["operate"] })
    await resetOperator(ctx, "una", REASON)
    const session = cookiesOf((await tryLogin({ name: "una", password: PASSWORD }, {}, real)).headers)
    const { json: made } = await call(real, operator.beginEnrolment, { headers: session })
    const totp = new TOTP({ secret: made.secret })
    const first = totp.generate()
    await call(real, operator.finishEnrolment, { headers: session, body: { code: first } })
    const statuses = []
    for (let n = 0; n < 7; n++)
      statuses.push((await tryLogin({ name: "una", password: PASSWORD, code: first }, {}, real)).status)
    expect(statuses).toEqual([...Array(5).fill(401), 429, 429])
    const own = { name: "una", password: PASSWORD, code: totp.generate({ timestamp: Date.now() + 30_000 }) }
    expect((await tryLogin(own, {}, real)).status).toBe(429)
    expect((await tryLogin(own, session, real)).status).toBe(204)
  })

  test("who asks is told who they are and what is missing", async ({ ctx, real }) => {
    const headers = await signedIn(ctx, { name: "lea" })
    expect((await call(real, getSession, { headers })).json).toEqual({
      ...{ operator: true, name: "lea", roles: ["look"] },
      second_factor: { enrolled: true, proven: true, needed: true },
    })
  })
})

test("each is refused to strangers, to other sites, without a body it takes, and after too many wrong passwords", async ({
  ctx,
}) => {
  const bodies = [{ code: "123456" }, { password: "p", new_password: "n" }]
  for (const contract of contractsSeenIn("lib/http/login")) {
    const body = bodies.find((given) => contract.body?.safeParse(given).success)
    const ask = async (headers: Record<string, string>, sent: unknown = body) =>
      (await call(ctx, contract, { body: sent, headers })).status
    const admin = () => basic("admin", ADMIN_PASSWORD)
    expect(await ask({}), contract.path).toBe(401)
    expect(await ask({ ...admin(), origin: "https://evil.example" }), contract.path).toBe(403)
    if (body) expect(await ask(admin(), {}), contract.path).toBe(400)
    if (body) expect(await ask(admin(), TOO_LARGE), contract.path).toBe(413)
    const wrong = basic("admin", "wrong")
    for (let n = 0; n < 10; n++) await ask(wrong)
    expect(await ask(wrong), contract.path).toBe(429)
  }
})

everyReplyIsSeen(
  "lib/http/login",
  contractsSeenIn("lib/http/login").map(({ method, path }) => `${method} ${path} 500`),
)
