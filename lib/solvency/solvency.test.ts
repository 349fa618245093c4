import pino from "pino"
import { expect } from "vitest"
import type { Context } from "@/lib/context"
import { type Hex, toHex } from "@/lib/hex"
import { pause } from "@/lib/pause"
import { provableReceipt } from "@/lib/payment/receipt"
import { addUp, LEAF_BYTES, leavesFor } from "@/lib/proof/liabilities"
import { readCells } from "@/lib/proof/reserves"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { refundPayment } from "@/lib/refund/refund"
import { settle } from "@/lib/settlement/settle"
import { asOperator } from "@/test/support/actors"
import type { TestPlatform } from "@/test/support/context"
import { ckb, pay, send, sendAgain } from "@/test/support/payment"
import { replaceBlocksAfter } from "@/test/support/reorganise"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { accountProof } from "./account-proof"
import { anchorEpoch } from "./anchor"
import { listCredits } from "./credits"
import { makeEpoch } from "./make-epoch"
import { sha256 } from "./pieces"
import { getEpoch, getFile } from "./query"

const EVERY = 20n
/** The role of the server has no right to it, and the table no way. */
const FIXED = /permission denied|append-only/
const stage = freshStage({
  senderHas: ["1000", "1000"],
  cells: 6,
  reserve: ckb("10000"),
  env: { CONFIRMATIONS: "3", SOLVENCY_BLOCKS: String(EVERY) },
})

describeOnEachStage("a proof of solvency", stage, (it) => {
  it("says what was owed and held at its block, whatever has happened since", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    walletWith,
  }) => {
    const other = await walletWith()
    await pay(platform, chain, sender, receiver, ckb("100"))
    const refunded = await pay(platform, chain, sender, other, ckb("50"))
    await platform.mine(4)
    // One payout is in a block before, one after, and one payment is in the very block.
    expect((await settle(ctx)).settlements).toHaveLength(1)
    await sendAgain(ctx)
    await platform.mine(5)
    await refundPayment(asOperator(ctx), { paymentId: refunded.paymentId, amount: ckb("10"), reason: "broken" })
    await pay(platform, chain, sender, receiver, ckb("90"))
    await platform.mine(4)
    await toBlockBefore(platform)
    const last = await send(ctx, sender, other, ckb("7"))
    await chain.commit(last.txHash)
    await platform.follow()
    await toBlockBefore(platform, 0n)
    const then = await asOfNow(ctx)
    expect((await settle(ctx)).settlements).toHaveLength(1)
    await sendAgain(ctx)
    await pay(platform, chain, sender, other, ckb("20"))
    await platform.mine(4)

    const block = await makeEpoch(ctx)
    expect(block).toBe(then.block)
    expect(await asOfNow(ctx)).not.toEqual(then)
    const epoch = await getEpoch(ctx, then.block)
    expect({ owed: epoch.owed.total, held: epoch.held.total }).toEqual({
      owed: sum(then.owed.values()),
      held: sum(then.cells.values()),
    })
    const cells = readCells(await getFile(ctx, then.block, "cells")) ?? []
    expect(new Map(cells.map((cell) => [`${cell.txHash}:${cell.index}`, cell.capacity]))).toEqual(then.cells)
    for (const [lockHash, amount] of then.owed) expect((await accountProof(ctx, lockHash)).owed).toBe(amount)
    expect((await accountProof(ctx, `0x${"00".repeat(32)}`)).owed).toBe(0n)
    expect(then.owed.size).toBe(3)
    expect((await reconcile(ctx)).ok).toBe(true)
  })

  it("is made once for a block, when that is final, and each hangs on the one before", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
  }) => {
    await pay(platform, chain, sender, receiver, ckb("3"))
    await toBlockBefore(platform, 0n)
    const { number } = await tip(ctx)
    await platform.mine(1)
    expect(await makeEpoch(ctx).then((made) => made ?? 0n)).toBeLessThan(number)
    // What stood at that height, and may not stay there.
    await replaceBlocksAfter(chain, number - 2n)
    await platform.follow()
    await platform.mine(3)
    expect(await makeEpoch(ctx)).toBe(number)
    expect(await makeEpoch(ctx)).toBeUndefined()
    const first = await getEpoch(ctx, number)
    expect(first.block.hash).toBe(await chain.rpc("get_block_hash", `0x${number.toString(16)}`))
    const leaves = await getFile(ctx, number, "leaves")
    expect(leaves.length / LEAF_BYTES).toBe(leavesFor(1))
    expect(toHex(sha256(leaves))).toBe(first.owed.leavesHash)
    expect(root(leaves, first)).toEqual({ root: first.owed.root, total: first.owed.total })

    await platform.mine(Number(EVERY) + 2)
    expect(await makeEpoch(ctx)).toBe(number + EVERY)
    expect((await getEpoch(ctx, number + EVERY)).previous).toBe(first.hash)
    await expect(ctx.db.$executeRaw`UPDATE solvency_epoch SET owed = 0`).rejects.toThrow(FIXED)
    await expect(ctx.db.$executeRaw`DELETE FROM solvency_epoch`).rejects.toThrow(FIXED)
    await expect(ctx.db.$executeRaw`UPDATE solvency_file SET secret = ${new Uint8Array(32)}`).rejects.toThrow(FIXED)
  })

  it("is not made of books that lack transactions of the chain; a deficit is no reason to be silent", async ({
    platform,
    ctx,
  }) => {
    await toBlockBefore(platform, 0n)
    await platform.mine(3)
    const outside = { reason: "platform_cell_spent_outside", detail: "by 0x12" }
    await pause(ctx.db, { scope: "all", ...outside })
    expect(await makeEpoch({ ...ctx, log: pino({ level: "silent" }) })).toBeUndefined()
    await ctx.db.pause.updateMany({ data: { resolvedAt: new Date() } })
    await pause(ctx.db, { scope: "all", reason: "reconciliation_deficit", detail: "less" })
    expect(await makeEpoch(ctx)).toBeDefined()
  })

  it("stands on the chain by its hash, once an hour", async ({ chain, platform, ctx }) => {
    await toBlockBefore(platform, 0n)
    await platform.mine(3)
    expect(await anchorEpoch(ctx)).toBeUndefined()
    const block = (await makeEpoch(ctx)) as bigint
    const pool = await poolOf(ctx)
    const id = await anchorEpoch(ctx)
    expect(await anchorEpoch(ctx)).toBeUndefined()
    const operation = await ctx.db.poolOperation.findUniqueOrThrow({ where: { id: id as bigint } })
    await chain.commit(toHex(operation.txHash))
    await platform.mine(3)
    const { hash, anchor } = await getEpoch(ctx, block)
    expect(anchor).toMatchObject({ txHash: toHex(operation.txHash), status: "confirmed" })
    const { transaction } = await chain.rpc<{ transaction: { inputs: unknown[]; witnesses: Hex[] } }>(
      "get_transaction",
      toHex(operation.txHash),
    )
    expect(transaction.inputs).toHaveLength(1)
    expect(Buffer.from((transaction.witnesses[1] as Hex).slice(2), "hex").toString()).toBe(
      `micro-pay solvency 1\n${block} ${hash}`,
    )
    expect(await poolOf(ctx)).toEqual({ cells: pool.cells, capacity: pool.capacity - operation.networkFee })
    expect(operation.networkFee).toBeLessThan(1_500n)
    expect((await reconcile(ctx)).ok).toBe(true)

    // An hour later the newest is put there, and not before there is another.
    await ctx.db.$executeRaw`UPDATE pool_operation SET created_at = created_at - interval '61 minutes'`
    expect(await anchorEpoch(ctx)).toBeUndefined()
    await platform.mine(Number(EVERY))
    await makeEpoch(ctx)
    expect(await anchorEpoch(ctx)).toBeDefined()
  })

  it("gives each party what they add up by themselves", async ({ chain, platform, ctx, sender, receiver }) => {
    const paid = await pay(platform, chain, sender, receiver, ckb("10"))
    await platform.mine(3)
    const { id } = await refundPayment(asOperator(ctx), { paymentId: paid.paymentId, amount: ckb("2"), reason: "late" })
    const [credit, ...more] = (await listCredits(ctx, receiver.lock.hash() as Hex, { limit: 10 })).items
    expect(more).toEqual([])
    expect(credit).toMatchObject({
      receipt: {
        payment_id: Number(paid.paymentId),
        tx_hash: paid.txHash,
        salt: paid.salt,
        sender: sender.address,
        shares: [
          { kind: "fee", address: ctx.chain.platform.address, amount: ckb("0.1") },
          { kind: "receiver", address: receiver.address, amount: ckb("9.9") },
        ],
      },
      refunds: [{ id, taken: ckb("2"), given: 0n }],
    })
    expect(credit?.receipt).toEqual(await provableReceipt(ctx, paid.paymentId))
    const given = (await listCredits(ctx, sender.lock.hash() as Hex, { limit: 10 })).items
    expect(given).toMatchObject([{ receipt: { tx_hash: paid.txHash }, refunds: [{ id, taken: 0n, given: ckb("2") }] }])
  })
})

