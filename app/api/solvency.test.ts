import { expect } from "vitest"
import * as solvency from "@/lib/http/api/solvency"
import { call, exhaust } from "@/lib/http/api.fixture"
import { makeEpoch } from "@/lib/solvency/make-epoch"
import { apiStage } from "@/test/support/api"
import { ckb, pay } from "@/test/support/payment"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"

const OURS = contractsSeenIn("app/api/solvency")
const test = apiStage({ env: { SOLVENCY_BLOCKS: "10" } }).extend(
  "epoch",
  { scope: "file" },
  async ({ chain, platform, ctx, sender, receiver }) => {
    for (let i = 0; i < 2; i++) {
      await pay(platform, chain, sender, receiver, ckb("5"))
      await platform.mine(10)
      await makeEpoch(ctx)
    }
    const { json } = await call(ctx, solvency.listEpochs, { query: { limit: "1" } })
    return json[0] as Record<string, unknown> & {
      block_number: number
      previous: string
      leaves: number
      cells: number
    }
  },
)

test("everybody reads what is owed and held, and nobody whose it is", async ({ ctx, elsewhere, epoch, receiver }) => {
  const params = { block: String(epoch.block_number) }
  expect(epoch).toMatchObject({ owed: "990000000", anchor: null, files: true, leaves: 64 })
  const { headers } = await call(ctx, solvency.listEpochs, { query: { limit: "1" } })
  const [, cursor] = /cursor=(\d+)>; rel="next"/.exec(headers.get("link") ?? "") ?? []
  const { json: older } = await call(elsewhere(), solvency.listEpochs, { query: { cursor: cursor ?? "" } })
  expect(older[0].hash).toBe(epoch.previous)
  expect((await call(elsewhere(), solvency.getEpoch, { params })).json).toEqual(epoch)
  const leaves = await call(elsewhere(), solvency.getLeaves, { params })
  expect(leaves.json).toHaveLength(epoch.leaves * 40)
  expect(leaves.headers.get("cache-control")).toContain("immutable")
  expect((await call(elsewhere(), solvency.getCells, { params })).json).toHaveLength(epoch.cells * 44)
  const said = JSON.stringify(epoch) + Buffer.from(leaves.json).toString("hex")
  for (const secret of [receiver.address, receiver.lock.hash().slice(2)]) expect(said).not.toContain(secret)
})

test("who owns an address gets its salts and its payments, and nobody else", async ({
  ctx,
  elsewhere,
  epoch,
  receiver,
  stranger,
  signedIn,
}) => {
  const params = { address: receiver.address }
  for (const contract of [solvency.getAccountProof, solvency.listCredits]) {
    expect((await call(elsewhere(), contract, { params })).status).toBe(401)
    expect((await call(elsewhere(), contract, { params, headers: await signedIn(stranger) })).status).toBe(403)
    expect((await call(elsewhere(), contract, { params, headers: await signedIn(receiver) })).status).toBe(200)
    expect((await call(ctx, contract, { params: { address: "nobody" } })).status).toBe(400)
    const far = elsewhere()
    const from = "198.51.100.7"
    exhaust(far, "read", from)
    expect((await call(far, contract, { params, headers: { "x-forwarded-for": from } })).status).toBe(429)
  }
  const { json: newest } = await call(ctx, solvency.getAccountProof, { params })
  expect(newest).toMatchObject({ block_number: epoch.block_number, owed: epoch.owed })
  const { json: none } = await call(ctx, solvency.getAccountProof, { params: { address: stranger.address } })
  expect(none).toMatchObject({ owed: "0", pieces: [] })
  const { json: credits } = await call(ctx, solvency.listCredits, { params, query: { limit: "1" } })
  expect(credits).toHaveLength(1)
  expect(credits[0].receipt.shares[1]).toEqual({ kind: "receiver", address: receiver.address, amount: "495000000" })
})

test("without the database each says that something is wrong, and nothing of what", async ({
  withoutDatabase,
  receiver,
}) => {
  for (const contract of OURS) {
    const { status, json } = await call(withoutDatabase, contract, {
      params: { address: receiver.address, block: "7" },
    })
    expect([status, json.code]).toEqual([500, "INTERNAL_ERROR"])
  }
})

test("there is nothing of other blocks, and files go after 90 days", async ({ ctx, epoch, elsewhere, receiver }) => {
  const ofBlock = [solvency.getEpoch, solvency.getLeaves, solvency.getCells]
  for (const contract of ofBlock) {
    expect((await call(ctx, contract, { params: { block: "7" } })).status).toBe(404)
    expect((await call(ctx, contract, { params: { block: "-7" } })).status).toBe(400)
    const far = elsewhere()
    exhaust(far, "read", "198.51.100.8")
    const headers = { "x-forwarded-for": "198.51.100.8" }
    expect((await call(far, contract, { params: { block: "7" }, headers })).status).toBe(429)
  }
  const far = elsewhere()
  exhaust(far, "read", "198.51.100.9")
  const headers = { "x-forwarded-for": "198.51.100.9" }
  expect((await call(far, solvency.listEpochs, { headers })).status).toBe(429)
  expect((await call(ctx, solvency.listEpochs, { query: { limit: "0" } })).status).toBe(400)

  await ctx.db.$executeRaw`DELETE FROM solvency_file`
  const params = { block: String(epoch.block_number) }
  expect((await call(ctx, solvency.getEpoch, { params })).json).toEqual({ ...epoch, files: false })
  expect((await call(ctx, solvency.getLeaves, { params })).status).toBe(404)
  expect((await call(ctx, solvency.getAccountProof, { params: { address: receiver.address } })).status).toBe(404)
})

everyReplyIsSeen("app/api/solvency")
