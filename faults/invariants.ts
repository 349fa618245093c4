import { ccc } from "@ckb-ccc/core"
import { expect } from "vitest"
import { outPointKey, snapshotPlainCells } from "@/lib/chain/cells"
import type { Context } from "@/lib/context"
import { type Hex, toHex } from "@/lib/hex"
import { submitPayment } from "@/lib/payment/submit"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { catchUp } from "@/lib/tracking/follow"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import { type Books, inputsOf, keyOf, readBooks, sumOf } from "./books"
import { type ChainView, scanChain } from "./chain-scan"
import { eventsTellTheStates } from "./event-history"
import { proofsSayWhatTheChainSays } from "./proof-view"
import { tally } from "./tally"

type Say = (violation: string) => void

/**
 * How long a row may wait for its next check: the longest pause between two sends, and the lease of the one who sends.
 */
const LONGEST_WAIT_MS = 120_000

/**
 * Checks what must hold after any fault, against the node's blocks and the database's rows, with nothing of the
 * product's own opinion in between but the two verbs that answer a repeated request.
 *
 * @returns each violation in a sentence with its figures, beginning with the invariant's name; none when all hold
 */
export async function checkInvariants(ctx: Context): Promise<string[]> {
  tally.checks++
  await catchUp(ctx)
  const violations: string[] = []
  const say: Say = (violation) => violations.push(violation)
  const books = await readBooks(ctx)
  const view = await scanChain(ctx, books.firstBlock)
  await capacityIsBooked(ctx, books, say)
  entriesSumToTheirPayment(books, say)
  creditFollowsTheChain(ctx, books, view, say)
  await payoutsAreWhatIsOwed(ctx, books, view, say)
  operationsAreWhatTheySay(ctx, books, view, say)
  everySignatureIsStored(ctx, books, view, say)
  nothingWaitsForEver(books, say)
  await sameAnswerAgain(ctx, books, say)
  violations.push(...(await eventsTellTheStates(ctx)), ...(await proofsSayWhatTheChainSays(ctx, books, view)))
  return violations
}

/** For tests: all hold. */
export async function expectInvariants(ctx: Context): Promise<void> {
  expect(await checkInvariants(ctx)).toEqual([])
}

/** I1, and cell by cell: what the database calls live is live. */
async function capacityIsBooked(ctx: Context, books: Books, say: Say): Promise<void> {
  const { pool, owed } = await reconcile(ctx, { full: true })
  if (pool.difference !== 0n) say(`I1: the chain holds ${pool.chain} shannons, the ledger's pool is ${pool.ledger}`)
  if (owed.difference !== 0n) say(`I1: entries say ${owed.entries} shannons are owed, the ledger ${owed.ledger}`)
  const { cells } = await snapshotPlainCells(ctx.chain, ctx.chain.signer.lock)
  const live = new Map(cells.map((cell) => [outPointKey(cell.outPoint), cell.capacity]))
  for (const cell of books.cells) {
    const known = cell.state === "free" || cell.state === "claimed" || cell.state === "quarantined"
    const capacity = live.get(keyOf(cell))
    if (known && capacity !== cell.capacity)
      say(
        `I1: cell ${keyOf(cell)} is ${cell.state} with ${cell.capacity} shannons, on chain it has ${capacity ?? "none"}`,
      )
    if (known) live.delete(keyOf(cell))
  }
  for (const [key, capacity] of live) say(`I1: cell ${key} of ${capacity} shannons is not in the pool's table`)
}

