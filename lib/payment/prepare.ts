import type { PlainCell } from "@/lib/chain/cells"
import { type BuiltPayment, buildPayment, paymentFee } from "@/lib/chain/payment-transaction"
import { paymentCommitment } from "@/lib/commitment"
import type { Context } from "@/lib/context"
import { type HotStatement, runHot } from "@/lib/db-hot"
import { ChainError, Forbidden, NoPlatformCell } from "@/lib/errors"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { divideIntoShares } from "@/lib/ledger/shares"
import type { Share } from "@/lib/ledger/types"
import { type Shannons, shannons, sum } from "@/lib/money"
import { refuseWhenPaused } from "@/lib/pause"
import { type HoldRow, holdOf, LENDABLE_FACTOR } from "@/lib/pool/hold"
import type { PlatformCell } from "@/lib/pool/platform-cell"
import { keepHold, takeHold } from "@/lib/pool/take-hold"
import { inSpan, sayInSpan } from "@/lib/trace"
import { claimedOutPoints } from "@/lib/transaction/claim"
import { OPEN_OF_A_NETWORK, OPEN_OF_A_SENDER, requireRoomForPrepare } from "./open-prepares"
import { CLAIMS_READ, type PaidBefore, type PaidRow, tellPaidBefore } from "./paid-before"
import { type Parties, resolveParties, type SplitInput } from "./parties"
import { createClientSecret, createSalt } from "./secret"
import { findSenderCells, insufficientBalance } from "./sender-cells"

export interface PrepareInput {
  sender: string
  receiver: string
  /** shannons, > 0 */
  amount: Shannons
  splits: SplitInput[]
  info?: string | null
  category?: number | null
  senderDid?: string | null
  receiverDid?: string | null
  /** The merchant's name for what is paid */
  reference?: string | null
  /** What the payer writes to the payee */
  message?: string | null
  /** The project that it is made for; through a link it is the link's */
  projectId?: bigint
  /** The caller's network, as limits name it; absent where there are no limits */
  network?: string
  /** The link that it is made through; its terms were checked against the rest */
  link?: { id: bigint; oneTime: boolean; expiresAt: Date | null; revision: number; amount: Shannons | null }
  /** Whether the caller may read what a lock has paid; absent when nobody has shown that they may */
  mayRead?: (lockHash: Hex) => boolean
}

export interface PreparedPayment {
  paymentId: bigint
  clientSecret: string
  /** Part of the commitment: whoever has it can check who is to be paid, and nobody else can guess it */
  salt: Hex
  txHash: Hex
  /** Molecule-serialized, with placeholders in the witnesses; signing changes neither its size nor its hash */
  rawTx: Hex
  amount: Shannons
  platformFee: Shannons
  networkFee: Shannons
  expiresAt: Date
  /** What this sender has paid already, and may not want to pay again */
  paidBefore: PaidBefore | null
}

/**
 * Books a payment and chooses a platform cell for it. Nothing is signed here, so nothing is bound.
 *
 * One round trip to the node (the sender's cells) and, while payments come one after the other, one to the database: it
 * books this one and chooses the cell of the next.
 *
 * @throws Forbidden by a publishable key without a link: whoever has it could pay themselves in the project's name,
 *   under an order of it
 * @throws ValidationError for parties that cannot pay or be paid here, and for splits above the amount
 * @throws InsufficientBalance when the sender's plain cells cannot leave a change cell
 * @throws PaymentInProgress when they could, were it not for an earlier payment on its way
 * @throws RateLimited when the network that asks has as many open payments as one may have
 * @throws NoPlatformCell when every cell is bound to a signed transaction, and none comes back soon
 * @throws Paused while the operator has stopped new payments
 */
export async function preparePayment(ctx: Context, input: PrepareInput): Promise<PreparedPayment> {
  return inSpan("payment.prepare", {}, () => prepare(ctx, input))
}

