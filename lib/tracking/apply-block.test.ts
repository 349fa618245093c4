import { expect } from "vitest"
import { type Hex, toHex } from "@/lib/hex"
import { currentTip } from "@/lib/transaction/tip"
import { ckb, send, statusOf } from "@/test/support/payment"
import { sharedStage } from "@/test/support/stage"
import { createWallet } from "@/test/support/wallet"
import { applyBlock } from "./apply-block"

const it = sharedStage()

it("a block at a height that is taken in already, by another instance or on another branch, changes nothing", async ({
  chain,
  platform,
  ctx,
}) => {
  const [sender, receiver] = [await createWallet(chain), await createWallet(chain)]
  await chain.fund(sender.address, ckb("500"))
  await platform.follow()
  const { paymentId, txHash } = await send(ctx, sender, receiver, ckb("100"))
  const tip = await currentTip(ctx)
  if (!tip) throw new Error("nothing is followed")

  const other: Hex = `0x${"11".repeat(32)}`
  const block = {
    ...{ number: tip.number, hash: other, parentHash: other, platformCells: [] },
    epoch: { number: 0n, index: tip.number, length: 1_000n },
    // A reward comes first in every block; one that holds nothing else is not looked through.
    transactions: [
      { hash: other, inputs: [] },
      { hash: txHash, inputs: [] },
    ],
  }
  await applyBlock(ctx, block, tip.number)
  expect((await statusOf(ctx, paymentId)).payment).toBe("submitted")
  expect(await currentTip(ctx)).toEqual(tip)
})

it("a platform cell that a stranger spends makes all numbers jump, once for each alarm", async ({ ctx }) => {
  const lastId = async () => {
    const [row] = await ctx.db.$queryRaw<
      { id: bigint }[]
    >`SELECT nextval(pg_get_serial_sequence('payment', 'id')) AS id`
    return row?.id as bigint
  }
  const cells = await ctx.db.platformCell.findMany({ where: { state: "free" }, take: 3, orderBy: { id: "asc" } })
  let { number } = (await currentTip(ctx)) as { number: bigint }
  const spend = async (i: number) => {
    number += 1n
    const hash = (byte: string): Hex => `0x${byte.repeat(32)}`
    const cell = cells[i] as (typeof cells)[number]
    const inputs = [{ txHash: toHex(cell.txHash), index: cell.outputIndex }]
    const block = {
      ...{ number, hash: hash(`e${i}`), parentHash: hash("00"), platformCells: [] },
      epoch: { number: 0n, index: number, length: 1_000n },
      transactions: [{ hash: hash(`f${i}`), inputs }],
    }
    await applyBlock(ctx, block, 0n)
    return lastId()
  }
  const before = await lastId()
  const first = await spend(0)
  expect(first).toBe(before + 1_000_001n)
  expect(await spend(1)).toBe(first + 1n)
  await ctx.db.$executeRaw`UPDATE pause SET resolved_at = now()`
  expect(await spend(2)).toBe(first + 1_000_002n)
})
