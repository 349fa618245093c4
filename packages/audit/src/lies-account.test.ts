import { ccc } from "@ckb-ccc/core"
import { expect } from "vitest"
import { readReceipt } from "@/lib/proof/receipt"
import { commitmentOf } from "@/lib/proof/verify"
import { ckb } from "@/test/support/payment"
import { createWallet, newKey, type Wallet } from "@/test/support/wallet"
import { type Lie, randomHash } from "./lie.fixture"
import { first, lieStage, sumOf } from "./lie-stage.fixture"
import type { AccountShown, PieceShown } from "./platform.fixture"
import type { AuditOptions, AuditResult } from "./types"

const it = lieStage

it("an honest account is found to be right, whoever looks", async ({ auditOf, lie, people }) => {
  const { alice, bob, carol, epoch } = people
  const results = new Map<Wallet | undefined, AuditResult>()
  for (const wallet of [undefined, alice, bob, carol]) {
    const address = wallet ? { address: wallet.address } : {}
    const result = await auditOf({ get: lie().get, ...address })
    expect(result).toMatchObject({ faults: [], unchecked: [], epoch: { block_number: epoch } })
    results.set(wallet, result)
  }
  expect(results.get(alice)?.yours).toEqual({
    ...{ owed: ckb("19.8"), byChain: ckb("19.8") },
    ...{ credited: ckb("118.8"), paidOut: ckb("99"), refunded: 0n },
  })
  expect(results.get(bob)?.yours).toMatchObject({ owed: ckb("4.95"), byChain: ckb("4.95"), refunded: ckb("4.95") })
  // A refund as young as this may be in the epoch or not.
  expect(results.get(carol)?.yours).toMatchObject({ owed: ckb("4.95"), byChain: 0n })
})

it("a leaf that is dropped", async ({ lie, found, people: { alice } }) => {
  const address = alice.address
  const shown = lie()
  const piece = first(shown.account(alice).proof.pieces)
  const id = shown.idOf(alice, piece)
  shown.leaves((leaves) => leaves.map((leaf) => (leaf.id === id ? { id: randomHash(), amount: 0n } : leaf)))
  expect(await found(shown, { address })).toEqual(["PIECE_MISSING"])

  // Not shown to her either: then it is too little by the chain.
  const { proof } = shown.account(alice)
  proof.pieces.shift()
  proof.owed = `${BigInt(proof.owed) - BigInt(piece.amount)}`
  expect(await found(shown, { address })).toEqual(["OWED_TOO_LITTLE"])
})

it("amounts that are swapped between two receivers", async ({ lie, found, people: { alice, bob } }) => {
  const shown = lie()
  const [ofAlice, ofBob] = [first(shown.account(alice).proof.pieces), first(shown.account(bob).proof.pieces)]
  const swapped = new Map([
    [shown.idOf(alice, ofAlice), BigInt(ofBob.amount)],
    [shown.idOf(bob, ofBob), BigInt(ofAlice.amount)],
  ])
  shown.leaves((leaves) => leaves.map((leaf) => ({ ...leaf, amount: swapped.get(leaf.id) ?? leaf.amount })))
  for (const { address } of [alice, bob]) expect(await found(shown, { address })).toEqual(["PIECE_AMOUNT_DIFFERS"])

  // They are shown what stands there: the one who has less by it finds that out.
  const gain = BigInt(ofBob.amount) - BigInt(ofAlice.amount)
  ;[ofAlice.amount, ofBob.amount] = [ofBob.amount, ofAlice.amount]
  for (const { proof } of [shown.account(alice), shown.account(bob)]) proof.owed = sumOf(proof.pieces)
  const tooLittle = ["OWED_TOO_LITTLE"]
  expect(await found(shown, { address: alice.address })).toEqual(gain < 0n ? tooLittle : [])
  expect(await found(shown, { address: bob.address })).toEqual(gain > 0n ? tooLittle : [])
})

it("leaves that are shown to two", async ({ lie, found, people: { alice, bob } }) => {
  const shown = lie()
  const { proof } = shown.account(bob)
  const bobs = new Set(proof.pieces.map((piece) => shown.idOf(bob, piece)))
  shown.leaves((leaves) => leaves.map((leaf) => (bobs.has(leaf.id) ? { id: randomHash(), amount: 0n } : leaf)))
  Object.assign(proof, { pieces: shown.account(alice).proof.pieces, owed: shown.account(alice).proof.owed })
  const { length } = proof.pieces
  expect(await found(shown, bob)).toEqual(Array.from({ length }, () => "PIECE_MISSING"))
})

