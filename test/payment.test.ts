import { ccc } from "@ckb-ccc/core"
import { expect } from "vitest"
import { shannons } from "@/lib/money"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { settle } from "@/lib/settlement/settle"
import { ckb } from "./support/payment"
import { describeOnEachStage, sharedStage } from "./support/stage"
import { createWallet } from "./support/wallet"

const stage = sharedStage()

describeOnEachStage("a payment", stage, (it) => {
  it("moves exactly its amount from the sender's cell to a platform cell, and its entries sum to it", async ({
    chain,
    platform,
    ctx,
  }) => {
    const [sender, receiver, splitter] = [
      await createWallet(chain),
      await createWallet(chain),
      await createWallet(chain),
    ]
    await chain.fund(sender.address, ckb("100"))
    const prepared = await preparePayment(ctx, {
      sender: sender.address,
      receiver: receiver.address,
      amount: ckb("2"),
      splits: [{ receiver: splitter.address, bps: 1_000 }],
      info: "thanks",
    })
    const signed = await sender.sign(prepared.rawTx)
    const submitted = await submitPayment(ctx, { paymentId: prepared.paymentId, rawTx: signed })
    expect(submitted).toEqual({ paymentId: prepared.paymentId, txHash: prepared.txHash, status: "submitted" })
    await chain.commit(prepared.txHash)
    await platform.follow()

    expect(await submitPayment(ctx, { paymentId: prepared.paymentId, rawTx: signed })).toMatchObject({
      status: "confirmed",
    })
    expect(await sender.balance()).toBe(ckb("98") - prepared.networkFee)
    const tx = ccc.Transaction.fromBytes(prepared.rawTx)
    expect([tx.inputs.length, tx.outputs.length]).toEqual([2, 2])
    expect(tx.outputs[1]?.capacity).toBe(ckb("67"))
    const entries = await ctx.db.entry.findMany({ where: { paymentId: prepared.paymentId }, orderBy: { id: "asc" } })
    expect(entries.map(({ kind, amount, status }) => [kind, amount, status])).toEqual([
      ["fee", 2_000_000n, "available"],
      ["receiver", 178_200_000n, "available"],
      ["split", 19_800_000n, "available"],
    ])
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })

  it("is paid out when its receiver is owed 65 CKB, exactly, and not a shannon earlier", async ({
    chain,
    platform,
    ctx,
  }) => {
    const [sender, rich, poor] = [await createWallet(chain), await createWallet(chain), await createWallet(chain)]
    await chain.fund(sender.address, ckb("1000"))
    for (const [receiver, net] of [
      [rich, ckb("65")],
      [poor, ckb("64.99999999")],
    ] as const) {
      // The receiver's share is the amount less the fee of 1 %, rounded down.
      let amount = shannons((net * 10_000n) / 9_900n)
      while (amount - amount / 100n < net) amount = shannons(amount + 1n)
      expect(amount - amount / 100n).toBe(net)
      const prepared = await preparePayment(ctx, {
        sender: sender.address,
        receiver: receiver.address,
        amount,
        splits: [],
      })
      await submitPayment(ctx, { paymentId: prepared.paymentId, rawTx: await sender.sign(prepared.rawTx) })
      await chain.commit(prepared.txHash)
      await platform.follow()
    }
    const { settlements } = await settle(ctx)
    expect(settlements).toHaveLength(1)
    const settlement = await ctx.db.settlement.findUniqueOrThrow({ where: { id: settlements[0] ?? 0n } })
    await chain.commit(ccc.hexFrom(settlement.txHash))
    await platform.follow()
    expect(await rich.balance()).toBe(ckb("65"))
    expect(await poor.balance()).toBe(0n)
    expect(await ctx.db.entry.findMany({ where: { settlementId: settlement.id }, select: { isPayed: true } })).toEqual([
      { isPayed: true },
    ])
    expect(await settle(ctx)).toEqual({ settlements: [] })
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })
})
