import { afterAll, beforeAll, expect, it } from "vitest"
import { buildPlatformTransaction } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import { fromHex } from "@/lib/hex"
import { freeCells } from "@/lib/pool/cells"
import { startDevnet, type TestChain } from "@/test/support/chain"
import { startPlatform, type TestPlatform } from "@/test/support/context"
import { ckb } from "@/test/support/payment"
import { signAndStore } from "./sign"

let chain: TestChain
let platform: TestPlatform
let ctx: Context

beforeAll(async () => {
  chain = await startDevnet()
  platform = await startPlatform(chain, { cells: 2 })
  ctx = platform.ctx
})
afterAll(async () => {
  await platform.stop()
  await chain.stop()
})

async function rearrangement(changeCapacity: string) {
  const cells = await freeCells(ctx, 2)
  const parts = { cells, payouts: [], changeCells: 2, changeCapacity: ckb(changeCapacity), feeRate: 1_500n }
  const built = await buildPlatformTransaction(ctx.chain, parts)
  if (!built) throw new Error("the pool's cells are too small")
  return built
}

const decide = (txHash: string, status = "signed") =>
  ctx.db.poolOperation.create({
    data: { kind: "split", networkFee: 1n, txHash: fromHex(txHash as `0x${string}`), status },
  })

it("only the transaction that was decided on is signed, and its bytes are stored in the same database transaction", async () => {
  const [ours, other] = [await rearrangement("65"), await rearrangement("62")]
  const { id } = await decide(ours.hash)
  const before = other.tx.witnesses[0]
  await expect(ctx.db.$transaction((db) => signAndStore(ctx, db, { poolOperationId: id }, other.tx))).rejects.toThrow(
    "not the one that was decided on",
  )
  expect(other.tx.witnesses[0]).toBe(before)
  expect(await ctx.db.chainTransaction.count()).toBe(0)

  const bytes = await ctx.db.$transaction((db) => signAndStore(ctx, db, { poolOperationId: id }, ours.tx))
  expect(await ctx.db.chainTransaction.findMany()).toMatchObject([
    { poolOperationId: id, bytes, txHash: fromHex(ours.hash) },
  ])
})

it("nothing is signed for an id that is not about to go out", async () => {
  const { tx, hash } = await rearrangement("63")
  const { id } = await decide(hash, "failed")
  for (const owner of [{ poolOperationId: id }, { paymentId: 404n }, { settlementId: 404n }])
    await expect(ctx.db.$transaction((db) => signAndStore(ctx, db, owner, tx))).rejects.toThrow("about to be signed")
})
