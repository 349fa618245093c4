import { expect } from "vitest"
import { AppError } from "@/lib/errors"
import { shannons } from "@/lib/money"
import { endTransaction } from "@/lib/operator/end-transaction"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { trimPool } from "@/lib/pool/trim"
import { raiseFees } from "@/lib/settlement/raise-fee"
import { settle } from "@/lib/settlement/settle"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import { topUp } from "@/lib/withdrawal/top-up"
import type { Stage } from "./crash-case"
import { lookAt, orderOf } from "./orders"
import { feesHaveRisen, type Heard } from "./scenarios"

/** The same request again; where that is refused, because the first was never booked, a new one. */
export async function askAgain({ platform, sender, receiver, job }: Stage, heard: Heard | undefined): Promise<void> {
  const { ctx } = platform
  const amount = shannons(BigInt(job.amount))
  const signed = heard && "signed" in heard ? heard : undefined
  const order = orderOf(job.scenario, amount, receiver.address)
  if (order) {
    const seen = heard && "inputs" in heard ? heard : await lookAt(ctx, order)
    await unlessMismatch(order.carryOut(ctx, seen))
  } else if (job.scenario === "trim pool") {
    await trimPool(ctx)
  } else if (job.scenario === "top up") {
    await topUp(ctx)
  } else if (job.scenario === "raise a fee") {
    // A server that died before there was a payout to raise makes it first.
    for (let blocks = 0; (await ctx.db.settlement.count()) === 0 && blocks < 10; blocks++) {
      await platform.mine()
      await settle(ctx)
    }
    await raiseFees(await feesHaveRisen(ctx))
  } else if (job.scenario === "pay and settle") {
    if (signed) {
      const request = { paymentId: BigInt(signed.id), rawTx: signed.signed }
      const first = await submitPayment(ctx, request)
      expect(await submitPayment(ctx, request)).toEqual(first)
      return
    }
    const { paymentId, rawTx } = await preparePayment(ctx, {
      sender: sender.address,
      receiver: receiver.address,
      amount,
      splits: [],
    })
    await submitPayment(ctx, { paymentId, rawTx: await sender.sign(rawTx) })
  } else if (job.scenario === "end a payment") {
    const stuck = await ctx.db.chainTransaction.findFirst({ where: { status: "signed", paymentId: { not: null } } })
    if (!stuck?.paymentId) return
    const why = { reason: "asked again", actor: "command" } as const
    await unlessMismatch(endTransaction(ctx, { paymentId: stuck.paymentId }, why))
  } else if (job.scenario === "withdraw") {
    if (signed) {
      await submitWithdrawal(ctx, { withdrawalId: BigInt(signed.id), rawTx: signed.signed })
      return
    }
    const { withdrawalId, rawTx } = await prepareWithdrawal(ctx, { receiver: receiver.address, amount })
    await submitWithdrawal(ctx, { withdrawalId, rawTx: await receiver.sign(rawTx) })
  }
}

/** Refused when the first was carried out. */
async function unlessMismatch(asked: Promise<unknown>): Promise<void> {
  await asked.catch((error: unknown) => {
    if (!(error instanceof AppError && error.code === "STATE_MISMATCH")) throw error
  })
}