const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((total, amount) => total + amount, 0n)

async function tip({ db }: Context) {
  return db.block.findFirstOrThrow({ orderBy: { number: "desc" } })
}

/** Makes blocks until so many are missing to the next epoch's. */
async function toBlockBefore(platform: TestPlatform, missing = 1n): Promise<void> {
  const { number } = await tip(platform.ctx)
  const more = (2n * EVERY - missing - (number % EVERY)) % EVERY
  if (more > 0n) await platform.mine(Number(more))
}

/** What is owed to each lock and which cells are live, by the newest block that was taken in. */
async function asOfNow({ db }: Context) {
  const { number } = await tip({ db } as Context)
  const owed = await db.$queryRaw<{ lock_hash: Uint8Array; amount: string }[]>`
    SELECT a.lock_hash, sum(a.amount)::text AS amount FROM account a
    JOIN payment p ON p.id = a.payment_id LEFT JOIN settlement s ON s.id = a.settlement_id
    WHERE a.kind <> 'fee' AND p.status IN ('committed', 'confirmed') AND a.status <> 'reversed'
      AND (s.id IS NULL OR s.status NOT IN ('committed', 'confirmed'))
    GROUP BY 1`
  const cells = await db.platformCell.findMany({ where: { state: { in: ["free", "claimed", "quarantined"] } } })
  return {
    block: number,
    owed: new Map(owed.map(({ lock_hash, amount }) => [toHex(lock_hash), BigInt(amount)])),
    cells: new Map(cells.map((cell) => [`${toHex(cell.txHash)}:${cell.outputIndex}`, cell.capacity])),
  }
}

async function poolOf({ db }: Context): Promise<{ cells: number; capacity: bigint }> {
  const cells = await db.platformCell.findMany({ where: { state: { in: ["free", "claimed"] } } })
  return { cells: cells.length, capacity: sum(cells.map(({ capacity }) => capacity)) }
}

function root(file: Uint8Array, { genesisHash, block }: { genesisHash: Hex; block: { number: bigint } }) {
  const work = addUp(sha256, { genesisHash: Buffer.from(genesisHash.slice(2), "hex"), block: block.number }, file)
  for (;;) {
    const step = work.next()
    if (!step.done) continue
    if ("fault" in step.value) throw new Error(step.value.fault)
    return { root: toHex(step.value.root), total: step.value.total }
  }
}
