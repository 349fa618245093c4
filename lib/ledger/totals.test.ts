import { expect } from "vitest"
import { toHex } from "@/lib/hex"
import { shannons } from "@/lib/money"
import { freshRowsStage, lockOf } from "@/lib/payment/rows.fixture"
import { getAccount } from "@/lib/receiver/account"
import { totalOwed } from "./entries"

const test = freshRowsStage({ minWithdrawal: shannons(65n), settlementCron: "* * * * *" })

test("who changes what a party is owed waits for nobody who does too, and both are counted", async ({
  db,
  ctx,
  rows,
}) => {
  const party = { lockHash: toHex(lockOf("r")), occupied: 61n } as Parameters<typeof getAccount>[1]
  const pay = (amount: bigint) => rows.payment({ status: "confirmed", entries: [{ receiver: "r", amount }] })
  const credit = (payment: bigint) => ({ where: { paymentId: payment }, data: { status: "available" } })
  const [first, second, third, fourth] = [await pay(1n), await pay(2n), await pay(4n), await pay(8n)]
  await db.entry.updateMany(credit(first))
  await db.$transaction(async (tx) => {
    await tx.entry.updateMany(credit(second))
    await db.entry.updateMany(credit(third))
    expect((await getAccount(ctx, party)).available).toBe(5n)
  })
  const undone = db.$transaction(async (tx) => {
    await tx.entry.updateMany(credit(fourth))
    throw new Error("undone")
  })
  await expect(undone).rejects.toThrow("undone")
  expect(await getAccount(ctx, party)).toMatchObject({ available: 7n, settling: 0n, paid: 0n })
  expect(await totalOwed(ctx)).toBe(7n)
})
