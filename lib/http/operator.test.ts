import { scryptSync } from "node:crypto"
import { unsealData } from "iron-session"
import { describe, expect } from "vitest"
import type { Context } from "@/lib/context"
import { Secret } from "@/lib/secret"
import { installationKey, type KeyPurpose } from "@/lib/session/installation-key"
import { fromSomewhere } from "@/test/support/api"
import { emptyDatabase } from "@/test/support/database-stage"
import { ADMIN_PASSWORD } from "@/test/support/environment"
import { getJobs } from "./api/job"
import { getSession, logIn, logOut } from "./api/operator"
import { call } from "./api.fixture"
import { basic, loginStage } from "./login.fixture"

const test = loginStage().extend("otherDatabase", emptyDatabase)

const BROWSER = { "user-agent": "Mozilla/5.0", "sec-fetch-site": "same-origin" }

async function cookieOf(context: Context, headers: Record<string, string> = {}): Promise<string> {
  const { headers: reply } = await call(context, logIn, {
    body: { password: ADMIN_PASSWORD },
    headers: { ...fromSomewhere(), ...headers },
  })
  return reply.getSetCookie()[0] ?? ""
}
const asCookie = (setCookie: string) => ({ cookie: setCookie.split(";")[0] ?? "" })

describe("HTTP Basic", () => {
  test("lets admin in with the password", async ({ ctx }) => {
    expect((await call(ctx, getJobs, { headers: basic("admin", ADMIN_PASSWORD) })).status).toBe(200)
  })

  test.for<[string, Record<string, string>]>([
    ["nothing", {}],
    ["another user", basic("root", ADMIN_PASSWORD)],
    ["another password", basic("admin", "wrong")],
    ["an empty password", basic("admin", "")],
    ["the beginning of the password", basic("admin", ADMIN_PASSWORD.slice(0, -1))],
    ["another scheme", { authorization: `Bearer ${ADMIN_PASSWORD}` }],
    ["a broken header", { authorization: "Basic" }],
    ["no base64", { authorization: "Basic ????" }],
    ["garbage for a cookie", { cookie: "micropay_session=garbage" }],
    ["a cookie of the right form", { cookie: `micropay_session=Fe26.2*1*${"a".repeat(64)}*b*c*1*d*e~2` }],
  ])("with %s is a 401 that says how to sign in", async ([_, headers], { ctx }) => {
    const { status, headers: reply } = await call(ctx, getJobs, { headers: { ...fromSomewhere(), ...headers } })
    expect([status, reply.get("www-authenticate")]).toEqual([401, 'Basic realm="micro-pay"'])
  })

  test("is not asked for in a browser, which would open a box of its own", async ({ ctx }) => {
    const { status, headers } = await call(ctx, getJobs, { headers: BROWSER })
    expect([status, headers.get("www-authenticate")]).toEqual([401, null])
  })
})

