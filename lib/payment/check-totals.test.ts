import { expect } from "vitest"
import { refundPayment } from "@/lib/refund/refund"
import { ckb, pay } from "@/test/support/payment"
import { runAsOwner } from "@/test/support/postgres"
import { sharedStage } from "@/test/support/stage"
import { checkTotals } from "./check-totals"

const test = sharedStage({ senderHas: ["1000"] })

test("what is counted is what was paid, and what was changed behind the counters' back is named", async ({
  chain,
  platform,
  ctx,
  sender,
  receiver,
}) => {
  const { paymentId } = await pay(platform, chain, sender, receiver, ckb("3"))
  await refundPayment(ctx, { paymentId, amount: ckb("1") })
  expect(await checkTotals(ctx)).toEqual({ checked: 3 })
  await expect(ctx.db.$executeRaw`UPDATE payment_total SET count = 7`).rejects.toThrow(/denied|append-only/)
  const wrong = (statement: string) =>
    runAsOwner(ctx.config.databaseUrl.reveal(), `SET LOCAL session_replication_role = replica; ${statement}`)
  await wrong("UPDATE payment_total SET amount = amount + 1 WHERE field = 'receiver'")
  await expect(checkTotals(ctx)).rejects.toThrow(/counted otherwise than paid: project 0, receiver 0x/)
  await wrong("DELETE FROM payment_total")
  await expect(checkTotals(ctx)).rejects.toThrow(/project 0, all 0x, infinity/)
  await wrong("UPDATE account_total SET amount = amount + 1 WHERE key = ''; DELETE FROM ledger_total")
  await expect(checkTotals(ctx)).rejects.toThrow(/booked: entries available of 0x; ledger capital infinity; ledger/)
})
