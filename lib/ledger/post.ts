import type { DbTransaction } from "@/lib/db"
import { Prisma } from "@/lib/generated/prisma/client"
import type { PaymentEvent } from "./types"

/**
 * What books money. Each event is a group of entries that sums to zero, one group for each payment, settlement or cell;
 * assets are positive, what the platform owes is negative. The caller has just moved the rows through a guarded update
 * in the same database transaction, so an event is booked once for each time it happens.
 *
 * `direction` -1n books the reverse: a reorganisation has taken the event back.
 */
export type Direction = 1n | -1n

/** The payment is in a block: the pool has grown, but nobody is credited yet. */
export async function postPaymentsCommitted(
  tx: DbTransaction,
  paymentIds: bigint[],
  direction: Direction,
): Promise<void> {
  if (paymentIds.length === 0) return
  await tx.$executeRaw`
    WITH grouped AS (
      SELECT p.id, p.amount, nextval('ledger_group') AS group_id FROM payment p WHERE p.id = ANY(${paymentIds})
    )
    INSERT INTO ledger_entry (group_id, event, account, amount, payment_id)
    SELECT g.group_id, ${eventName("payment_committed", direction)}, line.account, line.amount * ${direction}::bigint,
      g.id
    FROM grouped g
    CROSS JOIN LATERAL (VALUES ('pool', g.amount), ('payments_in_confirmation', -g.amount)) AS line(account, amount)`
}

/**
 * Enough confirmations: each party is owed its share, the platform has earned its fee. The reverse takes back what is
 * left of the shares, and what was owed to the sender for the rest: a refund's own entries are never reversed.
 */
export async function postPaymentsConfirmed(
  tx: DbTransaction,
  paymentIds: bigint[],
  direction: Direction,
): Promise<void> {
  if (paymentIds.length === 0) return
  await tx.$executeRaw`
    WITH grouped AS (
      SELECT p.id, p.amount, nextval('ledger_group') AS group_id FROM payment p WHERE p.id = ANY(${paymentIds})
    ), shares AS (
      SELECT a.payment_id, CASE WHEN a.kind = 'fee' THEN 'fees' ELSE 'owed' END AS account,
             CASE WHEN a.kind = 'fee' THEN NULL ELSE a.lock_hash END AS lock_hash, sum(a.amount) AS amount
      FROM account a WHERE a.payment_id = ANY(${paymentIds}) AND a.status <> 'reversed' GROUP BY 1, 2, 3
    )
    INSERT INTO ledger_entry (group_id, event, account, lock_hash, amount, payment_id)
    SELECT g.group_id, ${eventName("payment_confirmed", direction)}, line.account, line.lock_hash,
      line.amount * ${direction}::bigint, g.id
    FROM grouped g
    CROSS JOIN LATERAL (
      SELECT 'payments_in_confirmation' AS account, NULL::bytea AS lock_hash, g.amount AS amount
      UNION ALL
      SELECT s.account, s.lock_hash, -s.amount FROM shares s WHERE s.payment_id = g.id
    ) AS line`
}

/** A refund has taken these entries, or parts of them, and owes their sum to the sender. */
export async function postRefund(tx: DbTransaction, refundId: bigint): Promise<void> {
  await tx.$executeRaw`
    WITH lines AS (
      SELECT a.payment_id, CASE WHEN a.kind = 'fee' THEN 'fees' ELSE 'owed' END AS account,
        CASE WHEN a.kind = 'fee' THEN NULL ELSE a.lock_hash END AS lock_hash,
        sum(CASE WHEN a.status = 'reversed' THEN a.amount ELSE -a.amount END) AS amount
      FROM account a WHERE a.refund_id = ${refundId} GROUP BY 1, 2, 3
    ), grouped AS (SELECT nextval('ledger_group') AS group_id)
    INSERT INTO ledger_entry (group_id, event, account, lock_hash, amount, payment_id)
    SELECT g.group_id, 'payment_refunded', l.account, l.lock_hash, l.amount, l.payment_id
    FROM lines l, grouped g WHERE l.amount <> 0`
}

/** The settlement is in a block: the pool has paid receivers and the network. */
export async function postSettlementsCommitted(tx: DbTransaction, ids: bigint[], direction: Direction): Promise<void> {
  if (ids.length === 0) return
  await tx.$executeRaw`
    WITH grouped AS (
      SELECT s.id, s.amount, s.network_fee, nextval('ledger_group') AS group_id FROM settlement s
      WHERE s.id = ANY(${ids})
    )
    INSERT INTO ledger_entry (group_id, event, account, amount, settlement_id)
    SELECT g.group_id, ${eventName("settlement_committed", direction)}, line.account,
      line.amount * ${direction}::bigint, g.id
    FROM grouped g
    CROSS JOIN LATERAL (VALUES ('pool', -(g.amount + g.network_fee)), ('settlements_in_confirmation', g.amount),
      ('network_fees', g.network_fee)) AS line(account, amount)
    -- A withdrawal's receiver has paid the network from the amount.
    WHERE line.amount <> 0`
}

