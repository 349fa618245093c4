import { ccc } from "@ckb-ccc/core"
import { expect } from "vitest"
import { anchorWitness } from "@/lib/chain/manifest"
import type { Hex } from "@/lib/hex"
import { freeCells } from "@/lib/pool/cells"
import { executeOperation, planOperation } from "@/lib/pool/operation"
import { refundPayment } from "@/lib/refund/refund"
import { settle } from "@/lib/settlement/settle"
import { asOperator } from "@/test/support/actors"
import { ckb, pay } from "@/test/support/payment"
import { createWallet, newKey, type Wallet } from "@/test/support/wallet"
import { type Leaf, Lie, randomHash } from "./lie.fixture"
import {
  type AccountShown,
  anchor,
  auditStage,
  commitAll,
  newEpoch,
  type PieceShown,
  shownBy,
} from "./platform.fixture"
import type { AuditOptions, AuditResult, EpochJson } from "./types"

/**
 * An operator who has the key lies, one lie at a time, as well as they can. Alice was paid out once and is owed 19.8,
 * Bob is owed 9.9, and Carol got 4.95 of her payment to Bob back. The epoch before is on the chain, this one not yet.
 */
const it = auditStage()
  .extend("people", { scope: "file" }, async ({ chain, platform, ctx, sender, walletWith }) => {
    const [alice, bob, carol] = [await createWallet(chain), await createWallet(chain), await walletWith("500")]
    await pay(platform, chain, sender, alice, ckb("100"))
    await pay(platform, chain, sender, bob, ckb("1"))
    const gift = await chain.fund(alice.address, ckb("65"))
    await platform.mine(3)
    expect((await settle(ctx)).settlements).toHaveLength(1)
    await commitAll(platform)
    await newEpoch(platform)
    await anchor(chain, platform)
    const toAlice = await pay(platform, chain, sender, alice, ckb("10"))
    await pay(platform, chain, sender, alice, ckb("10"))
    await pay(platform, chain, sender, bob, ckb("4"))
    const fromCarol = await pay(platform, chain, carol, bob, ckb("5"))
    await platform.mine(3)
    await refundPayment(asOperator(ctx), { paymentId: fromCarol.paymentId, reason: "broken" })
    const epoch = await newEpoch(platform)
    const later = await pay(platform, chain, sender, alice, ckb("3"))
    // So deep that no branch excuses anybody.
    await platform.mine(24)
    return { alice, bob, carol, toAlice, later, gift, epoch }
  })
  .extend("honest", { scope: "file" }, async ({ get, people: { alice, bob, carol } }) =>
    shownBy(get, [alice.address, bob.address, carol.address]),
  )
  .extend(
    "lie",
    ({ honest, ctx }) =>
      () =>
        new Lie(honest, ctx),
  )
  // A cell by where it was made, and the first one that a transaction has spent.
  .extend("outputOf", ({ chain }) => {
    const read = async (txHash: string) => (await chain.client().getTransaction(txHash))?.transaction
    const outputOf = async (txHash: string, index: number) => ({
      ...{ txHash, index, capacity: (await read(txHash))?.outputs[index]?.capacity ?? 0n },
    })
    const spentBy = async (spender: string) => {
      const { txHash = "", index = 0n } = (await read(spender))?.inputs[0]?.previousOutput ?? {}
      return outputOf(txHash, Number(index))
    }
    return Object.assign(outputOf, { spentBy })
  })
  // What the audit says of a lie: the codes of what it finds.
  .extend("found", ({ auditOf }) => async (lie: Lie, options: Partial<AuditOptions> = {}) => {
    const result = await auditOf({ get: lie.get, ...options })
    expect(result.unchecked).toEqual([])
    return codesOf(result)
  })