it("a leaf that is shown twice to one, by its own number or one that is the same in 32 bits", async ({
  lie,
  found,
  people: { alice },
}) => {
  const twice = (number: (piece: number) => number) => {
    const shown = lie()
    const { proof } = shown.account(alice)
    const [once, ...others] = proof.pieces as [PieceShown, ...PieceShown[]]
    // She is owed as much as before, and the leaves have half of it.
    const half = (BigInt(once.amount) + 1n) / 2n
    const id = shown.idOf(alice, once)
    shown.leaves((leaves) => leaves.map((leaf) => (leaf.id === id ? { id, amount: half } : leaf)))
    const shownOnce = { ...once, amount: `${half}` }
    proof.pieces = [shownOnce, { ...shownOnce, piece: number(once.piece) }, ...others]
    proof.owed = sumOf(proof.pieces)
    return shown
  }
  const { address } = alice
  expect(
    await found(
      twice((piece) => piece),
      { address },
    ),
  ).toEqual(["PIECE_TWICE"])
  expect(
    await found(
      twice((piece) => piece + 2 ** 32),
      { address },
    ),
  ).toEqual(["MALFORMED_ANSWER"])
})

it("a payment that is left out, and the payer has the receipt", async ({
  lie,
  found,
  people: { alice, toAlice, later },
}) => {
  const receiptOf = (shown: Lie, txHash: string) => {
    const credit = shown.account(alice).credits.find(({ receipt }) => receipt.tx_hash === txHash)
    return { name: "receipt.json", receipt: credit?.receipt }
  }
  const receipts = [receiptOf(lie(), toAlice.txHash), receiptOf(lie(), later.txHash)]
  const address = alice.address
  expect(await found(lie(), { address, receipts })).toEqual([])
  const shown = lie().oweLess(alice, ckb("9.9"))
  const account = shown.account(alice)
  account.credits = account.credits.filter(
    ({ receipt }) => ![toAlice, later].some(({ txHash }) => txHash === receipt.tx_hash),
  )
  expect(await found(shown, { address })).toEqual([])
  expect(await found(shown, { address, receipts })).toEqual(["CREDIT_HIDDEN"])
})

it("somebody who is left out of what is on the chain, and has all in what is not", async ({ lie, found, people }) => {
  const { bob, anchored } = people
  const shown = lie()
  expect(shown.account(bob).before).toMatchObject({ block_number: anchored, owed: `${ckb("0.99")}` })
  Object.assign(shown.account(bob).before, { pieces: [], owed: "0" })
  expect(await found(shown, bob)).toEqual(["OWED_TOO_LITTLE"])
})

it("a receipt that does not hold accuses nobody", async ({ auditOf, lie, people: { alice, bob } }) => {
  const shown = lie()
  const forged = structuredClone(first(shown.account(alice).credits).receipt)
  for (const share of forged.shares) if (share.kind === "receiver") share.amount = `${ckb("99")}`
  const ofBob = first(shown.account(bob).credits).receipt
  shown.account(alice).credits = []
  shown.account(alice).payouts = []
  const receipts = [forged, ofBob, "nothing"].map((receipt, i) => ({ name: `${i}.json`, receipt }))
  const { faults, unchecked } = await auditOf({ get: shown.get, address: alice.address, receipts })
  expect(faults).toEqual([])
  expect(unchecked.map(({ code }) => code)).toEqual(Array.from({ length: 3 }, () => "RECEIPT_UNREADABLE"))
})

it("shares that are changed after the signature", async ({ lie, found, people: { alice, toAlice } }) => {
  const shown = lie().oweLess(alice, ckb("9.9"))
  const credit = shown.account(alice).credits.find(({ receipt }) => receipt.tx_hash === toAlice.txHash)
  for (const share of credit?.receipt.shares ?? []) share.amount = share.kind === "fee" ? `${ckb("9")}` : `${ckb("1")}`
  expect(await found(shown, alice)).toEqual(["SHARES_CHANGED"])
})

