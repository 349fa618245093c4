import { expect } from "vitest"
import { ckb, send } from "@/test/support/payment"
import { replaceBlockOf } from "@/test/support/reorganise"
import { sharedStage } from "@/test/support/stage"
import { preparePayment } from "./prepare"
import { getPayment } from "./query"
import { stepsOf } from "./steps"

const it = sharedStage()

it("each step of a payment has its time as soon as it has happened, and none before", async ({
  ctx,
  chain,
  platform,
  sender,
  receiver,
}) => {
  const nothing = { signedAt: null, blockNumber: null, committedAt: null, creditedAt: null }
  const terms = { sender: sender.address, receiver: receiver.address, amount: ckb("2"), splits: [] }
  expect(await stepsOf(ctx, (await preparePayment(ctx, terms)).paymentId)).toEqual(nothing)

  const { paymentId, txHash } = await send(ctx, sender, receiver, ckb("2"))
  expect(await stepsOf(ctx, paymentId)).toEqual({ ...nothing, signedAt: expect.any(Date) })
  await chain.commit(txHash)
  await platform.follow()
  const { steps, status } = await getPayment(ctx, paymentId)
  expect(status).toBe("confirmed")
  const [stored] = await ctx.db.chainTransaction.findMany({ where: { paymentId } })
  expect(steps).toMatchObject({ blockNumber: stored?.blockNumber, committedAt: stored?.committedAt })
  const [signed, committed, credited] = [steps.signedAt, steps.committedAt, steps.creditedAt].map(Number)
  expect(signed).toBeLessThanOrEqual(committed ?? 0)
  expect(committed).toBeLessThanOrEqual(credited ?? 0)
})

it("what a block that left the chain has taken back has not happened", async ({
  ctx,
  platform,
  chain,
  sender,
  receiver,
}) => {
  const { paymentId, txHash } = await send(ctx, sender, receiver, ckb("2"))
  await chain.commit(txHash)
  await platform.follow()
  await replaceBlockOf(chain, ctx, txHash)
  await platform.follow()
  expect(await stepsOf(ctx, paymentId)).toMatchObject({ blockNumber: null, committedAt: null, creditedAt: null })
})

it("a payment that does not exist has none", async ({ ctx }) => {
  expect(await stepsOf(ctx, 999_999_999n)).toBeUndefined()
})