const codesOf = ({ faults }: AuditResult) => faults.map(({ code }) => code)
const first = <T>(list: readonly T[]): T => list[0] as T
const sumOf = (pieces: AccountShown["proof"]["pieces"]) =>
  `${pieces.reduce((sum, { amount }) => sum + BigInt(amount), 0n)}`

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
    const [once, dropped] = proof.pieces as [PieceShown, PieceShown]
    const gone = shown.idOf(alice, dropped)
    // She is owed as much as before, and the leaves have less for her.
    const amount = BigInt(once.amount) > BigInt(dropped.amount) ? once.amount : dropped.amount
    const kept = shown.idOf(alice, once)
    shown.leaves((leaves) =>
      leaves.map(({ id, amount: before }) => ({
        id,
        amount: id === kept ? BigInt(amount) : id === gone ? 0n : before,
      })),
    )
    proof.pieces = [{ ...once, amount }, { ...once, amount, piece: number(once.piece) }, ...proof.pieces.slice(2)]
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

it("sums that run over", async ({ lie, found }) => {
  const raise = (by: bigint) => (leaves: Leaf[]) =>
    leaves.map((leaf, i) => (i === 0 ? { ...leaf, amount: BigInt.asUintN(64, leaf.amount + by) } : leaf))
  const wrapped = lie().leaves(raise((1n << 64n) - ckb("15")))
  expect(BigInt(wrapped.epoch.owed)).toBeLessThan(ckb("40"))
  expect(await found(wrapped)).toEqual(["SUM_TOO_LARGE"])
  // Two halves of it, each of which is small enough.
  const half = (leaves: Leaf[]) => leaves.map((leaf, i) => (i < 2 ? { ...leaf, amount: (1n << 63n) - 1n } : leaf))
  expect(await found(lie().leaves(half))).toEqual(["SUM_TOO_LARGE"])
})

it("leaves in another number or order, or with a sum that the manifest does not say", async ({ lie, found }) => {
  const shown = lie()
  expect(await found(lie().leavesFile(shown.file.slice(0, 40 * 32)))).toEqual(["LEAVES_MALFORMED"])
  const turned = shown.file.slice()
  turned.copyWithin(0, 40, 80)
  turned.set(shown.file.subarray(0, 40), 40)
  expect(await found(lie().leavesFile(turned))).toEqual(["LEAVES_MALFORMED"])
  expect(await found(lie().manifest({ owed: "1" }))).toEqual(["OWED_DIFFERS"])
  expect(await found(lie().manifest({ leaves_hash: randomHash() }))).toEqual(["LEAVES_REPLACED"])
})

it("another epoch's root", async ({ lie, found }) => {
  const shown = lie()
  const [newest, older] = shown.shown.epochs as [EpochJson, EpochJson]
  const file = shown.shown.files.get(`/api/solvency/${older.block_number}/leaves`) as Uint8Array<ArrayBuffer>
  shown.shown.files.set(`/api/solvency/${newest.block_number}/leaves`, file)
  const { root, leaves_hash, owed } = older
  expect(await found(shown.manifest({ root, leaves_hash, owed }))).toEqual(["ROOT_DIFFERS"])
})

it("less held than owed", async ({ lie, found }) => {
  expect(await found(lie().cells(() => []))).toEqual(["NOT_COVERED"])
})

it("cells that it does not hold at the block", async ({ lie, found, outputOf, people: { alice, later } }) => {
  const add = (cell: { txHash: string; index: number; capacity: bigint }) =>
    lie().cells((cells) => [...cells, { ...cell, txHash: cell.txHash as Hex }])
  const capacity = ckb("65")
  expect(await found(add({ txHash: randomHash(), index: 0, capacity }))).toEqual(["CELL_INVENTED"])
  expect(await found(add({ txHash: later.txHash, index: 7, capacity }))).toEqual(["CELL_INVENTED"])

  // Of a payment: the sender's change, and the cell of the platform, which was made after the block.
  expect(await found(add(await outputOf(later.txHash, 0)))).toEqual(["CELL_OF_ANOTHER"])
  expect(await found(add(await outputOf(later.txHash, 1)))).toEqual(["CELL_NOT_LIVE"])

  // One that Alice's payout has spent, before the block.
  expect(await found(add(await outputOf.spentBy(first(lie().account(alice).payouts).tx_hash)))).toEqual([
    "CELL_NOT_LIVE",
  ])
})

