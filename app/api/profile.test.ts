import { describe, expect } from "vitest"
import * as profile from "@/lib/http/api/profile"
import { call, exhaust } from "@/lib/http/api.fixture"
import { apiStage, fromSomewhere, OPERATOR } from "@/test/support/api"
import { TOO_LARGE } from "@/test/support/bad-input"
import { runAsOwner } from "@/test/support/postgres"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"
import type { Wallet } from "@/test/support/wallet"

const of = ({ address }: Wallet) => ({ params: { address } })
const ANA = { name: "ana", display_name: "Ana's blog", message: "Thank you!", presets: ["100000000", "500000000"] }

let names = 0
const newName = () => `page-${++names}`

const test = apiStage()
  .extend("ana", ({ walletWith }) => walletWith())
  .extend("eva", ({ walletWith }) => walletWith())
  .extend("set", ({ ctx, signedIn }) => async (owner: Wallet, body: unknown) => {
    const headers = await signedIn(owner, ctx)
    return call(ctx, profile.setProfile, { ...of(owner), body, headers })
  })
  .extend(
    "find",
    ({ ctx }) =>
      (name: string) =>
        call(ctx, profile.getProfile, { params: { name } }),
  )

describe("a receiver's page", () => {
  test("is made and changed by the signed-in owner only, and read by everybody", async ({
    ctx,
    ana,
    eva,
    signedIn,
    elsewhere,
    set,
    find,
  }) => {
    const body = { ...ANA, name: newName() }
    const make = async (headers: Record<string, string>) =>
      (await call(ctx, profile.setProfile, { ...of(ana), body, headers })).status
    expect(await make({})).toBe(401)
    expect(await make(OPERATOR)).toBe(401)
    expect(await make(await signedIn(eva, ctx))).toBe(403)
    expect(await make({ ...(await signedIn(ana, ctx)), "sec-fetch-site": "cross-site" })).toBe(403)
    expect((await call(ctx, profile.getProfileOf, of(ana))).json).toEqual({ profile: null, names_left: 6 })
    const made = { ...body, address: ana.address }
    expect((await set(ana, body)).json).toEqual({ profile: made, names_left: 5 })
    expect((await find(body.name)).json).toEqual(made)
    const stranger = { headers: fromSomewhere() }
    expect((await call(elsewhere(), profile.getProfileOf, { ...of(ana), ...stranger })).json.profile).toEqual(made)
    expect((await set(ana, { message: null })).json).toEqual({ profile: { ...made, message: null }, names_left: 5 })
  })

  test("is refused with a name that is not one, is the platform's, or deceives", async ({ ana, set }) => {
    for (const change of [
      ...["an", "Ana", "-ana", "ana-", "a--na", "ana b", "аna", "x".repeat(31)].map((name) => ({ name })),
      ...["", "A\u202Ena", "A\u200Bna", "A\nna", "x".repeat(41), " "].map((display_name) => ({ display_name })),
      { message: "x".repeat(501) },
      { presets: ["1", "1"] },
      { presets: ["0"] },
      { address: "x" },
    ]) {
      const { status, json } = await set(ana, { ...ANA, name: newName(), ...change })
      const [field = ""] = Object.keys(change)
      expect([status, json.errors?.[0]?.path.split("[")[0]], JSON.stringify(change)).toEqual([400, field])
    }
    for (const name of ["admin", "support", "micropay", "micro-pay-help", "ckb-official", "receipt"]) {
      const { status, json } = await set(ana, { ...ANA, name })
      expect([status, json.code, json.name_is], name).toEqual([409, "NAME_UNAVAILABLE", "reserved"])
    }
    expect((await set(ana, { name: newName() })).json).toMatchObject({ errors: [{ path: "display_name" }] })
    const large = await set(ana, TOO_LARGE)
    expect(large.status).toBe(413)
  })
})

describe("a name", () => {
  test("leads to who had it last, also after they have chosen another", async ({ ana, set, find }) => {
    const [first, second] = [newName(), newName()]
    await set(ana, { ...ANA, name: first })
    await set(ana, { name: second })
    expect((await find(first)).json).toMatchObject({ name: second, address: ana.address })
    await set(ana, { name: null })
    for (const name of [first, second]) expect((await find(name)).status).toBe(404)
  })

  test("is not somebody else's while it is had, nor for 90 days after", async ({ ctx, ana, eva, set, find }) => {
    const name = newName()
    const taken = { code: "NAME_UNAVAILABLE", name_is: "taken" }
    await set(ana, { ...ANA, name })
    expect((await set(eva, { ...ANA, name })).json).toMatchObject(taken)
    await set(ana, { name: null })
    expect((await set(eva, { ...ANA, name })).json).toMatchObject(taken)
    await runAsOwner(
      ctx.config.databaseUrl.reveal(),
      `SET LOCAL session_replication_role = replica;
       UPDATE profile_name SET taken_at = now() - interval '1 year', released_at = now() - interval '91 days'
       WHERE name = '${name}'`,
    )
    expect((await set(eva, { ...ANA, name })).status).toBe(200)
    expect((await find(name)).json).toMatchObject({ address: eva.address })
    expect((await set(ana, { name })).json).toMatchObject(taken)
  })

  test("is one person's when two want it at once", async ({ ana, eva, set }) => {
    const name = newName()
    const outcomes = await Promise.all([ana, eva].map((owner) => set(owner, { ...ANA, name })))
    expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test("is chosen six times and not more", async ({ ana, set }) => {
    for (let left = 5; left >= 0; left--)
      expect((await set(ana, { ...ANA, name: newName() })).json.names_left).toBe(left)
    const { json } = await set(ana, { name: newName() })
    expect(json).toMatchObject({ code: "NAME_UNAVAILABLE", name_is: "used_up" })
  })
})

test("each is a 500 without a database, and a 429 above its limit", async ({
  ana,
  signedIn,
  elsewhere,
  withoutDatabase,
}) => {
  const headers = await signedIn(ana)
  const params = { name: "nobody", address: ana.address }
  for (const contract of contractsSeenIn("app/api/profile")) {
    const given = { params, body: contract === profile.setProfile ? ANA : undefined }
    const { status, json } = await call(withoutDatabase, contract, { ...given, headers })
    expect([status, json.code], contract.path).toEqual([500, "INTERNAL_ERROR"])
    exhaust(elsewhere(), contract.limit ?? "read", headers["x-forwarded-for"])
    expect((await call(elsewhere(), contract, { ...given, headers })).status, contract.path).toBe(429)
  }
  expect((await call(elsewhere(), profile.getProfile, { params: { name: "-" } })).status).toBe(400)
  for (const contract of [profile.getProfileOf, profile.setProfile]) {
    const given = { params: { address: "x" }, body: contract === profile.setProfile ? {} : undefined }
    expect(
      (await call(elsewhere({}), contract, { ...given, headers: { ...headers, ...fromSomewhere() } })).status,
    ).toBe(400)
  }
})

everyReplyIsSeen("app/api/profile")
