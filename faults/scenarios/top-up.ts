import { ccc } from "@ckb-ccc/core"
import { inVerb } from "@/lib/failpoint"
import { topUp as topUpReceivers } from "@/lib/withdrawal/top-up"
import { ckb } from "@/test/support/payment"
import type { Scenario } from "../scenario"
import { comesThrough } from "../scenario-steps"
import { withdraw } from "./withdraw"

/** What somebody is owed under an anyone-can-pay lock goes into the cell that they have, and the chain has it. */
export const topUp: Scenario = {
  stage: { paid: ckb("60"), receiverLock: ccc.KnownScript.AnyoneCanPay },
  run: async ({ ctx }) => {
    await inVerb("top up", () => topUpReceivers(ctx))
    await comesThrough(ctx)
  },
  askAgain: async ({ platform: { ctx } }) => {
    await topUpReceivers(ctx)
  },
  expect: withdraw.expect,
}
