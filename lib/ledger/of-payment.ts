import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import type { LedgerAccount, PaymentEvent } from "@/lib/ledger/types"
import { type Shannons, shannons } from "@/lib/money"

/** One line of the ledger. The lines of a group sum to zero. */
export interface LedgerLine {
  id: bigint
  group: bigint
  event: PaymentEvent
  account: LedgerAccount
  /** whose, for what is owed */
  receiver: string | null
  /** shannons: assets are positive, what is owed is negative */
  amount: Shannons
  createdAt: Date
}

/**
 * What the ledger has booked for a payment, in the order in which it happened; nothing before it commits.
 *
 * @throws NotFound
 */
export async function ledgerOfPayment({ db }: Context, paymentId: bigint): Promise<LedgerLine[]> {
  const rows = await db.$queryRaw<(Omit<LedgerLine, "createdAt" | "amount"> & { amount: bigint; created_at: Date })[]>`
    SELECT l.id, l.group_id AS "group", l.event, l.account, l.amount, l.created_at,
           (SELECT a.receiver FROM account a
             WHERE a.payment_id = l.payment_id AND a.lock_hash = l.lock_hash LIMIT 1) AS receiver
    FROM ledger_entry l WHERE l.payment_id = ${paymentId} ORDER BY l.id`
  if (rows.length === 0 && (await db.payment.count({ where: { id: paymentId } })) === 0) {
    throw new NotFound("There is no payment with this id.")
  }
  return rows.map(({ created_at, amount, ...line }) => ({ ...line, amount: shannons(amount), createdAt: created_at }))
}
