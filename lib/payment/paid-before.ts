import type { OutPoint } from "@/lib/chain/cells"
import type { Db, DbTransaction } from "@/lib/db"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex } from "@/lib/hex"
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

/** The newest claims of a sender that are looked at; a payment has one for each cell that it spends. */
export const CLAIMS_READ = 64

/** As the database's function `paid_lately` says it within a prepare, newest first. */
export interface PaidRow {
  id: string
  tx_hash: Hex
  created_at: string
  committed_at: string | null
  /** payee, link, reference and info are the same as the order's too */
  same: boolean
}

/**
 * What is said of an order's amount that a sender has paid within the last hour.
 *
 * Whoever prepares may name anybody as the sender. So whoever may not read the sender's payments is told no more than
 * what the chain shows to everybody: that this lock has paid this amount to the platform, by which transaction, and
 * when. For them nothing may depend on payee, link or note, not even which of two payments is named; nor may anything
 * be said of a payment that no block has.
 *
 * @param mayRead whether the one who asks may read what this sender has paid
 */
export function tellPaidBefore(rows: PaidRow[], amount: Shannons, mayRead: boolean): PaidBefore | null {
  return mayRead ? tellAll(rows, amount) : tellStranger(rows, amount)
}

function tellAll(rows: PaidRow[], amount: Shannons): PaidBefore | null {
  const row = rows.find(({ same }) => same)
  if (!row) return null
  const { id, tx_hash: txHash, created_at } = row
  return { paymentId: BigInt(id), txHash, amount, createdAt: new Date(created_at), same: "payment" }
}

function tellStranger(rows: PaidRow[], amount: Shannons): PaidBefore | null {
  for (const { tx_hash: txHash, committed_at } of rows)
    if (committed_at) return { paymentId: null, txHash, amount, createdAt: new Date(committed_at), same: "amount" }
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
