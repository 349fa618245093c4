import { ccc } from "@ckb-ccc/core"
import { expect } from "vitest"
import { partyOf } from "@/lib/chain/address"
import type { Hex } from "@/lib/hex"
import { previewPayouts } from "@/lib/operator/preview-payouts"
import { settleNow } from "@/lib/operator/settle-now"
import { setPayoutTerms } from "@/lib/receiver/set-payout-terms"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { beginSignIn } from "@/lib/session/begin"
import { finishSignIn } from "@/lib/session/finish"
import { settle } from "@/lib/settlement/settle"
import { CONFLICT } from "@/test/support/conflict"
import { ckb, pay } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import type { Wallet } from "@/test/support/wallet"
import { prepareWithdrawal } from "./prepare"
import { submitWithdrawal } from "./submit"
import { topUp, topUpThreshold } from "./top-up"

const stage = freshStage({ env: { PLATFORM_FEE_BPS: "0" } })
  .extend("owner", ({ walletWith }) => walletWith())
  /** @param minima exponents of ten (RFC 0026), in the form of an address of the wallet's key */
  .extend("openAddress", ({ chain, ctx, owner }) => (minima: Hex = "0x") => {
    const info = chain.scripts.AnyoneCanPay
    if (!info) throw new Error("this chain has no anyone-can-pay lock")
    const { codeHash, hashType } = info
    const lock = ccc.Script.from({ codeHash, hashType, args: ccc.bytesConcat(owner.lock.args, minima) })
    return partyOf(ctx.chain, lock)
  })
  .extend(
    "owe",
    ({ chain, platform, sender }) =>
      (address: string, amount: string) =>
        pay(platform, chain, sender, { address }, ckb(amount)),
  )
  .extend(
    "balanceOf",
    ({ chain }) =>
      (lock: ccc.Script) =>
        chain.client().getBalance([lock]),
  )
  .extend("commitAll", ({ chain, platform, ctx }) => async (withdrawals: bigint[]) => {
    const rows = await ctx.db.withdrawal.findMany({ where: { id: { in: withdrawals } } })
    for (const { txHash } of rows) await chain.commit(ccc.hexFrom(txHash))
    await platform.follow()
    return rows
  })