it("cells with more in them than they have, and cells that do not add up", async ({ lie, found }) => {
  const raised = lie().cells(([cell, ...cells]) => (cell ? [{ ...cell, capacity: cell.capacity + 1n }, ...cells] : []))
  expect(await found(raised)).toEqual(["CELL_CAPACITY_DIFFERS"])
  expect(await found(lie().manifest({ held: `${ckb("99999")}` }))).toEqual(["HELD_DIFFERS"])
  expect(await found(lie().manifest({ cells: 1 }))).toEqual(["HELD_DIFFERS"])
  expect(await found(lie().manifest({ cells_hash: randomHash() }))).toEqual(["CELLS_REPLACED"])
  expect(await found(lie().cells((cells) => [first(cells), ...cells]))).toEqual(["CELLS_MALFORMED"])
})

it("a cell of the platform's that holds more than CKB", async ({ chain, ctx, lie, found }) => {
  const key = newKey()
  const { address } = await createWallet(chain, key)
  await chain.fund(address, ckb("300"))
  const signer = new ccc.SignerCkbPrivateKey(chain.client(), key)
  const capacity = ckb("100")
  const tx = ccc.Transaction.from({ outputs: [{ capacity, lock: ctx.chain.signer.lock }], outputsData: ["0x01"] })
  await tx.completeInputsByCapacity(signer)
  await tx.completeFeeBy(signer, 2_000n)
  const txHash = await signer.sendTransaction(tx)
  await chain.commit(txHash)
  const shown = lie().cells((cells) => [...cells, { txHash, index: 0, capacity }])
  expect(await found(shown)).toEqual(["CELL_NOT_PLAIN"])
})

it("a manifest that is unsigned, changed, or another's", async ({ auditOf, lie }) => {
  const codes = async (change: (epoch: EpochJson) => void) => {
    const shown = lie()
    change(shown.epoch)
    return codesOf(await auditOf({ get: shown.get }))
  }
  const { epoch } = lie().manifest({ held: "1" })
  // The signature of another manifest of its own, that of nobody, and one with the right hash and no signature of it.
  expect(await codes((shown) => Object.assign(shown, { signature: epoch.signature }))).toEqual(["MANIFEST_UNSIGNED"])
  expect(await codes((shown) => Object.assign(shown, { signature: `0x${"00".repeat(65)}` }))).toEqual([
    "MANIFEST_UNSIGNED",
  ])
  expect(await codes((shown) => Object.assign(shown, { held: "1", hash: epoch.hash }))).toEqual(["MANIFEST_UNSIGNED"])
  expect(await codes((shown) => Object.assign(shown, { hash: randomHash() }))).toEqual(["MANIFEST_CHANGED"])
  const other = lie().shown.accounts.keys().next().value
  expect(await codes((shown) => Object.assign(shown, { platform_address: other }))).toEqual(["PLATFORM_LOCK_DIFFERS"])
  expect(await codes((shown) => Object.assign(shown, { owed: 12 }))).toEqual(["MALFORMED_ANSWER"])
})

it("a manifest that hangs on nothing, or on another history", async ({ lie, found }) => {
  expect(await found(lie().manifest({ previous: randomHash() }))).toEqual(["CHAIN_BROKEN"])
  // The older one is on the chain.
  expect(await found(lie().manifest({ every: 11 }, 1))).toEqual(["ANCHOR_DIFFERS", "TWO_ROOTS"])
  const unbound = lie().manifest({ every: 11 }, 1)
  for (const epoch of unbound.shown.epochs) epoch.anchor = null
  expect(await found(unbound)).toEqual(["TWO_ROOTS"])
})

it("a manifest that takes the place of one that was seen", async ({ lie, found }) => {
  const seen = structuredClone(lie().epoch)
  expect(await found(lie(), { seen })).toEqual([])
  const replaced = lie().cells((cells) => cells.slice(1))
  expect(await found(replaced, { seen })).toEqual(["SEEN_REPLACED"])
  const withoutNewest = lie()
  withoutNewest.shown.epochs.shift()
  expect(await found(withoutNewest, { seen })).toEqual(["SEEN_REPLACED"])
})