/** I2 */
function entriesSumToTheirPayment({ payments, ledger }: Books, say: Say): void {
  const groups = new Map<bigint, bigint>()
  for (const line of ledger) groups.set(line.groupId, (groups.get(line.groupId) ?? 0n) + line.amount)
  for (const [group, rest] of groups) if (rest !== 0n) say(`I2: ledger group ${group} sums to ${rest}`)
  for (const payment of payments) {
    // What a refund has taken is owed to nobody; what it owes instead is an entry of its own.
    const entries = payment.entries.filter(({ status }) => status !== "reversed")
    const total = sumOf(entries)
    if (total !== payment.amount) say(`I2: payment ${payment.id} of ${payment.amount} has entries of ${total}`)
    const lines = ledger.filter((line) => line.paymentId === payment.id)
    const shares = entries.filter((entry) => entry.kind !== "fee")
    // What was paid out of a payment that is lost for good is the platform's loss, and booked against what was owed.
    const lost = shares.filter(
      (entry) => payment.status === "failed" && (entry.status === "paid" || entry.status === "settling"),
    )
    const credited = -sumOf(lines.filter((line) => line.account === "owed"))
    const due = payment.status === "confirmed" ? sumOf(shares) : sumOf(lost)
    if (credited !== due) say(`I2: payment ${payment.id} is ${payment.status}: ${credited} credited, ${due} due`)
  }
}

/** I3 */
function creditFollowsTheChain(ctx: Context, { payments, transactions }: Books, view: ChainView, say: Say): void {
  for (const payment of payments) {
    const block = view.transactions.get(toHex(payment.txHash))?.block
    const confirmations = block === undefined ? 0n : view.tip - block + 1n
    const expected = stateOnChain(ctx, view, block)
    if (expected ? payment.status !== expected : ["committed", "confirmed"].includes(payment.status))
      say(`I3: payment ${payment.id} is ${payment.status} with ${confirmations} confirmations on chain`)
    for (const entry of payment.entries.filter(({ status }) => status !== "reversed")) {
      const credited = ["available", "settling", "paid"].includes(entry.status)
      const frozen = entry.status === "settling" || entry.status === "paid"
      if (expected === "confirmed" ? !credited : credited && !frozen)
        say(`I3: entry ${entry.id} of payment ${payment.id} is ${entry.status} with ${confirmations} confirmations`)
    }
  }
  for (const tx of transactions) {
    const block = view.transactions.get(toHex(tx.txHash))?.block
    if ((block ?? undefined) !== (tx.blockNumber ?? undefined))
      say(`I3: transaction ${toHex(tx.txHash)} is ${tx.status} in block ${tx.blockNumber}, on chain in ${block}`)
  }
}

/** I4: what an entry's settlement can still do, and what receivers really got. */
async function payoutsAreWhatIsOwed(ctx: Context, books: Books, view: ChainView, say: Say): Promise<void> {
  for (const tx of books.transactions.filter(({ status }) => status === "dead")) {
    const buried = inputsOf(tx.bytes).some((input) => {
      const spender = view.spenders.get(input)
      if (spender?.block === undefined || spender.hash === toHex(tx.txHash)) return false
      return view.tip - spender.block + 1n >= BigInt(ctx.config.confirmations)
    })
    const orphaned = inputsOf(tx.bytes).some((input) =>
      books.transactions.some((maker) => maker.status === "dead" && input.startsWith(toHex(maker.txHash))),
    )
    if (!buried && !orphaned)
      say(`I4: transaction ${toHex(tx.txHash)} is given up, but no input of it is spent for good`)
  }
  for (const settlement of books.settlements) {
    if (settlement.status !== "failed" && sumOf(settlement.entries) !== settlement.amount)
      say(`I4: settlement ${settlement.id} of ${settlement.amount} holds entries of ${sumOf(settlement.entries)}`)
    if (settlement.status === "failed" && settlement.entries.length > 0)
      say(`I4: settlement ${settlement.id} has failed and still holds ${settlement.entries.length} entries`)
  }
  const owed = new Map<Hex, bigint>()
  const paid = new Map<Hex, bigint>()
  for (const settlement of books.settlements) {
    const seen = view.transactions.get(toHex(settlement.txHash))
    if (!seen) continue
    for (const entry of settlement.entries) add(owed, toHex(entry.lockHash), entry.amount)
    if (settlement.withdrawal)
      add(owed, toHex(settlement.withdrawal.receiverLockHash), -settlement.withdrawal.networkFee)
    for (const output of seen.outputs) add(paid, output.lockHash, output.capacity)
    for (const input of seen.inputs) {
      const { lockHash, capacity } = await view.output(input)
      add(paid, lockHash, -capacity)
    }
  }
  paid.delete(ctx.chain.platform.lockHash)
  for (const lockHash of new Set([...owed.keys(), ...paid.keys()])) {
    const [got, due] = [paid.get(lockHash) ?? 0n, owed.get(lockHash) ?? 0n]
    if (got !== due) say(`I4: ${lockHash} got ${got} shannons on chain for entries of ${due}`)
  }
}

