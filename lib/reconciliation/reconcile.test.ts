import { expect } from "vitest"
import { parseAddress } from "@/lib/chain/address"
import { getAccount } from "@/lib/receiver/account"
import { ckb, pay } from "@/test/support/payment"
import { runAsOwner } from "@/test/support/postgres"
import { sharedStage } from "@/test/support/stage"
import { reconcile } from "./reconcile"

const EXACT = { ok: true, pool: { difference: 0n }, owed: { difference: 0n } }

const it = sharedStage({ senderHas: ["1000"] })
  /** Behind the back of every guard and every counter. */
  .extend("tamper", { scope: "file" }, ({ ctx }) => (statement: string) => {
    const url = ctx.config.databaseUrl.reveal()
    return runAsOwner(url, `SET LOCAL session_replication_role = replica; ${statement}`)
  })
  .extend("pass", { scope: "file" }, ({ ctx }) => async (hours: number) => {
    await ctx.db.$executeRaw`
      UPDATE reconciliation_watch SET seen_at = seen_at - ${hours} * interval '1 hour',
        full_at = full_at - ${hours} * interval '1 hour'`
  })

it("finds in what was booked lately whatever was changed in it, and what is older once a day", async ({
  chain,
  platform,
  ctx,
  sender,
  receiver,
  tamper,
  pass,
}) => {
  const { paymentId: old } = await pay(platform, chain, sender, receiver, ckb("3"))
  // The first run adds up all rows; two more, and what was booked until now is old.
  for (let run = 0; run < 3; run++) {
    expect(await reconcile(ctx)).toMatchObject(EXACT)
    await pass(1)
  }
  const change = (id: bigint, by: string) =>
    tamper(`UPDATE account SET amount = amount ${by} WHERE payment_id = ${id} AND kind = 'receiver'`)
  await change(old, "- 1")
  expect(await reconcile(ctx)).toMatchObject(EXACT)
  await pass(24)
  const missing = { ok: false, pool: { difference: 0n }, owed: { difference: -1n } }
  expect(await reconcile(ctx)).toMatchObject(missing)
  expect(await reconcile(ctx)).toMatchObject(missing)
  await change(old, "+ 1")
  expect(await reconcile(ctx)).toMatchObject(EXACT)

  const { paymentId: young } = await pay(platform, chain, sender, receiver, ckb("3"))
  await change(young, "- 1")
  expect(await reconcile(ctx)).toMatchObject(missing)
  await change(young, "+ 1")
  const line = `account = 'pool' AND payment_id = ${young}`
  await tamper(`UPDATE ledger_entry SET amount = amount - 1 WHERE ${line}`)
  expect(await reconcile(ctx)).toMatchObject({ ok: false, pool: { difference: 1n } })
  await tamper(`UPDATE ledger_entry SET amount = amount + 1 WHERE ${line}`)
  expect(await reconcile(ctx)).toMatchObject(EXACT)
})

it("does not take the totals' word when these were changed", async ({ ctx, receiver, tamper }) => {
  expect(await reconcile(ctx)).toMatchObject(EXACT)
  const party = await parseAddress(ctx.chain, receiver.address)
  const { available } = await getAccount(ctx, party)
  await tamper("UPDATE account_total SET amount = amount + 1 WHERE status = 'available'")
  expect((await getAccount(ctx, party)).available).toBe(available + 1n)
  await expect(reconcile(ctx)).rejects.toThrow("the totals of the books are not what their rows come to")
  await tamper("UPDATE account_total SET amount = amount - 1 WHERE status = 'available'")
  await tamper("UPDATE ledger_total SET amount = amount + 1 WHERE account = 'pool'")
  await expect(reconcile(ctx, { full: true })).rejects.toThrow("the totals of the books")
  await tamper("UPDATE ledger_total SET amount = amount - 1 WHERE account = 'pool'")
  expect(await reconcile(ctx, { full: true })).toMatchObject(EXACT)
})
