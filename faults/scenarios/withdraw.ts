import { inVerb } from "@/lib/failpoint"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import { ckb } from "@/test/support/payment"
import type { Scenario } from "../scenario"
import { followUntilQuiet } from "../scenario-steps"

const AMOUNT = ckb("20")

/** A receiver takes a part of what they are owed, and the chain has it. */
export const withdraw: Scenario = {
  stage: { paid: ckb("60") },
  run: async ({ ctx, receiver, say }) => {
    const request = { receiver: receiver.address, amount: AMOUNT }
    const { withdrawalId, rawTx } = await inVerb("prepare withdrawal", () => prepareWithdrawal(ctx, request))
    const signed = await receiver.sign(rawTx)
    say({ id: withdrawalId.toString(), signed })
    await inVerb("withdraw", () => submitWithdrawal(ctx, { withdrawalId, rawTx: signed }))
    await followUntilQuiet(ctx)
  },
  askAgain: async ({ platform: { ctx }, receiver, heard }) => {
    if (heard && "signed" in heard) {
      await submitWithdrawal(ctx, { withdrawalId: BigInt(heard.id), rawTx: heard.signed })
      return
    }
    const { withdrawalId, rawTx } = await prepareWithdrawal(ctx, { receiver: receiver.address, amount: AMOUNT })
    await submitWithdrawal(ctx, { withdrawalId, rawTx: await receiver.sign(rawTx) })
  },
  expect: async ({ client, withdrawals, received, expect }) => {
    if (client === "asks again") expect(withdrawals).toHaveLength(1)
    expect(withdrawals.length).toBeLessThanOrEqual(1)
    const [taken] = withdrawals
    expect(received).toBe(taken ? taken.amount - taken.networkFee : 0n)
  },
}