/** I3 and I4 for the pool's own transactions: only a withdrawal of fees lets anything out, and exactly its amount. */
function operationsAreWhatTheySay(ctx: Context, { operations }: Books, view: ChainView, say: Say): void {
  for (const { id, status, amount, txHash } of operations) {
    const seen = view.transactions.get(toHex(txHash))
    const expected = stateOnChain(ctx, view, seen?.block)
    if (expected ? status !== expected : status !== "signed" && status !== "failed")
      say(`I3: pool operation ${id} is ${status}, on chain ${expected ?? "in no block"}`)
    if (!seen) continue
    const strangers = seen.outputs.filter(({ lockHash }) => lockHash !== ctx.chain.platform.lockHash)
    const left = strangers.reduce((total, { capacity }) => total + capacity, 0n)
    if (left !== (amount ?? 0n)) say(`I4: pool operation ${id} let ${left} shannons out, not ${amount ?? 0n}`)
  }
}

function stateOnChain(ctx: Context, view: ChainView, block: bigint | undefined): "committed" | "confirmed" | undefined {
  if (block === undefined) return undefined
  return view.tip - block + 1n >= BigInt(ctx.config.confirmations) ? "confirmed" : "committed"
}

/** I5 */
function everySignatureIsStored(ctx: Context, books: Books, view: ChainView, say: Say): void {
  const platform = ctx.chain.platform.lockHash
  const ours = new Set(books.cells.map(keyOf))
  const all = [...view.transactions.values(), ...view.waiting]
  for (const tx of all)
    for (const [index, { lockHash }] of tx.outputs.entries()) if (lockHash === platform) ours.add(`${tx.hash}:${index}`)
  const stored = new Set(books.transactions.map(({ txHash }) => toHex(txHash)))
  for (const tx of all)
    if (tx.inputs.some((input) => ours.has(input)) && !stored.has(tx.hash))
      say(`I5: transaction ${tx.hash} bears the platform's signature and is not stored`)
  const claims = new Map(books.claims.map((claim) => [keyOf(claim), claim]))
  // While what a self-spend is to end can commit, the claim is that one's.
  const binding = new Set(books.operations.filter(({ kind }) => kind !== "self_spend").map(({ id }) => id))
  for (const tx of books.transactions) {
    if (tx.status === "dead" || (tx.poolOperationId !== null && !binding.has(tx.poolOperationId))) continue
    for (const input of inputsOf(tx.bytes)) {
      const claim = claims.get(input)
      // Once another transaction spends one input, the platform's cell is lent again before ours is final,
      const givenBack = inputsOf(tx.bytes).some((other) => {
        const spender = view.spenders.get(other)
        return spender !== undefined && spender.hash !== toHex(tx.txHash)
      })
      const owns =
        claim?.paymentId === tx.paymentId &&
        claim.settlementId === tx.settlementId &&
        claim.poolOperationId === tx.poolOperationId
      // and stays so when a reorganisation takes that other one back: then the chain takes whichever of its spenders it
      // likes.
      const wasLentAgain = tx.paymentId !== null && ours.has(input) && claim === undefined
      if (!givenBack && !wasLentAgain && !owns)
        say(`I5: input ${input} of ${tx.status} transaction ${toHex(tx.txHash)} is not claimed by its owner`)
    }
  }
}