/** Enough confirmations: what was paid is owed no more. */
export async function postSettlementsConfirmed(tx: DbTransaction, ids: bigint[], direction: Direction): Promise<void> {
  if (ids.length === 0) return
  await tx.$executeRaw`
    WITH grouped AS (
      SELECT s.id, s.amount, nextval('ledger_group') AS group_id FROM settlement s WHERE s.id = ANY(${ids})
    ), paid AS (
      SELECT a.settlement_id, a.lock_hash, sum(a.amount) AS amount
      FROM account a WHERE a.settlement_id = ANY(${ids}) GROUP BY 1, 2
    )
    INSERT INTO ledger_entry (group_id, event, account, lock_hash, amount, settlement_id)
    SELECT g.group_id, ${eventName("settlement_confirmed", direction)}, line.account, line.lock_hash,
      line.amount * ${direction}::bigint, g.id
    FROM grouped g
    CROSS JOIN LATERAL (
      SELECT 'settlements_in_confirmation' AS account, NULL::bytea AS lock_hash, -g.amount AS amount
      UNION ALL
      SELECT 'owed', p.lock_hash, p.amount FROM paid p WHERE p.settlement_id = g.id
    ) AS line`
}

/** A pool operation is in a block: it has paid the network, and perhaps taken earned fees out. */
export async function postPoolOperationsCommitted(
  tx: DbTransaction,
  ids: bigint[],
  direction: Direction,
): Promise<void> {
  if (ids.length === 0) return
  await tx.$executeRaw`
    WITH grouped AS (
      SELECT o.id, o.network_fee, coalesce(o.amount, 0) AS amount, nextval('ledger_group') AS group_id
      FROM pool_operation o WHERE o.id = ANY(${ids})
    )
    INSERT INTO ledger_entry (group_id, event, account, amount, pool_operation_id)
    SELECT g.group_id, ${eventName("pool_operation_committed", direction)}, line.account,
      line.amount * ${direction}::bigint, g.id
    FROM grouped g
    CROSS JOIN LATERAL (VALUES ('pool', -(g.network_fee + g.amount)), ('network_fees', g.network_fee), ('fees',
      g.amount))
      AS line(account, amount)
    WHERE line.amount <> 0`
}

/** Plain cells that somebody else's transaction made on the platform's lock are the operator's capital. */
export async function postDeposits(tx: DbTransaction, cellIds: bigint[], direction: Direction): Promise<void> {
  if (cellIds.length === 0) return
  await tx.$executeRaw`
    WITH grouped AS (
      SELECT c.capacity, nextval('ledger_group') AS group_id FROM platform_cell c WHERE c.id = ANY(${cellIds})
    )
    INSERT INTO ledger_entry (group_id, event, account, amount)
    SELECT g.group_id, ${eventName("deposit", direction)}, line.account, line.amount * ${direction}::bigint
    FROM grouped g
    CROSS JOIN LATERAL (VALUES ('pool', g.capacity), ('capital', -g.capacity)) AS line(account, amount)`
}

/**
 * A payment that had confirmed before a reorganisation is dead for good, and some of its entries are in settlements
 * that have paid them or still may: the platform bears the loss.
 */
export async function postLoss(tx: DbTransaction, paymentIds: bigint[]): Promise<void> {
  if (paymentIds.length === 0) return
  await postLosses(tx, Prisma.sql`a.payment_id = ANY(${paymentIds}) AND a.status IN ('settling', 'paid')`, 1n)
}

/**
 * Takes a loss back where the settlement that would have paid entries of a lost payment is dead: nobody was paid with
 * them. Call this before the entries are freed.
 */
export async function postLossAverted(tx: DbTransaction, settlementIds: bigint[]): Promise<void> {
  if (settlementIds.length === 0) return
  const lost = Prisma.sql`a.settlement_id = ANY(${settlementIds}) AND a.status = 'settling'
    AND EXISTS (SELECT FROM payment p WHERE p.id = a.payment_id AND p.status = 'failed')`
  await postLosses(tx, lost, -1n)
}

async function postLosses(tx: DbTransaction, entries: Prisma.Sql, direction: Direction): Promise<void> {
  await tx.$executeRaw`
    WITH lost AS (
      SELECT a.payment_id, a.lock_hash, sum(a.amount) AS amount FROM account a WHERE ${entries} GROUP BY 1, 2
    ), grouped AS (
      SELECT l.payment_id, l.lock_hash, l.amount, nextval('ledger_group') AS group_id FROM lost l
    )
    INSERT INTO ledger_entry (group_id, event, account, lock_hash, amount, payment_id)
    SELECT g.group_id, ${eventName("payment_lost", direction)}, line.account, line.lock_hash,
      line.amount * ${direction}::bigint, g.payment_id
    FROM grouped g
    CROSS JOIN LATERAL (VALUES ('loss', NULL::bytea, g.amount), ('owed', g.lock_hash, -g.amount))
      AS line(account, lock_hash, amount)`
}

/**
 * The part of an adopted transaction that no row explains is booked as the operator's capital: gained by payments, or
 * given by payouts, that this database does not know.
 *
 * @param amount shannons by which the pool has grown
 */
export async function postAdopted(tx: DbTransaction, amount: bigint): Promise<void> {
  if (amount === 0n) return
  await tx.$executeRaw`
    WITH grouped AS (SELECT nextval('ledger_group') AS group_id)
    INSERT INTO ledger_entry (group_id, event, account, amount)
    SELECT g.group_id, 'adopted', line.account, line.amount
    FROM grouped g
    CROSS JOIN LATERAL (VALUES ('pool', ${amount}::bigint), ('capital', -${amount}::bigint)) AS line(account, amount)`
}

/** Those of payments are shown to the people concerned, so they are a closed list. */
type BookedEvent =
  | Extract<PaymentEvent, "payment_committed" | "payment_confirmed" | "payment_lost">
  | "settlement_committed"
  | "settlement_confirmed"
  | "pool_operation_committed"
  | "deposit"

function eventName(event: BookedEvent, direction: Direction): Prisma.Sql {
  return Prisma.sql`${direction === 1n ? event : `${event}_reversed`}`
}