async function prepare(ctx: Context, input: PrepareInput): Promise<PreparedPayment> {
  if (ctx.actor.kind === "project" && ctx.actor.isAnybody && !input.link)
    throw new Forbidden("A publishable key pays through a payment link: send link. Nothing was prepared.")
  const parties = await resolveParties(ctx, input)
  const shares = divideIntoShares({
    amount: input.amount,
    feeBps: ctx.config.feeBps,
    platform: ctx.chain.platform.lockHash,
    receiver: parties.receiver.lockHash,
    splits: parties.splits,
  })
  // Before the hold: a sender without money must not push others' cells back in the order.
  let senderCells = await findSenderCells(ctx, parties.sender, input.amount)
  let { hold, ...next } = await takeHold(ctx)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    sayInSpan({ payment_id: hold.paymentId })
    const recorded = await record(ctx, { input, parties, shares, senderCells, ...hold, ...next })
    if (recorded.outcome === "prepared") return recorded.prepared
    if (recorded.outcome === "cell_taken") ({ hold, ...next } = await takeHold(ctx))
    else if (recorded.outcome === "claimed") {
      const { lockHash } = parties.sender
      senderCells = await findSenderCells(ctx, parties.sender, input.amount, await claimedOutPoints(ctx.db, lockHash))
    } else if (recorded.outcome === "no_room")
      await requireRoomForPrepare(ctx, { network: input.network, sender: parties.sender.lockHash })
    else await refuseWhenPaused(ctx.db, "prepare")
  }
  throw new NoPlatformCell("Others were faster for each cell that was free. Nothing was sent. Try again in a second.", {
    retryAfter: 1,
  })
}

/** How often something may come in between: a cell that is taken, a claim, a limit or a pause that has just ended. */
const ATTEMPTS = 5

interface Draft {
  input: PrepareInput
  parties: Parties
  shares: Share[]
  senderCells: PlainCell[]
  cell: PlatformCell
  paymentId: bigint
  /** Whether to choose the next payment's cell along with it */
  isBusy: boolean
  /** which is not one that somebody has had for less than this */
  restMs: number
}

/** The database's function `prepare_payment` says what each means. */
type Outcome = "prepared" | "paused" | "no_room" | "claimed" | "cell_taken" | "hash_taken"
type Recorded =
  | { outcome: "prepared"; prepared: PreparedPayment }
  | { outcome: Exclude<Outcome, "prepared" | "hash_taken"> }

/** A hash that nobody holds is found within a few tries, unless somebody prepares the same payment over and over. */
const HASH_ATTEMPTS = 64

/**
 * Builds and inserts. Two payments must never share a transaction hash, or one transaction on chain would pay for both:
 * the fee grows by a shannon until the hash is new.
 */
async function record(ctx: Context, draft: Draft): Promise<Recorded> {
  const { secret, hash: secretHash } = createClientSecret()
  const salt = createSalt()
  const commitment = paymentCommitment({
    id: draft.paymentId,
    salt: toHex(salt),
    senderLockHash: draft.parties.sender.lockHash,
    shares: draft.shares,
  })
  let extraFee = 0n
  for (let attempt = 0; attempt < HASH_ATTEMPTS; attempt++) {
    const built = await build(ctx, draft, commitment, extraFee)
    const { outcome, expires, paid } = await insert(ctx, draft, built, { secretHash, salt })
    if (outcome === "prepared") {
      const mayRead = draft.input.mayRead?.(draft.parties.sender.lockHash) === true
      const prepared = {
        paymentId: draft.paymentId,
        clientSecret: secret,
        salt: toHex(salt),
        txHash: built.hash,
        rawTx: toHex(built.bytes),
        amount: draft.input.amount,
        platformFee: feeOf(draft.shares),
        networkFee: built.networkFee,
        expiresAt: expires,
        paidBefore: tellPaidBefore(paid ?? [], draft.input.amount, mayRead),
      }
      return { outcome, prepared }
    }
    if (outcome !== "hash_taken") return { outcome }
    // By one, and after some tries by more: a thousandth of a CKB at most, however often the same payment was prepared.
    extraFee += attempt < 16 ? 1n : BigInt(1 + Math.floor(Math.random() * 2_000))
  }
  throw new ChainError(
    "This payment was prepared too often. Nothing was sent. Change the amount a little, or wait for the earlier ones.",
    { details: { reason: "prepared_too_often" } },
  )
}

/**
 * Takes as few of the sender's cells as can pay. Each further cell makes the transaction longer, so the fee is found by
 * trying.
 */
