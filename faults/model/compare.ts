import type { SeenTransaction } from "@/faults/chain-scan"
import type { Hex } from "@/lib/hex"
import type { View } from "./chain-watch"
import { type Model, type ModelPayment, type ModelWithdrawal, total } from "./model"
import { CONFIRMATIONS } from "./world"

/** What the platform says of itself, in one answer of its database. */
interface Books {
  payments: { id: string; status: string }[]
  withdrawals: { id: string; status: string; settled: string | null }[]
  /** With all their attempts: only one of them can ever commit */
  settlements: { id: string; hashes: Hex[]; kind: string; status: string }[]
  own: Hex[]
  ledger: { account: string; amount: string }[]
  entries: { lock_hash: Hex; status: string; amount: string }[]
}

/**
 * Compares what the platform says with what the model expects, at the block where its database stands, and the chain
 * with what the platform may have put there.
 *
 * @returns what differs, each in a sentence
 */
export async function compare(model: Model): Promise<string[]> {
  const books = await readBooks(model)
  const view = await model.stage.watch.look()
  const found: string[] = []
  const say = (difference: string) => found.push(difference)
  for (const { hashes, kind } of books.settlements)
    if (kind === "payout") for (const hash of hashes) model.others.set(hash, "payout")
  for (const hash of books.own) model.others.set(hash, "own")
  everyTransactionIsExpected(model, view, say)
  for (const payment of model.payments) {
    const row = books.payments.find(({ id }) => id === payment.id.toString())
    compareStatus(model, `payment ${payment.id}`, payment, row?.status, paymentStates, say)
    if (row?.status === "confirmed") payment.wasConfirmed = true
  }
  for (const withdrawal of model.withdrawals) {
    const row = books.withdrawals.find(({ id }) => id === withdrawal.id.toString())
    const status = withdrawal.fate === "signed" ? row?.settled : row?.status
    compareStatus(model, `withdrawal ${withdrawal.id}`, withdrawal, status ?? undefined, withdrawalStates, say)
  }
  for (const settlement of books.settlements) compareSettlement(model, settlement, say)
  compareLedger(model, books, say)
  for (const receiver of model.stage.receivers) compareAccount(model, receiver.name, receiver.lockHash, books, say)
  return found
}

type Say = (difference: string) => void

/** Nothing that touches the platform's cells is on chain but what it has signed and admits. */
function everyTransactionIsExpected(model: Model, view: View, say: Say): void {
  for (const tx of view.transactions) {
    const payment = model.payments.find((candidate) => candidate.tx.hash === tx.hash)
    const withdrawal = model.withdrawals.find((candidate) => candidate.tx.hash === tx.hash)
    const signed = payment ?? withdrawal
    if (signed && signed.fate !== "signed") say(`${tx.hash} is on chain, and was never accepted: ${signed.fate}`)
    if (signed?.dead) say(`${tx.hash} is on chain, and had failed`)
    if (!signed && !model.others.has(tx.hash)) say(`${tx.hash} is on chain, and nobody has signed it`)
  }
}

const paymentStates = { open: "submitted", over: "failed" }
const withdrawalStates = { open: "signed", over: "failed" }

function compareStatus(
  model: Model,
  what: string,
  row: ModelPayment | ModelWithdrawal,
  status: string | undefined,
  names: { open: string; over: string },
  say: Say,
): void {
  const depth = model.followed.depth(row.tx.hash)
  if (row.fate !== "signed") {
    const expected = row.fate === "overdue" ? "prepared" : row.fate
    if (status !== expected) say(`${what} is ${status}, expected ${expected}`)
    return
  }
  const excluded = model.excludedFor(row.tx)
  if (status === names.over && !row.dead && excluded >= CONFIRMATIONS) {
    row.dead = true
    model.keepFinal()
  }
  const expected = onChain(depth) ?? (row.dead ? names.over : names.open)
  if (status !== expected)
    say(`${what} is ${status}, expected ${expected}: ${depth} confirmations, excluded for ${excluded} blocks`)
  row.acceptedUnder ??= model.followed
  // Where a transaction of the platform's own excludes it, that one is confirmed first, a block later. And what
  // excludes it may have left the chain before it was accepted, unseen so far.
  if (!row.dead && excluded > CONFIRMATIONS && row.acceptedUnder !== model.followed)
    say(`${what} is ${status}, and excluded for ${excluded} blocks`)
}

function compareSettlement(model: Model, { id, hashes, kind, status }: Books["settlements"][number], say: Say): void {
  const depths = hashes.map((hash) => model.followed.depth(hash)).filter((depth) => depth > 0)
  if (depths.length > 1) say(`settlement ${id} is on chain ${depths.length} times`)
  const expected = onChain(depths[0] ?? 0)
  if (kind === "payout" && (expected ? status !== expected : status !== "signed" && status !== "failed"))
    say(`settlement ${id} is ${status} with ${depths[0] ?? 0} confirmations`)
  if (status === "failed" && !model.failedSettlements.has(id)) {
    model.failedSettlements.add(id)
    model.keepFinal()
  }
}

function onChain(depth: number): "confirmed" | "committed" | undefined {
  return depth >= CONFIRMATIONS ? "confirmed" : depth > 0 ? "committed" : undefined
}

