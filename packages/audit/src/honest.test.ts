import { expect } from "vitest"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { refundPayment } from "@/lib/refund/refund"
import { settle } from "@/lib/settlement/settle"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import { asOperator } from "@/test/support/actors"
import { ckb, pay } from "@/test/support/payment"
import { replaceBlocksAfter } from "@/test/support/reorganise"
import { describeOnEachStage } from "@/test/support/stage"
import { createWallet } from "@/test/support/wallet"
import { audit } from "./audit"
import { resultLine } from "./line"
import { anchor, auditStage, commitAll, ENV, hourlyBlocks, newEpoch, serverOf } from "./platform.fixture"

describeOnEachStage("an honest platform", auditStage({ receiverHas: ["61"] }), (it) => {
  it("is covered, and owes to each what the chain says, before and after its epoch is on the chain", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    auditOf,
  }) => {
    const other = await createWallet(chain)
    const refunded = await pay(platform, chain, sender, other, ckb("100"))
    await pay(platform, chain, sender, receiver, ckb("20"))
    const split = await preparePayment(ctx, {
      ...{ sender: sender.address, receiver: other.address, amount: ckb("10") },
      splits: [{ receiver: receiver.address, amount: ckb("1") }],
    })
    await submitPayment(ctx, { paymentId: split.paymentId, rawTx: await sender.sign(split.rawTx) })
    await chain.commit(split.txHash)
    await platform.follow()
    await platform.mine(3)
    await refundPayment(asOperator(ctx), { paymentId: refunded.paymentId, amount: ckb("10"), reason: "broken" })
    expect((await settle(ctx)).settlements).toHaveLength(1)
    const withdrawal = await prepareWithdrawal(ctx, { receiver: receiver.address, amount: ckb("5") })
    const rawTx = await receiver.sign(withdrawal.rawTx)
    await submitWithdrawal(ctx, { withdrawalId: withdrawal.withdrawalId, rawTx })
    await commitAll(platform)
    await pay(platform, chain, sender, other, ckb("1"))

    const block = await newEpoch(platform)
    // In blocks after it.
    await pay(platform, chain, sender, other, ckb("50"))
    await pay(platform, chain, sender, receiver, ckb("50"))
    const address = receiver.address
    const [before, theirs, seen] = [
      await auditOf({ address }),
      await auditOf({ address: other.address }),
      await auditOf(),
    ]
    expect([before.faults, theirs.faults, seen.faults]).toEqual([[], [], []])
    expect(before.yours).toMatchObject({ owed: ckb("15.8"), byChain: ckb("15.8"), paidOut: ckb("5") })
    expect(theirs.yours).toMatchObject({ owed: ckb("0.99"), byChain: ckb("0.99"), refunded: ckb("10") })
    expect(resultLine(before)).toMatch(
      /^covered: [\d.,]+ owed, 10,[\d.,]+ held, block \d+; yours: 15.8 owed, 15.8 by the chain; waits for its anchor$/,
    )

    await anchor(chain, platform)
    const after = await auditOf({ address, seen: seen.epoch })
    expect(after).toMatchObject({ faults: [], unchecked: [], isAnchored: true, epoch: { block_number: block } })
    await newEpoch(platform)
    const newer = await auditOf({ seen: after.epoch })
    expect(newer).toMatchObject({ faults: [], unchecked: [], isAnchored: false })
    // An old one is bound by a newer anchor, and can be looked at when its cells have long been spent.
    expect(await auditOf({ epoch: block, address, seen: newer.epoch })).toMatchObject({
      ...{ faults: [], unchecked: [], isAnchored: true, epoch: { block_number: block } },
    })
  })

  it("owes nothing and holds nothing while it is new", async ({ newPlatform, ask }) => {
    const platform = await newPlatform({ cells: 0, env: ENV })
    const get = serverOf(platform.ctx)
    const nothing = await audit({ get, rpc: ask })
    expect(nothing).toMatchObject({ faults: [], unchecked: [{ code: "NO_EPOCH" }] })
    expect(resultLine(nothing)).toMatch(/^not checked: NO_EPOCH, /)
    await newEpoch(platform)
    // Nor can it put anything on the chain.
    const empty = await audit({ get, rpc: hourlyBlocks(ask) })
    expect(resultLine(empty)).toMatch(/^covered: 0 owed, 0 held, block \d+; waits for its anchor$/)
  })

  it("is not accused when blocks around its epoch's leave the chain", async ({
    chain,
    platform,
    sender,
    receiver,
    auditOf,
  }) => {
    const { address } = receiver
    const paid = await pay(platform, chain, sender, receiver, ckb("3"))
    await newEpoch(platform)
    await anchor(chain, platform)
    const block = await newEpoch(platform)
    await replaceBlocksAfter(chain, BigInt(block))
    expect((await auditOf({ address })).faults).toEqual([])
    await platform.follow()
    expect((await auditOf({ address })).faults).toEqual([])

    // Deeper than it waits: the epoch's block itself goes, with the payment.
    const { blockNumber } = await platform.ctx.db.chainTransaction.findFirstOrThrow({
      where: { payment: { id: paid.paymentId } },
    })
    await replaceBlocksAfter(chain, (blockNumber ?? 0n) - 1n)
    expect(await auditOf({ address })).toMatchObject({ faults: [], unchecked: [{ code: "NODE_UNSETTLED" }] })
    await platform.follow()
    await commitAll(platform)
    await newEpoch(platform)
    const after = await auditOf({ address })
    expect(after).toMatchObject({ faults: [], unchecked: [] })
    expect(after.yours?.owed).toBe(after.yours?.byChain)
  })
})
