import type { OutPoint } from "@/lib/chain/cells"
import type { Context } from "@/lib/context"
import type { Db, DbTransaction } from "@/lib/db"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import type { Shannons } from "@/lib/money"
import type { PaidBeforeKind } from "./types"

/** What a sender has paid lately, and may be about to pay a second time. */
export interface PaidBefore {
  /** null for who may not know which payment it is */
  paymentId: bigint | null
  txHash: Hex
  amount: Shannons
  /** When it was prepared; for a stranger, when a block had it */
  createdAt: Date
  /** The same payment as far as its payee is concerned; or, for a stranger, one of the same amount, whoever got it */
  same: PaidBeforeKind
}

/** What makes two payments of one sender the same to people. What they wrote to the payee may be anything. */
interface Order {
  senderLockHash: Hex
  receiverLockHash: Hex
  amount: Shannons
  linkId: bigint | null
  reference: string | null
  info: string | null
}

/** The newest claims of a sender that are looked at; a payment has one for each cell that it spends. */
const CLAIMS_READ = 64

/**
 * Whether a sender has paid an order within the last hour. The claims say which payments of theirs were signed: what
 * others have prepared in their name has none, however much it is.
 *
 * Whoever prepares may name anybody as the sender. So whoever may not read the sender's payments is told no more than
 * what the chain shows to everybody: that this lock has paid this amount to the platform, by which transaction, and
 * when. For them nothing may depend on payee, link or note, not even which of two payments is named; nor may anything
 * be said of a payment that no block has.
 *
 * @param mayRead whether the one who asks may read what this sender has paid
 */
export async function findPaidBefore({ db }: Context, order: Order, mayRead: boolean): Promise<PaidBefore | null> {
  const rows = await db.$queryRaw<PaidRow[]>`
    SELECT p.id, p.tx_hash, p.created_at, t.committed_at, (${COLUMNS}) IS NOT DISTINCT FROM (${valuesOf(order)}) AS same
    FROM payment p JOIN chain_transaction t ON t.payment_id = p.id
    WHERE p.id IN (SELECT payment_id FROM claim
                   WHERE lock_hash = ${fromHex(order.senderLockHash)} AND created_at > now() - interval '1 hour'
                   ORDER BY created_at DESC LIMIT ${CLAIMS_READ})
      AND p.amount = ${order.amount} AND ${IS_SIGNED}
    ORDER BY p.id DESC`
  return mayRead ? tellAll(rows, order.amount) : tellStranger(rows, order.amount)
}

interface PaidRow {
  id: bigint
  tx_hash: Uint8Array
  created_at: Date
  committed_at: Date | null
  same: boolean
}

function tellAll(rows: PaidRow[], amount: Shannons): PaidBefore | null {
  const row = rows.find(({ same }) => same)
  if (!row) return null
  return { paymentId: row.id, txHash: toHex(row.tx_hash), amount, createdAt: row.created_at, same: "payment" }
}

function tellStranger(rows: PaidRow[], amount: Shannons): PaidBefore | null {
  for (const { tx_hash, committed_at } of rows) {
    if (committed_at)
      return { paymentId: null, txHash: toHex(tx_hash), amount, createdAt: committed_at, same: "amount" }
  }
  return null
}

/**
 * The payment of the same sender that spends what another of theirs was to spend; undefined when it is something else.
 * To be told only to who has shown the sender's signature.
 *
 * @param input.paymentId the one that comes too late
 * @param input.outPoints what it was to spend of the sender's
 */
export async function findSpender(
  db: Db | DbTransaction,
  input: { paymentId: bigint; outPoints: OutPoint[] },
): Promise<{ paymentId: bigint; isSame: boolean } | undefined> {
  const outPoints = input.outPoints.map(({ txHash, index }) => Prisma.sql`(${fromHex(txHash)}, ${index})`)
  const [row] = await db.$queryRaw<{ id: bigint; same: boolean }[]>`
    SELECT p.id, (${COLUMNS}) IS NOT DISTINCT FROM
      (late.sender_lock_hash, late.receiver_lock_hash, late.amount, late.link_id, late.reference,
       late.info) AS same
    FROM payment late JOIN payment p ON p.sender_lock_hash = late.sender_lock_hash AND p.id <> late.id
    WHERE late.id = ${input.paymentId} AND ${IS_SIGNED}
      AND p.id IN (SELECT payment_id FROM claim WHERE (tx_hash, output_index) IN (${Prisma.join(outPoints)}))
    ORDER BY same DESC, p.id DESC LIMIT 1`
  return row && { paymentId: row.id, isSame: row.same }
}

const COLUMNS = Prisma.sql`p.sender_lock_hash, p.receiver_lock_hash, p.amount, p.link_id, p.reference, p.info`
const IS_SIGNED = Prisma.sql`p.status IN ('submitted', 'committed', 'confirmed')`

function valuesOf(order: Order): Prisma.Sql {
  const { senderLockHash, receiverLockHash, amount, linkId, reference, info } = order
  return Prisma.sql`${fromHex(senderLockHash)}::bytea, ${fromHex(receiverLockHash)}::bytea, ${amount}::bigint,
    ${linkId}::bigint, ${reference}::text, ${info}::text`
}
