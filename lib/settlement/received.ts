import type { Context } from "@/lib/context"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import { type Page, pageOf } from "@/lib/page"
import type { SettlementKind, SettlementStatus } from "./types"

/** Of how many payments a payout tells by itself. The entries say of each payment how it was paid out. */
const PAYMENTS_NAMED = 20

/** What one settlement pays one party. */
export interface ReceivedPayout {
  /** the settlement's */
  id: bigint
  kind: SettlementKind
  status: SettlementStatus
  /** what is owed less by it */
  amount: Shannons
  /** what the party has paid the network of it: nothing, unless they took it out themselves */
  networkFee: Shannons
  txHash: Hex
  createdAt: Date
  updatedAt: Date
  /** how many payments it pays, or pays a part of */
  paymentCount: number
  /** the oldest of them */
  payments: { paymentId: bigint; amount: Shannons; info: string | null; linkTitle: string | null }[]
}

interface PayoutRow {
  id: bigint
  kind: SettlementKind
  status: SettlementStatus
  amount: string
  network_fee: bigint | null
  tx_hash: Uint8Array
  created_at: Date
  updated_at: Date
  payment_count: number
  payments: { payment_id: string; amount: string; info: string | null; link_title: string | null }[]
}

/**
 * What a party was paid, or is being paid, newest first. A settlement that has failed has paid nothing, and is not
 * here.
 */
export async function listPayouts(
  { db }: Context,
  lockHash: Hex,
  { cursor, limit }: { cursor?: bigint; limit: number },
): Promise<Page<ReceivedPayout>> {
  const lock = fromHex(lockHash)
  const before = cursor === undefined ? Prisma.empty : Prisma.sql`AND settlement_id < ${cursor}`
  // From one settlement to the next by the index: a party can have any number of entries in each.
  const rows = await db.$queryRaw<PayoutRow[]>`
    WITH RECURSIVE page(settlement_id, ordinal) AS (
      SELECT max(settlement_id), 1 FROM account
      WHERE lock_hash = ${lock} AND settlement_id IS NOT NULL ${before}
      UNION ALL
      SELECT (SELECT max(a.settlement_id) FROM account a
              WHERE a.lock_hash = ${lock} AND a.settlement_id < page.settlement_id), ordinal + 1
      FROM page WHERE ordinal <= ${limit} AND settlement_id IS NOT NULL
    )
    SELECT s.id, s.kind, s.status, paid.amount, w.network_fee, s.tx_hash, s.created_at, s.updated_at,
      paid.payment_count, named.payments
    FROM page JOIN settlement s ON s.id = page.settlement_id
    LEFT JOIN withdrawal w ON w.settlement_id = s.id
    CROSS JOIN LATERAL (
      SELECT sum(a.amount)::text AS amount, count(DISTINCT a.payment_id)::int AS payment_count FROM account a
      WHERE a.lock_hash = ${lock} AND a.settlement_id = s.id
    ) paid
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('payment_id', e.payment_id::text, 'amount', e.amount::text, 'info', p.info,
        'link_title', coalesce(r.title, l.title)) ORDER BY e.payment_id) AS payments
      FROM (
        SELECT a.payment_id, sum(a.amount) AS amount FROM account a
        WHERE a.lock_hash = ${lock} AND a.settlement_id = s.id
        GROUP BY a.payment_id ORDER BY a.payment_id LIMIT ${PAYMENTS_NAMED}
      ) e JOIN payment p ON p.id = e.payment_id LEFT JOIN payment_link l ON l.id = p.link_id
      LEFT JOIN payment_link_revision r ON r.link_id = p.link_id AND r.revision = p.link_revision
    ) named
    ORDER BY s.id DESC`
  return pageOf(rows.map(payoutOf), limit)
}

function payoutOf(row: PayoutRow): ReceivedPayout {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    amount: shannons(BigInt(row.amount)),
    networkFee: shannons(row.network_fee ?? 0n),
    txHash: toHex(row.tx_hash),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    paymentCount: row.payment_count,
    payments: row.payments.map((payment) => ({
      paymentId: BigInt(payment.payment_id),
      amount: shannons(BigInt(payment.amount)),
      info: payment.info,
      linkTitle: payment.link_title,
    })),
  }
}