/** Every account of the ledger, from the chain's blocks. */
function compareLedger(model: Model, { ledger }: Books, say: Say): void {
  const { followed: view, platform } = model
  const mine = (tx: SeenTransaction) => total(tx.outputs.filter((o) => o.lockHash === platform).map((o) => o.capacity))
  const young = (tx: SeenTransaction) => view.depth(tx.hash) < CONFIRMATIONS
  const committed = model.payments.filter(({ tx }) => view.depth(tx.hash) > 0)
  const credited = model.payments.filter((payment) => model.isCredited(payment))
  const payouts = view.transactions.filter((tx) => model.others.get(tx.hash) === "payout")
  const withdrawn = model.withdrawals.filter(({ tx }) => view.depth(tx.hash) > 0)
  const own = view.transactions.filter((tx) => model.others.get(tx.hash) === "own")
  const deposits = view.transactions.filter((tx) => model.others.get(tx.hash) === "outsider")
  const given = (tx: SeenTransaction) => total(tx.outputs.map((o) => o.capacity)) - mine(tx)
  const networkFees = total([...payouts, ...own].map((tx) => model.feeOf(tx)))
  const paid = total([
    ...payouts.filter((tx) => !young(tx)).map(given),
    ...withdrawn.filter(({ tx }) => !young(tx)).map(({ amount }) => amount),
  ])
  const underWay = total([
    ...payouts.filter(young).map(given),
    ...withdrawn.filter(({ tx }) => young(tx)).map(({ amount }) => amount),
  ])
  const capital = model.capital + total(deposits.map(mine))
  const amounts = total(committed.map(({ amount }) => amount))
  const expected = {
    pool: capital + amounts - paid - underWay - networkFees,
    payments_in_confirmation: -total(committed.filter(({ tx }) => young(tx)).map(({ amount }) => amount)),
    settlements_in_confirmation: underWay,
    fees: -total(credited.map(({ fee }) => fee)),
    network_fees: networkFees,
    capital: -capital,
    // What was lost with a payment is owed no less than what was not; the two together are what is left to pay.
    owed_and_loss: paid - total(credited.map(({ amount, fee }) => amount - fee)),
  }
  const booked = (...accounts: string[]) =>
    total(ledger.filter(({ account }) => accounts.includes(account)).map(({ amount }) => BigInt(amount)))
  for (const [account, amount] of Object.entries(expected)) {
    const actual = account === "owed_and_loss" ? booked("owed", "loss") : booked(account)
    if (actual !== amount) say(`the ledger's ${account} is ${actual}, expected ${amount}`)
  }
  const lost = booked("loss")
  if (lost < 0n) say(`the ledger's loss is ${lost}`)
  if (lost > 0n && !model.payments.some(({ dead, wasConfirmed }) => dead && wasConfirmed))
    say(`the ledger has a loss of ${lost}, and nothing was lost`)
}

/** What a receiver is told of their money. */
function compareAccount(model: Model, name: string, lockHash: Hex, { entries }: Books, say: Say): void {
  const sum = (...statuses: string[]) =>
    total(
      entries
        .filter((entry) => entry.lock_hash === lockHash && statuses.includes(entry.status))
        .map(({ amount }) => BigInt(amount)),
    )
  const [credited, takenBack] = [model.credited(lockHash), model.takenBack(lockHash)]
  const payable = sum("available", "settling", "paid")
  if (payable < credited || payable > credited + takenBack)
    say(`${name} is told of ${payable} payable or paid, expected ${credited} and at most ${takenBack} taken back`)
  const paid = model.received(lockHash, CONFIRMATIONS)
  if (sum("paid") !== paid) say(`${name} is told of ${sum("paid")} paid, the chain says ${paid}`)
  const underWay = model.received(lockHash, 1) - paid
  if (sum("settling") < underWay) say(`${name} is told of ${sum("settling")} under way, the chain has ${underWay}`)
  if (paid + underWay > credited + takenBack)
    say(`${name} got ${paid + underWay}, and was never owed more than ${credited + takenBack}`)
  const open = model.payments.filter(({ fate }) => fate === "prepared" || fate === "overdue" || fate === "signed")
  const alive = total(open.filter(({ dead }) => !dead).map(({ shares }) => shares.get(lockHash)))
  const all = sum("pending", "available", "settling", "paid")
  const lost = total(
    open.filter(({ dead, wasConfirmed }) => dead && wasConfirmed).map(({ shares }) => shares.get(lockHash)),
  )
  if (all < alive || all > alive + lost)
    say(`${name}'s entries come to ${all}, expected ${alive} and at most ${lost} lost`)
}

async function readBooks({ stage: { ctx } }: Model): Promise<Books> {
  const [row] = await ctx.db.$queryRaw<{ books: Books }[]>`
    SELECT json_build_object(
      'payments', (SELECT coalesce(json_agg(json_build_object('id', id::text, 'status', status)), '[]') FROM payment),
      'withdrawals', (SELECT coalesce(json_agg(json_build_object('id', w.id::text, 'status', w.status, 'settled',
        s.status)), '[]')
        FROM withdrawal w LEFT JOIN settlement s ON s.id = w.settlement_id),
      'settlements', (SELECT coalesce(json_agg(s), '[]') FROM
        (SELECT s.id::text AS id, s.kind, s.status, json_agg('0x' || encode(t.tx_hash, 'hex')) AS hashes
         FROM settlement s JOIN chain_transaction t ON t.settlement_id = s.id GROUP BY s.id) s),
      'own', (SELECT coalesce(json_agg('0x' || encode(tx_hash, 'hex')), '[]') FROM pool_operation),
      'ledger', (SELECT coalesce(json_agg(l), '[]') FROM
        (SELECT account, sum(amount)::text AS amount FROM ledger_entry GROUP BY 1) l),
      'entries', (SELECT coalesce(json_agg(e), '[]') FROM
        (SELECT '0x' || encode(lock_hash, 'hex') AS lock_hash, status, sum(amount)::text AS amount
         FROM account WHERE kind <> 'fee' GROUP BY 1, 2) e)
    ) AS books`
  if (!row) throw new Error("the database does not answer")
  return row.books
}