/** I6 */
function nothingWaitsForEver(books: Books, say: Say): void {
  const alive = books.transactions.filter(({ status }) => status !== "dead")
  const now = Date.now()
  for (const claim of books.claims) {
    const owned = alive.some(
      (tx) =>
        (claim.paymentId !== null && tx.paymentId === claim.paymentId) ||
        (claim.settlementId !== null && tx.settlementId === claim.settlementId) ||
        (claim.poolOperationId !== null && tx.poolOperationId === claim.poolOperationId),
    )
    if (!owned) say(`I6: the claim on ${keyOf(claim)} has no owner that can still commit`)
  }
  const claimed = new Set(books.claims.map(keyOf))
  for (const cell of books.cells)
    if ((cell.state === "claimed") !== claimed.has(keyOf(cell)) && (cell.state === "claimed" || cell.state === "free"))
      say(`I6: cell ${keyOf(cell)} is ${cell.state}, and ${claimed.has(keyOf(cell)) ? "has" : "has no"} claim`)
  for (const tx of alive)
    if (tx.status === "signed" && tx.nextCheckAt.getTime() > now + LONGEST_WAIT_MS)
      say(`I6: transaction ${toHex(tx.txHash)} is looked at again only at ${tx.nextCheckAt.toISOString()}`)
  for (const { id, status, expiresAt } of books.payments) {
    if (status === "prepared" && expiresAt.getTime() < now - LONGEST_WAIT_MS)
      say(`I6: payment ${id} is prepared and expired at ${expiresAt.toISOString()}`)
    if (status === "submitted" && !alive.some((tx) => tx.paymentId === id))
      say(`I6: payment ${id} is submitted and nothing of it can commit`)
  }
  for (const { id, status } of books.settlements)
    if (status === "signed" && !alive.some((tx) => tx.settlementId === id))
      say(`I6: settlement ${id} is signed and nothing of it can commit`)
  for (const { id, status } of books.operations)
    if (status === "signed" && !alive.some((tx) => tx.poolOperationId === id))
      say(`I6: pool operation ${id} is signed and nothing of it can commit`)
}

/** I7: what the client sent, as it can be had back from the stored bytes, sent once more. */
async function sameAnswerAgain(ctx: Context, books: Books, say: Say): Promise<void> {
  for (const { id, status, txHash, unsignedTx } of books.payments) {
    const stored = books.transactions.find((tx) => tx.paymentId === id)
    if (!stored || !["submitted", "committed", "confirmed"].includes(status)) continue
    const reply = await submitPayment(ctx, { paymentId: id, rawTx: asSent(unsignedTx, stored.bytes) })
    if (reply.status !== status || reply.txHash !== toHex(txHash))
      say(`I7: payment ${id} is ${status}, the same request answers ${reply.status} ${reply.txHash}`)
  }
  for (const { id, status, txHash, unsignedTx, settlementId } of books.withdrawals) {
    const stored = books.transactions.find((tx) => tx.settlementId === settlementId)
    if (!stored || status !== "submitted") continue
    const reply = await submitWithdrawal(ctx, { withdrawalId: id, rawTx: asSent(unsignedTx, stored.bytes) })
    if (reply.txHash !== toHex(txHash)) say(`I7: withdrawal ${id} answers ${reply.txHash}, not ${toHex(txHash)}`)
  }
  const signed = await ctx.db.chainTransaction.count()
  if (signed !== books.transactions.length)
    say(`I7: the same requests again made ${signed - books.transactions.length} more signed transactions`)
}

function asSent(unsignedTx: Uint8Array, signedTx: Uint8Array): Hex {
  const tx = ccc.Transaction.fromBytes(unsignedTx)
  tx.setWitnessAt(0, ccc.Transaction.fromBytes(signedTx).witnesses[0] ?? "0x")
  return toHex(tx.toBytes())
}

function add(totals: Map<Hex, bigint>, key: Hex, amount: bigint): void {
  totals.set(key, (totals.get(key) ?? 0n) + amount)
}
