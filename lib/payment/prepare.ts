import type { PlainCell } from "@/lib/chain/cells"
import { type BuiltTransaction, buildPayment, paymentFee } from "@/lib/chain/transaction"
import { paymentCommitment } from "@/lib/commitment"
import type { Context } from "@/lib/context"
import { ChainError, Forbidden, NoPlatformCell } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { divideIntoShares } from "@/lib/ledger/shares"
import type { Share } from "@/lib/ledger/types"
import { type Shannons, shannons, sum } from "@/lib/money"
import { refuseWhenPaused } from "@/lib/pause"
import { holdCell } from "@/lib/pool/hold"
import type { PlatformCell } from "@/lib/pool/platform-cell"
import { inSpan, sayInSpan } from "@/lib/trace"
import { requireRoomForPrepare } from "./open-prepares"
import { findPaidBefore, type PaidBefore } from "./paid-before"
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
 * Three round trips to the database (the sender's claims, the hold, the insert) and one to the node (the sender's
 * cells). What the sender has paid before is looked up while the node is asked.
 *
 * @throws Forbidden by a publishable key without a link: whoever has it could pay themselves in the project's name,
 *   under an order of it
 * @throws ValidationError for parties that cannot pay or be paid here, and for splits above the amount
 * @throws InsufficientBalance when the sender's plain cells cannot leave a change cell
 * @throws PaymentInProgress when they could, were it not for an earlier payment on its way
 * @throws RateLimited when the network that asks has as many open payments as one may have
 * @throws NoPlatformCell when every cell is bound to a signed transaction
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
  const [senderCells, paidBefore] = await Promise.all([
    findSenderCells(ctx, parties.sender, input.amount),
    findPaidBefore(ctx, orderOf(input, parties), input.mayRead?.(parties.sender.lockHash) === true),
    requireRoomForPrepare(ctx, { network: input.network, sender: parties.sender.lockHash }),
  ])
  const hold = await holdCell(ctx.db, ctx.config.minWithdrawal)
  if (!hold) throw await noCell(ctx)
  sayInSpan({ payment_id: hold.paymentId })
  return { ...(await record(ctx, { input, parties, shares, senderCells, ...hold })), paidBefore }
}

function orderOf({ amount, link, reference, info }: PrepareInput, { sender, receiver }: Parties) {
  const [senderLockHash, receiverLockHash] = [sender.lockHash, receiver.lockHash]
  return {
    senderLockHash,
    receiverLockHash,
    amount,
    linkId: link?.id ?? null,
    reference: reference ?? null,
    info: info ?? null,
  }
}

interface Draft {
  input: PrepareInput
  parties: Parties
  shares: Share[]
  senderCells: PlainCell[]
  cell: PlatformCell
  paymentId: bigint
}

type Recorded = Omit<PreparedPayment, "paidBefore">

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
    const expiresAt = await insert(ctx, draft, built, { secretHash, salt })
    if (expiresAt) {
      return {
        paymentId: draft.paymentId,
        clientSecret: secret,
        salt: toHex(salt),
        txHash: built.hash,
        rawTx: toHex(built.tx.toBytes()),
        amount: draft.input.amount,
        platformFee: feeOf(draft.shares),
        networkFee: built.networkFee,
        expiresAt,
      }
    }
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
async function build(ctx: Context, draft: Draft, commitment: Hex, extraFee: bigint): Promise<BuiltTransaction> {
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

/** @returns when the payment expires, or undefined when its hash is taken */
async function insert(
  ctx: Context,
  draft: Draft,
  built: BuiltTransaction,
  { secretHash, salt }: { secretHash: Uint8Array; salt: Uint8Array },
): Promise<Date | undefined> {
  const { input, parties, shares, cell, paymentId } = draft
  const entries = shares.map((share) => {
    const address = parties.addresses.get(share.lockHash) ?? ""
    return Prisma.sql`(${address}, ${fromHex(share.lockHash)}::bytea, ${share.amount}::bigint, ${share.kind})`
  })
  const [row] = await ctx.db.$queryRaw<{ expires_at: Date }[]>`
    WITH inserted AS (
      INSERT INTO payment (id, sender, sender_lock_hash, receiver, receiver_lock_hash, amount, platform_fee,
        network_fee, tx_hash, unsigned_tx, platform_cell_id, client_secret_hash, commitment_salt, info, category,
          sender_did,
        receiver_did, link_id, link_once, link_revision, reference, reference_once, message, project_id,
          client_network, expires_at)
      VALUES (${paymentId}, ${parties.sender.address}, ${fromHex(parties.sender.lockHash)}, ${parties.receiver.address},
        ${fromHex(parties.receiver.lockHash)}, ${input.amount}, ${feeOf(shares)}, ${built.networkFee},
          ${fromHex(built.hash)},
        ${built.tx.toBytes()}, ${cell.id}, ${secretHash}, ${salt}, ${input.info ?? null}, ${input.category ?? null},
        ${input.senderDid ?? null}, ${input.receiverDid ?? null}, ${input.link?.id ?? null},
          ${input.link?.oneTime ?? null}, ${input.link?.revision ?? null},
        ${input.reference ?? null}, ${isReferenceOnce(input)}, ${input.message ?? null},
        ${input.projectId ?? null}, ${input.network ?? null},
        least(now() + ${ctx.config.holdSeconds} * interval '1 second',
          ${input.link?.expiresAt?.toISOString() ?? null}::timestamptz))
      ON CONFLICT (tx_hash) DO NOTHING
      RETURNING id, expires_at
    ), entries AS (
      INSERT INTO account (payment_id, receiver, lock_hash, amount, kind)
      SELECT inserted.id, share.receiver, share.lock_hash, share.amount, share.kind
      FROM inserted CROSS JOIN (VALUES ${Prisma.join(entries)}) AS share(receiver, lock_hash, amount, kind)
    )
    SELECT expires_at FROM inserted`
  return row?.expires_at
}

/**
 * A link for many payments with an amount of its own is paid once for each reference. Where the payer chooses the
 * amount a stranger could take somebody's order for a shannon, so there a reference says what it says and binds
 * nothing.
 */
function isReferenceOnce({ link, reference }: PrepareInput): true | null {
  return link && !link.oneTime && link.amount !== null && reference ? true : null
}

async function noCell(ctx: Context): Promise<Error> {
  await refuseWhenPaused(ctx.db, "prepare")
  return new NoPlatformCell(
    "All of the platform's cells are in payments that wait for a block. Nothing was sent. Try again in a few seconds.",
    {
      retryAfter: 3,
    },
  )
}

function capacities(cells: PlainCell[]): bigint[] {
  return cells.map((cell) => cell.capacity)
}

function feeOf(shares: Share[]): Shannons {
  return shannons(shares.find((share) => share.kind === "fee")?.amount ?? 0n)
}
