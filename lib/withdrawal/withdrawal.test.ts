import { ccc } from "@ckb-ccc/core"
import { expect } from "vitest"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { settle } from "@/lib/settlement/settle"
import { CONFLICT } from "@/test/support/conflict"
import { ckb, pay, statusOf } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { createWallet } from "@/test/support/wallet"
import { prepareWithdrawal } from "./prepare"
import { getWithdrawal } from "./query"
import { submitWithdrawal } from "./submit"

const stage = freshStage({ env: { PLATFORM_FEE_BPS: "0" }, receiverHas: ["61"] }).extend(
  "withdraw",
  ({ ctx, receiver }) =>
    async (amount?: bigint) => {
      const prepared = await prepareWithdrawal(ctx, {
        receiver: receiver.address,
        ...(amount === undefined ? {} : { amount: amount as ReturnType<typeof ckb> }),
      })
      const rawTx = await receiver.sign(prepared.rawTx)
      return {
        ...prepared,
        rawTx,
        submit: () => submitWithdrawal(ctx, { withdrawalId: prepared.withdrawalId, rawTx }),
      }
    },
)

describeOnEachStage("a withdrawal", stage, (it) => {
  it("brings exactly the amount less the network fee into a cell that the receiver owns", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    withdraw,
  }) => {
    const { paymentId } = await pay(platform, chain, sender, receiver, ckb("3"))
    const withdrawal = await withdraw()
    expect(withdrawal.amount).toBe(ckb("3"))
    expect(await withdrawal.submit()).toMatchObject({ status: "submitted" })
    expect(await withdrawal.submit()).toMatchObject({ status: "submitted" })
    await chain.commit(withdrawal.txHash)
    await platform.follow()
    expect(await withdrawal.submit()).toMatchObject({ status: "confirmed" })
    expect(await receiver.balance()).toBe(ckb("64") - withdrawal.networkFee)
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "confirmed", entries: ["paid"] })
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { ledger: 0n } })
  })

  it("of a part splits the last entry, and the rest stays payable", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    withdraw,
  }) => {
    const { paymentId } = await pay(platform, chain, sender, receiver, ckb("3"))
    const withdrawal = await withdraw(ckb("1"))
    await withdrawal.submit()
    await chain.commit(withdrawal.txHash)
    await platform.follow()
    const entries = await ctx.db.entry.findMany({ where: { paymentId }, orderBy: { id: "asc" } })
    expect(entries.map(({ amount, status }) => [amount, status])).toEqual([
      [ckb("1"), "paid"],
      [ckb("2"), "available"],
    ])
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { ledger: ckb("2") } })
  })

  it("takes several platform cells when one has too little to spare", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    withdraw,
  }) => {
    await pay(platform, chain, sender, receiver, ckb("50"))

    const withdrawal = await withdraw()
    const tx = ccc.Transaction.fromBytes(withdrawal.rawTx)
    expect(tx.inputs.length).toBe(2)
    await withdrawal.submit()
    await chain.commit(withdrawal.txHash)
    await platform.follow()

    await pay(platform, chain, sender, receiver, ckb("1"))
    await ctx.db
      .$executeRaw`UPDATE platform_cell SET state = 'quarantined' WHERE state = 'free' AND capacity > 6500000000`
    await pay(platform, chain, sender, receiver, ckb("5"))
    await ctx.db
      .$executeRaw`UPDATE platform_cell SET state = 'quarantined' WHERE state = 'free' AND capacity > 6500000000`
    const thin = await withdraw()
    expect(ccc.Transaction.fromBytes(thin.rawTx).inputs.length).toBeGreaterThan(2)
    await thin.submit()
    await chain.commit(thin.txHash)
    await platform.follow()
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { ledger: 0n } })
  })

  it("and a settlement never pay the same entry, whichever comes first", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    withdraw,
  }) => {
    await pay(platform, chain, sender, receiver, ckb("70"))
    const late = await withdraw(ckb("3"))
    expect((await settle(ctx)).settlements).toHaveLength(1)
    await expect(late.submit()).rejects.toMatchObject(CONFLICT)

    await pay(platform, chain, sender, receiver, ckb("70"))
    const early = await withdraw()
    await early.submit()
    expect(await settle(ctx)).toEqual({ settlements: [] })
    await chain.commit(early.txHash)
    await platform.follow()
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { ledger: 0n } })
  })

  it("of a balance that another one has taken is refused for that, whatever cells it would use", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    withdraw,
  }) => {
    await pay(platform, chain, sender, receiver, ckb("3"))
    const late = await withdraw()
    // The other one gets another cell, so that nothing but the entries stands between the two.
    await ctx.db.$executeRaw`
      UPDATE platform_cell SET state = 'quarantined'
      WHERE id = ANY((SELECT platform_cell_ids FROM withdrawal)::bigint[])`
    await (await withdraw()).submit()
    await ctx.db.$executeRaw`UPDATE platform_cell SET state = 'free' WHERE state = 'quarantined'`
    await expect(late.submit()).rejects.toMatchObject({ code: "STATE_MISMATCH" })
    expect(await ctx.db.settlement.count()).toBe(1)
  })

  it("that is submitted ten times at once is one transaction", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    withdraw,
  }) => {
    await pay(platform, chain, sender, receiver, ckb("3"))
    const withdrawal = await withdraw()
    const replies = await Promise.all(Array.from({ length: 10 }, () => withdrawal.submit()))
    expect(new Set(replies.map((reply) => `${reply.status} ${reply.txHash}`)).size).toBe(1)
    expect(await ctx.db.settlement.count()).toBe(1)
  })

  it("is refused with what to do: too much, too little for the fee, a wallet without a cell, a stranger's signature", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
  }) => {
    await pay(platform, chain, sender, receiver, ckb("3"))
    const prepare = (address: string, amount: bigint) =>
      prepareWithdrawal(ctx, { receiver: address, amount: amount as ReturnType<typeof ckb> })
    await expect(prepare(receiver.address, ckb("3.00000001"))).rejects.toMatchObject({ code: "INSUFFICIENT_BALANCE" })
    await expect(prepare(receiver.address, 500n)).rejects.toMatchObject({ code: "INSUFFICIENT_BALANCE" })
    const empty = await createWallet(chain)
    await pay(platform, chain, sender, empty, ckb("3"))
    await expect(prepare(empty.address, ckb("1"))).rejects.toMatchObject({ code: "INSUFFICIENT_BALANCE" })

    const { withdrawalId, rawTx } = await prepare(receiver.address, ckb("1"))
    await expect(submitWithdrawal(ctx, { withdrawalId, rawTx })).rejects.toMatchObject({ code: "INVALID_SIGNATURE" })
    expect(await getWithdrawal(ctx, withdrawalId)).toMatchObject({ status: "prepared" })
  })
})