describeOnEachStage("a receiver under an anyone-can-pay lock", stage, (it) => {
  it("takes out what is owed without a signature, into the cell that it has", async ({
    chain,
    ctx,
    openAddress,
    owe,
    commitAll,
    balanceOf,
  }) => {
    const { address, lock } = openAddress()
    await chain.fund(address, ckb("61"))
    await owe(address, "3")
    const { withdrawalId, rawTx, networkFee } = await prepareWithdrawal(ctx, { receiver: address })
    expect(await submitWithdrawal(ctx, { withdrawalId, rawTx })).toMatchObject({ status: "submitted" })
    await commitAll([withdrawalId])
    expect(await submitWithdrawal(ctx, { withdrawalId, rawTx })).toMatchObject({ status: "confirmed" })
    expect(await balanceOf(lock)).toBe(ckb("64") - networkFee)
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { ledger: 0n } })
  })

  it("is paid by itself from 1 CKB on, once however many ask for it, and not below", async ({
    chain,
    ctx,
    openAddress,
    owe,
    commitAll,
    balanceOf,
  }) => {
    const { address, lock } = openAddress()
    await chain.fund(address, ckb("61"))
    await owe(address, "0.99999999")
    expect(await topUp(ctx)).toEqual({ withdrawals: [] })
    await owe(address, "0.00000001")
    const runs = await Promise.all([topUp(ctx), topUp(ctx), topUp(ctx)])
    const withdrawals = runs.flatMap((run) => run.withdrawals)
    const [paid] = await commitAll(withdrawals)
    expect(withdrawals).toHaveLength(1)
    expect(await balanceOf(lock)).toBe(ckb("62") - (paid?.networkFee ?? 0n))
    expect(await topUp(ctx)).toEqual({ withdrawals: [] })
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { ledger: 0n } })
  })

  it("gets its first cell by settlement, and what comes later in that cell", async ({
    chain,
    platform,
    ctx,
    openAddress,
    owe,
    balanceOf,
    commitAll,
  }) => {
    const { address, lock } = openAddress()
    await owe(address, "65")
    expect(await topUp(ctx)).toEqual({ withdrawals: [] })
    await expect(prepareWithdrawal(ctx, { receiver: address })).rejects.toMatchObject({ code: "INSUFFICIENT_BALANCE" })
    const [settlement] = (await settle(ctx)).settlements
    const { txHash } = await ctx.db.settlement.findUniqueOrThrow({ where: { id: settlement ?? 0n } })
    await chain.commit(ccc.hexFrom(txHash))
    await platform.follow()
    expect(await balanceOf(lock)).toBe(ckb("65"))

    await owe(address, "2")
    const [paid] = await commitAll((await topUp(ctx)).withdrawals)
    expect(await balanceOf(lock)).toBe(ckb("67") - (paid?.networkFee ?? 0n))
  })

  it("is not paid by itself when its owner has paused that, or waits for more", async ({
    chain,
    ctx,
    openAddress,
    owe,
  }) => {
    const party = openAddress()
    await chain.fund(party.address, ckb("61"))
    await owe(party.address, "3")
    await setPayoutTerms(ctx, party, { paused: true })
    expect(await topUp(ctx)).toEqual({ withdrawals: [] })
    await setPayoutTerms(ctx, party, { paused: false, threshold: ckb("70") })
    expect(await topUp(ctx)).toEqual({ withdrawals: [] })
    await setPayoutTerms(ctx, party, { threshold: null })
    expect((await topUp(ctx)).withdrawals).toHaveLength(1)
  })

  it("is told from which sum on it is paid, which only a cell of its own makes small", async ({
    chain,
    ctx,
    openAddress,
    owner,
  }) => {
    const party = openAddress("0x09")
    expect(await topUpThreshold(ctx, party, null)).toBeNull()
    await chain.fund(party.address, ckb("62"))
    expect(await topUpThreshold(ctx, party, null)).toBe(ckb("10"))
    expect(await topUpThreshold(ctx, party, ckb("70"))).toBe(ckb("70"))
    const plain = openAddress()
    await chain.fund(plain.address, ckb("61"))
    expect(await topUpThreshold(ctx, plain, null)).toBe(ckb("1"))
    expect(await topUpThreshold(ctx, owner, null)).toBeNull()
  })

  it("is paid beside everybody else when the operator settles now", async ({
    chain,
    ctx,
    openAddress,
    owe,
    owner,
    commitAll,
  }) => {
    const { address } = openAddress()
    await chain.fund(address, ckb("61"))
    await owe(address, "3")
    await owe(owner.address, "65")
    await owe(openAddress("0x09").address, "2")
    const preview = await previewPayouts(ctx)
    expect(preview.receivers).toEqual([{ receiver: owner.address, amount: ckb("65") }])
    expect(preview.topUps).toEqual([{ receiver: address, amount: ckb("3") }])
    expect(preview.waiting).toEqual([{ reason: "threshold", receivers: 1, amount: ckb("2") }])
    const { settlements, withdrawals } = await settleNow(ctx, "a test")
    expect([settlements.length, withdrawals.length]).toEqual([1, 1])
    await commitAll(withdrawals)
    expect(await settleNow(ctx, "a test")).toEqual({ settlements: [], withdrawals: [] })
    expect(await previewPayouts(ctx)).toMatchObject({ receivers: [], topUps: [] })
  })

  it("signs in with its owner's key, and with no other", async ({ ctx, sender, openAddress, owner }) => {
    const { address, lock } = openAddress("0x08")
    const origin = "https://pay.example"
    const signIn = async (wallet: Wallet) => {
      const { nonce, message } = await beginSignIn(ctx, { address, origin })
      return finishSignIn(ctx, { address, nonce, origin, ...(await wallet.signMessage(message)) })
    }
    expect((await signIn(owner)).lockHash).toBe(lock.hash())
    await expect(signIn(sender)).rejects.toMatchObject({ code: "INVALID_SIGNATURE" })
  })

  it("gets nothing below the minimum that its lock sets, and everything from there on", async ({
    chain,
    ctx,
    openAddress,
    owe,
    commitAll,
    balanceOf,
  }) => {
    // 10^8 shannons are 1 CKB, which must arrive after the network fee.
    const { address, lock } = openAddress("0x08")
    await chain.fund(address, ckb("62"))
    await owe(address, "1")
    await expect(prepareWithdrawal(ctx, { receiver: address })).rejects.toMatchObject({ code: "INSUFFICIENT_BALANCE" })
    expect(await topUp(ctx)).toEqual({ withdrawals: [] })
    await owe(address, "0.1")
    const [paid] = await commitAll((await topUp(ctx)).withdrawals)
    expect(await balanceOf(lock)).toBe(ckb("63.1") - (paid?.networkFee ?? 0n))
  })

  it("is not paid twice, nor by a transaction that was changed", async ({
    chain,
    ctx,
    openAddress,
    owe,
    commitAll,
  }) => {
    const { address } = openAddress()
    await chain.fund(address, ckb("61"))
    await owe(address, "3")
    const first = await prepareWithdrawal(ctx, { receiver: address })
    const second = await prepareWithdrawal(ctx, { receiver: address })
    const tx = ccc.Transaction.fromBytes(first.rawTx)
    tx.witnesses[0] = ccc.hexFrom(ccc.WitnessArgs.from({ lock: new Uint8Array(65) }).toBytes())
    const changed = submitWithdrawal(ctx, { withdrawalId: first.withdrawalId, rawTx: ccc.hexFrom(tx.toBytes()) })
    await expect(changed).rejects.toMatchObject({ code: "TX_MISMATCH" })
    await submitWithdrawal(ctx, first)
    await expect(submitWithdrawal(ctx, second)).rejects.toMatchObject(CONFLICT)
    await commitAll([first.withdrawalId])
    await expect(submitWithdrawal(ctx, second)).rejects.toMatchObject(CONFLICT)
    expect(await reconcile(ctx)).toMatchObject({ ok: true, owed: { ledger: 0n } })
  })
})