it("a payment that the platform has not signed", async ({ chain, lie, found, people: { alice } }) => {
  const shown = lie()
  const credit = structuredClone(first(shown.account(alice).credits))
  const read = readReceipt(credit.receipt)
  if (!read.ok) throw new Error(read.code)
  // Anybody can put a commitment into a transaction of their own.
  const key = newKey()
  const { address } = await createWallet(chain, key)
  const funded = await chain.fund(address, ckb("100"))
  const signer = new ccc.SignerCkbPrivateKey(chain.client(), key)
  const { script: lock } = await signer.getRecommendedAddressObj()
  const tx = ccc.Transaction.from({
    inputs: [{ previousOutput: { txHash: funded, index: 0 } }],
    outputs: [{ capacity: ckb("99.9999"), lock }],
  })
  tx.setWitnessAt(1, commitmentOf(read.receipt))
  credit.receipt.tx_hash = await signer.sendTransaction(tx)
  await chain.commit(credit.receipt.tx_hash)
  shown.account(alice).credits.push(credit)
  // Only what is in a block up to the epoch's counts: the node is made to say so of this one.
  expect(await found(shown, { address: alice.address })).toEqual([])
  const at = `0x${shown.epoch.block_number.toString(16)}`
  const rpc: AuditOptions["rpc"] = async (method, params) => {
    const answer = await chain.rpc<{ tx_status: object }>(method, ...params)
    if (params[0] !== credit.receipt.tx_hash) return answer
    return { ...answer, tx_status: { ...answer.tx_status, block_number: at } }
  }
  expect(await found(shown, { address: alice.address, rpc })).toEqual(["CREDIT_UNSIGNED"])
})

it("pieces that do not add up", async ({ lie, found, people: { alice } }) => {
  const shown = lie()
  shown.account(alice).proof.owed = `${ckb("20")}`
  expect(await found(shown, { address: alice.address })).toEqual(["PIECES_SUM_DIFFERS"])
})

it("payouts that are invented, raised, or counted twice", async ({ lie, found, people }) => {
  const { alice, toAlice, gift } = people
  const invent = (change: (payouts: AccountShown["payouts"]) => void) => {
    const shown = lie().oweLess(alice, ckb("5"))
    change(shown.account(alice).payouts)
    return shown
  }
  const payout = (tx_hash: string) => ({ tx_hash, amount: `${ckb("5")}`, status: "confirmed" })
  const nowhere = invent((payouts) => payouts.push(payout(randomHash())))
  expect(await found(nowhere, alice)).toEqual(["OWED_TOO_LITTLE", "PAYOUT_INVENTED"])
  // A payment to her is no payout, however much of it she got.
  const payment = invent((payouts) => payouts.push(payout(toAlice.txHash)))
  expect(await found(payment, alice)).toEqual(["PAYOUT_INVENTED", "OWED_TOO_LITTLE"])
  // Nor is what somebody else gave to her.
  const given = invent((payouts) => payouts.push(payout(gift)))
  expect(await found(given, alice)).toEqual(["PAYOUT_INVENTED", "OWED_TOO_LITTLE"])
  const raised = invent((payouts) => {
    first(payouts).amount = `${BigInt(first(payouts).amount) + ckb("5")}`
  })
  expect(await found(raised, alice)).toEqual(["PAYOUT_INVENTED", "OWED_TOO_LITTLE"])
  const twice = invent((payouts) => payouts.push({ ...first(payouts), amount: `${ckb("5")}` }))
  expect(await found(twice, alice)).toEqual(["PAYOUT_TWICE", "OWED_TOO_LITTLE"])
})

it("refunds of more than there was, and one that the payer is not owed", async ({ lie, found, people }) => {
  const { alice, carol, toAlice } = people
  const created_at = "2026-01-01T00:00:00.000Z"
  const shown = lie().oweLess(alice, ckb("10"))
  const { credits } = shown.account(alice)
  const credit = credits.find(({ receipt }) => receipt.tx_hash === toAlice.txHash)
  credit?.refunds.push({ refund_id: 71, taken: `${ckb("5")}`, given: "0", created_at })
  // The same payment a second time, so that each refund alone is small enough.
  if (credit) credits.push({ ...credit, refunds: [{ ...first(credit.refunds), refund_id: 72 }] })
  expect(await found(shown, alice)).toEqual(["REFUND_TOO_LARGE"])

  const older = lie()
  for (const { refunds } of older.account(carol).credits) for (const refund of refunds) refund.created_at = created_at
  expect(await found(older, carol)).toEqual([])
  expect(await found(older.oweLess(carol, ckb("1")), carol)).toEqual(["OWED_TOO_LITTLE"])
  // That it was made long before its block does not help.
  expect(await found(older.manifest({ created_at }), carol)).toEqual(["OWED_TOO_LITTLE"])
})

it("an account of somebody else", async ({ lie, found, people: { alice, bob } }) => {
  const shown = lie()
  shown.shown.accounts.set(alice.address, shown.account(bob))
  expect(await found(shown, alice)).toContain("OTHER_LOCK")
})