it("a block of another branch, or of another chain", async ({ lie, found }) => {
  expect(await found(lie().manifest({ block_hash: randomHash() }))).toEqual(["BLOCK_NOT_ON_CHAIN"])
  const everywhere = lie()
  const genesis_hash = randomHash()
  for (let i = everywhere.shown.epochs.length - 1; i >= 0; i--) everywhere.manifest({ genesis_hash }, i)
  expect(await found(everywhere)).toEqual(["OTHER_CHAIN"])
})

it("a payment that is left out, and the payer has the receipt", async ({
  lie,
  found,
  people: { alice, toAlice, later },
}) => {
  const receiptOf = (shown: Lie, txHash: string) => {
    const credit = shown.account(alice).credits.find(({ receipt }) => receipt.tx_hash === txHash)
    return { name: "receipt.json", receipt: { version: 1, genesis_hash: shown.epoch.genesis_hash, ...credit?.receipt } }
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

it("a receipt that does not hold accuses nobody", async ({ auditOf, lie, people: { alice, bob } }) => {
  const shown = lie()
  const [credit] = shown.account(alice).credits
  const forged = structuredClone({ version: 1, genesis_hash: shown.epoch.genesis_hash, ...credit?.receipt })
  for (const share of forged.shares ?? []) if (share.kind === "receiver") share.amount = `${ckb("99")}`
  const ofBob = { version: 1, genesis_hash: shown.epoch.genesis_hash, ...shown.account(bob).credits[0]?.receipt }
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

it("two roots to two people, and a newest one that is kept back", async ({ chain, platform, ctx, lie, found }) => {
  const block = BigInt(lie().epoch.block_number)
  const [cell] = await freeCells(ctx, 1)
  const says = anchorWitness({ block, hash: randomHash() })
  const cells = cell ? [cell] : []
  const plan = await planOperation(ctx, { cells, changeCells: 1, changeCapacity: cell?.capacity ?? ckb("0"), says })
  if (!plan) throw new Error("no cell to anchor with")
  const { txHash } = await executeOperation(ctx, plan, { kind: "anchor", anchors: block })
  await chain.commit(txHash)
  await platform.mine(10)
  expect(await found(lie())).toEqual(["TWO_ROOTS"])
  const withoutNewest = lie()
  withoutNewest.shown.epochs.shift()
  expect(await found(withoutNewest)).toEqual(["EPOCH_HIDDEN"])
  // It is said to be the anchor, and is another's.
  const anchored = lie()
  anchored.epoch.anchor = { tx_hash: txHash, status: "confirmed", anchored_block_number: Number(block) + 30 }
  expect(await found(anchored)).toEqual(["ANCHOR_DIFFERS", "TWO_ROOTS"])
  const nowhere = lie()
  nowhere.epoch.anchor = { tx_hash: randomHash(), status: "confirmed", anchored_block_number: Number(block) + 3 }
  expect(await found(nowhere)).toContain("ANCHOR_DIFFERS")
})

it("an account that nobody renews, or puts on the chain", async ({ lie, ask, auditOf }) => {
  const hour = 3_600_000n
  // A chain whose blocks come once an hour.
  const slowly: AuditOptions["rpc"] = async (method, params) => {
    const answer = await ask(method, params)
    if (method !== "get_header_by_number") return answer
    return {
      ...(answer as object),
      timestamp: `0x${(BigInt((answer as { number: string }).number) * hour).toString(16)}`,
    }
  }
  expect(codesOf(await auditOf({ get: lie().get, rpc: slowly }))).toContain("ANCHOR_MISSING")
  const later: AuditOptions["rpc"] = async (method, params) =>
    method === "get_tip_block_number" ? `0x${(lie().epoch.block_number + 131).toString(16)}` : ask(method, params)
  expect(codesOf(await auditOf({ get: lie().get, rpc: later }))).toContain("STALE")
  // Who asks for an old one knows that it is old.
  expect(codesOf(await auditOf({ get: lie().get, rpc: later, epoch: lie().epoch.block_number }))).not.toContain("STALE")
})
