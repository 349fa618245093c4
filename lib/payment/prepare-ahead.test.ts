import { expect } from "vitest"
import { NoPlatformCell, Paused } from "@/lib/errors"
import { pause } from "@/lib/pause"
import { takeHold } from "@/lib/pool/take-hold"
import { payment } from "@/test/support/payment"
import { submitStage } from "./submit.fixture"

const it = submitStage()

it("of prepares that follow each other each finds its cell chosen by the one before", async ({
  ctx,
  prepare,
  walletWith,
}) => {
  const senders = [await walletWith("100"), await walletWith("100"), await walletWith("100")]
  const cells = new Set<bigint>()
  for (const sender of senders) cells.add((await payment(ctx, (await prepare(sender)).paymentId)).platformCellId)
  expect(cells.size).toBe(3)
  const held = await ctx.db.platformCell.count({ where: { heldAt: { not: null } } })
  // The last one has chosen a cell, too.
  expect(held).toBe(4)
  await takeHold(ctx)
  expect(await ctx.db.platformCell.count({ where: { heldAt: { not: null } } })).toBe(held)
})

it("a cell that was chosen ahead and is taken meanwhile is not offered", async ({
  newPlatform,
  prepare,
  submit,
  walletWith,
}) => {
  const { ctx } = await newPlatform({ cells: 2 })
  const [one, other] = [await walletWith("100"), await walletWith("100")]
  await prepare(one, "2", ctx)
  // The second one chooses a cell for the third: there are two, and both are held.
  const second = await prepare(other, "2", ctx)
  const { platformCellId } = await payment(ctx, second.paymentId)
  await ctx.db.$executeRaw`UPDATE platform_cell SET state = 'claimed' WHERE id <> ${platformCellId}`
  for (const _ of [1, 2]) {
    const { paymentId } = await prepare(await walletWith("100"), "2", ctx)
    expect((await payment(ctx, paymentId)).platformCellId).toBe(platformCellId)
  }
  await submit(second, await other.sign(second.rawTx), ctx)
  await expect(prepare(await walletWith("100"), "2", ctx)).rejects.toThrow(NoPlatformCell)
})

it("nor is one that is kept for payouts by then", async ({ newPlatform, prepare, walletWith }) => {
  const { ctx } = await newPlatform({ cells: 2 })
  const senders = [await walletWith("100"), await walletWith("100"), await walletWith("100")] as const
  await prepare(senders[0], "2", ctx)
  const { paymentId } = await prepare(senders[1], "2", ctx)
  const { platformCellId } = await payment(ctx, paymentId)
  await ctx.db.$executeRaw`UPDATE platform_cell SET reserved = true WHERE id <> ${platformCellId}`
  const late = await prepare(senders[2], "2", ctx)
  expect((await payment(ctx, late.paymentId)).platformCellId).toBe(platformCellId)
})

it("and none while an alarm is open", async ({ newPlatform, prepare, walletWith }) => {
  const { ctx } = await newPlatform({ cells: 4 })
  const senders = [await walletWith("100"), await walletWith("100"), await walletWith("100")] as const
  await prepare(senders[0], "2", ctx)
  await prepare(senders[1], "2", ctx)
  await pause(ctx.db, { scope: "all", reason: "alarm", detail: "it rang" })
  await expect(prepare(senders[2], "2", ctx)).rejects.toThrow(Paused)
})