describe("a session", () => {
  test("begins with the password and ends with the logout", async ({ ctx }) => {
    const cookie = await cookieOf(ctx)
    expect(cookie).toMatch(/^micropay_session=/)
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Lax/)
    expect((await call(ctx, getJobs, { headers: asCookie(cookie) })).status).toBe(200)
    expect((await call(ctx, getSession, { headers: asCookie(cookie) })).json).toMatchObject({
      operator: true,
      name: "admin",
    })
    const { headers } = await call(ctx, logOut, { headers: asCookie(cookie) })
    expect(headers.getSetCookie()[0]).toMatch(/^micropay_session=;.*Max-Age=0/)
    expect((await call(ctx, getSession)).json).toMatchObject({ operator: false, name: null })
    // On the server too: who has copied the cookie has nothing.
    expect((await call(ctx, getJobs, { headers: asCookie(cookie) })).status).toBe(401)
  })

  test("travels over https only, where there is https", async ({ ctx }) => {
    expect(await cookieOf(ctx)).not.toMatch(/; Secure/)
    expect(await cookieOf(ctx, { "x-forwarded-proto": "https" })).toMatch(/; Secure/)
  })

  test("is for https alone where PUBLIC_URL is, whatever a proxy says, and for this very host", async ({ ctx }) => {
    const config = { ...ctx.config, publicOrigin: "https://pay.example" }
    const cookie = await cookieOf({ ...ctx, config }, { "x-forwarded-proto": "http" })
    expect(cookie).toMatch(/^__Host-micropay_session=.*; Path=\/;.*; Secure/)
    expect((await call({ ...ctx, config }, getJobs, { headers: asCookie(cookie) })).status).toBe(200)
  })

  test("says nothing about the password: what is made of it opens no cookie", async ({ ctx }) => {
    const [, sealed = ""] = asCookie(await cookieOf(ctx)).cookie.split("=")
    const { genesisHash, platform } = ctx.chain
    const salts = [`micro-pay session ${genesisHash} ${platform.lockHash}`, "micro-pay operator session", ""]
    for (const password of [
      ADMIN_PASSWORD,
      ...salts.map((salt) => scryptSync(ADMIN_PASSWORD, salt, 32).toString("hex")),
    ])
      expect(await unsealData(sealed, { password: password.padEnd(32) })).toEqual({})
    const keyOf = async (purpose: KeyPurpose) => (await installationKey(ctx.db, purpose)).toString("hex")
    expect(await unsealData(sealed, { password: await keyOf("operator session") })).toEqual({
      token: expect.stringMatching(/^[\w-]{43}$/),
    })
    // A wallet's seal, which anybody can have, means nothing here.
    for (const other of ["wallet session", "device", "second factor"] as const)
      expect(await unsealData(sealed, { password: await keyOf(other) })).toEqual({})
  })

  test("is in the database as a hash only, and the installation's secret in no log", async ({ here, ctx }) => {
    const [, sealed = ""] = asCookie(await cookieOf(ctx)).cookie.split("=")
    const password = (await installationKey(ctx.db, "operator session")).toString("hex")
    const { token } = await unsealData<{ token: string }>(sealed, { password })
    const everything = await ctx.db.$queryRaw<{ row: string }[]>`SELECT s::text AS "row" FROM session s`
    expect(JSON.stringify(everything)).not.toContain(Buffer.from(token).toString("hex"))
    expect(JSON.stringify(everything)).not.toContain(token)
    const { secret } = await ctx.db.installationSecret.findUniqueOrThrow({ where: { id: 1 } })
    for (const form of ["hex", "base64"] as const)
      expect(JSON.stringify(here.lines)).not.toContain(Buffer.from(secret).toString(form))
  })

  test("ends with the password, and is worth nothing on another installation", async ({
    newInstance,
    ctx,
    otherDatabase,
  }) => {
    const headers = asCookie(await cookieOf(ctx))
    const changed = { ...ctx, config: { ...ctx.config, adminPassword: new Secret("another password") } }
    const elsewhere = (await newInstance(otherDatabase.url)).ctx
    expect((await call(ctx, getJobs, { headers })).status).toBe(200)
    expect((await call(changed, getJobs, { headers })).status).toBe(401)
    expect((await call(elsewhere, getJobs, { headers })).status).toBe(401)
  })

  test("does not begin with a wrong password", async ({ ctx }) => {
    const { status, headers } = await call(ctx, logIn, { body: { password: "wrong" }, headers: fromSomewhere() })
    expect([status, headers.getSetCookie()]).toEqual([401, []])
  })
})

describe("another site's page", () => {
  test.for<[string, Record<string, string>, number]>([
    ["of our own origin", { origin: "http://localhost:3000", "sec-fetch-site": "same-origin" }, 204],
    ["behind a proxy", { origin: "https://pay.example", "x-forwarded-host": "pay.example" }, 204],
    ["without a browser", {}, 204],
    ["of another site", { "sec-fetch-site": "cross-site" }, 403],
    ["of another port of this host", { "sec-fetch-site": "same-site", origin: "http://localhost:4000" }, 403],
    ["in an old browser", { origin: "https://evil.example" }, 403],
    ["in a sandbox", { origin: "null" }, 403],
  ])("cannot sign the operator in or out: a request %s", async ([_, headers, status], { ctx }) => {
    const login = await call(ctx, logIn, {
      body: { password: ADMIN_PASSWORD },
      headers: { ...fromSomewhere(), ...headers },
    })
    const logout = await call(ctx, logOut, { headers })
    expect([login.status, logout.status]).toEqual([status, status])
  })
})

describe("guessing", () => {
  test("stops after ten wrong passwords from one address, for a right one too", async ({ ctx }) => {
    const headers = fromSomewhere()
    const guess = (password: string) => call(ctx, logIn, { body: { password }, headers })
    const statuses = await Promise.all(
      Array.from({ length: 12 }, (_, i) => guess(`guess ${i}`).then(({ status }) => status)),
    )
    expect(statuses.sort()).toEqual([...Array(10).fill(401), 429, 429])
    const { status, headers: reply } = await guess(ADMIN_PASSWORD)
    expect(status).toBe(429)
    expect(Number(reply.get("retry-after"))).toBeGreaterThan(0)
    expect((await call(ctx, getJobs, { headers: { ...basic("admin", ADMIN_PASSWORD), ...headers } })).status).toBe(429)
    expect((await call(ctx, logIn, { body: { password: ADMIN_PASSWORD }, headers: fromSomewhere() })).status).toBe(204)
  })

  test("does not hinder who knows the password", async ({ ctx }) => {
    const headers = fromSomewhere()
    for (let i = 0; i < 15; i++) {
      expect((await call(ctx, logIn, { body: { password: ADMIN_PASSWORD }, headers })).status).toBe(204)
    }
  })

  test("the nearest proxy's word counts, not what the client says before it", async ({ ctx }) => {
    const statuses = []
    for (let i = 0; i < 11; i++) {
      const headers = { "x-forwarded-for": `198.51.100.${i}, 203.0.113.250` }
      statuses.push((await call(ctx, logIn, { body: { password: "wrong" }, headers })).status)
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429])
  })
})