async function build(ctx: Context, draft: Draft, commitment: Hex, extraFee: bigint): Promise<BuiltPayment> {
  const { parties, senderCells, cell, input } = draft
  const feeRate = await ctx.chain.feeRate()
  const needed = input.amount + parties.sender.occupied
  let taken = 1
  while (taken < senderCells.length && sum(capacities(senderCells.slice(0, taken))) < needed) taken++
  for (; taken <= senderCells.length; taken++) {
    const built = await buildPayment(ctx.chain, {
      sender: parties.sender,
      senderCells: senderCells.slice(0, taken),
      platformCell: cell,
      amount: input.amount,
      feeRate,
      extraFee,
      commitment,
    })
    if (built) return built
  }
  const fee = await paymentFee(ctx.chain, { sender: parties.sender, cells: senderCells.length, feeRate })
  throw insufficientBalance(parties.sender, {
    amount: input.amount,
    fee: fee + extraFee,
    balance: sum(capacities(senderCells)),
  })
}

const INSERT: HotStatement = {
  name: "prepare payment",
  text: `
    SELECT p.outcome, p.expires, p.paid, h.*
    FROM prepare_payment(jsonb_populate_record(NULL::payment, $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) p
    LEFT JOIN LATERAL (SELECT * FROM hold_cell($12, false, $14) WHERE $13) h ON true`,
  writes: true,
}

interface Inserted extends HoldRow {
  outcome: Outcome
  /** null unless it is prepared */
  expires: Date
  paid: PaidRow[] | null
}

async function insert(
  ctx: Context,
  draft: Draft,
  built: BuiltPayment,
  { secretHash, salt }: { secretHash: Uint8Array; salt: Uint8Array },
): Promise<Inserted> {
  const { input, parties, shares, cell, paymentId, isBusy, restMs } = draft
  const { sender, receiver, addresses } = parties
  const { link } = input
  const made = {
    ...{ id: `${paymentId}`, platform_cell_id: `${cell.id}`, tx_hash: bytea(built.hash) },
    ...{ sender: sender.address, sender_lock_hash: bytea(sender.lockHash) },
    ...{ receiver: receiver.address, receiver_lock_hash: bytea(receiver.lockHash) },
    ...{ amount: `${input.amount}`, platform_fee: `${feeOf(shares)}`, network_fee: `${built.networkFee}` },
    ...{ unsigned_tx: bytea(toHex(built.bytes)), client_secret_hash: bytea(toHex(secretHash)) },
    ...{ commitment_salt: bytea(toHex(salt)), info: input.info, category: input.category, message: input.message },
    ...{ sender_did: input.senderDid, receiver_did: input.receiverDid, client_network: input.network },
    ...{ reference: input.reference, reference_once: isReferenceOnce(input), project_id: input.projectId?.toString() },
    ...{ link_id: link?.id.toString(), link_once: link?.oneTime, link_revision: link?.revision },
  }
  const entries = shares.map(({ lockHash, amount, kind }) => ({
    ...{ receiver: addresses.get(lockHash) ?? "", lock_hash: bytea(lockHash), amount: `${amount}`, kind },
  }))
  const inputs = built.inputs.slice(0, -1)
  const [row] = await runHot<Inserted>(ctx.db, INSERT, [
    ...[JSON.stringify(made), JSON.stringify(entries)],
    ...[inputs.map(({ txHash }) => fromHex(txHash)), inputs.map(({ index }) => index)],
    ...[fromHex(cell.outPoint.txHash), cell.outPoint.index],
    ...[ctx.config.holdSeconds, link?.expiresAt ?? null, OPEN_OF_A_NETWORK, OPEN_OF_A_SENDER, CLAIMS_READ],
    ...[ctx.config.minWithdrawal * LENDABLE_FACTOR, isBusy, restMs],
  ])
  if (!row) throw new Error("the database did not say what became of the payment")
  const next = holdOf(row)
  if (next) keepHold(ctx, next)
  return row
}

/** As PostgreSQL writes bytes in text. */
function bytea(hex: Hex): string {
  return `\\x${hex.slice(2)}`
}

/**
 * A link for many payments with an amount of its own is paid once for each reference. Where the payer chooses the
 * amount a stranger could take somebody's order for a shannon, so there a reference says what it says and binds
 * nothing.
 */
function isReferenceOnce({ link, reference }: PrepareInput): true | null {
  return link && !link.oneTime && link.amount !== null && reference ? true : null
}

function capacities(cells: PlainCell[]): bigint[] {
  return cells.map((cell) => cell.capacity)
}

function feeOf(shares: Share[]): Shannons {
  return shannons(shares.find((share) => share.kind === "fee")?.amount ?? 0n)
}
