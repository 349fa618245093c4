import type { Context } from "@/lib/context"
import type { Db, DbTransaction } from "@/lib/db"
import { type Shannons, shannons } from "@/lib/money"

/** What the platform has earned and what it cost, in shannons, as the ledger has it. */
export interface FeeBalance {
  /** Platform fees of confirmed payments, since the beginning */
  earned: Shannons
  /** What has left for the operator's addresses */
  withdrawn: Shannons
  /** Paid to the network for payouts and the pool's own transactions */
  networkFees: Shannons
  /** Booked losses: what was paid out of payments that a reorganisation took away for good */
  losses: Shannons
  /** What may leave now. Negative when the platform has cost more than it earned. */
  withdrawable: bigint
}

export async function feeBalance({ db }: Context): Promise<FeeBalance> {
  const [row] = await db.$queryRaw<Record<keyof FeeBalance, bigint>[]>`
    SELECT (-coalesce(sum(amount) FILTER (WHERE account = 'fees' AND NOT is_operation), 0))::bigint AS earned,
      coalesce(sum(amount) FILTER (WHERE account = 'fees' AND is_operation), 0)::bigint AS withdrawn,
      coalesce(sum(amount) FILTER (WHERE account = 'network_fees'), 0)::bigint AS "networkFees",
      coalesce(sum(amount) FILTER (WHERE account = 'loss'), 0)::bigint AS losses,
      withdrawable_fees() AS withdrawable
    FROM ledger_total WHERE account IN ('fees', 'network_fees', 'loss') AND day = 'infinity'`
  if (!row) throw new Error("an aggregate has one row")
  return {
    earned: shannons(row.earned),
    withdrawn: shannons(row.withdrawn),
    networkFees: shannons(row.networkFees),
    losses: shannons(row.losses),
    withdrawable: row.withdrawable,
  }
}

/**
 * The database's own rule for what may leave, which also guards the insert of a withdrawal. Shannons, perhaps negative.
 */
export async function withdrawableFees(db: Db | DbTransaction): Promise<bigint> {
  const [row] = await db.$queryRaw<{ amount: bigint }[]>`SELECT withdrawable_fees() AS amount`
  return row?.amount ?? 0n
}

export interface DayOfRevenue {
  /** UTC, as 2026-01-31 */
  day: string
  platformFees: Shannons
  networkFees: Shannons
}

/** What each of the last days earned and paid to the network, the oldest first, days without anything too. */
export async function revenueByDay({ db }: Context, days: number): Promise<DayOfRevenue[]> {
  const rows = await db.$queryRaw<{ day: string; platform_fees: bigint; network_fees: bigint }[]>`
    WITH days AS (
      SELECT generate_series((now() AT TIME ZONE 'UTC')::date - ${days - 1}::int, (now() AT TIME ZONE 'UTC')::date,
        interval '1 day')::date AS day
    ), sums AS (
      SELECT day, -coalesce(sum(amount) FILTER (WHERE account = 'fees' AND NOT is_operation), 0) AS platform_fees,
        coalesce(sum(amount) FILTER (WHERE account = 'network_fees'), 0) AS network_fees
      FROM ledger_total WHERE account IN ('fees', 'network_fees') AND day >= (SELECT min(day) FROM days)
        AND day < 'infinity'
      GROUP BY 1
    )
    SELECT d.day::text, coalesce(s.platform_fees, 0)::bigint AS platform_fees, coalesce(s.network_fees, 0)::bigint
      AS network_fees
    FROM days d LEFT JOIN sums s USING (day) ORDER BY d.day`
  return rows.map((row) => ({
    day: row.day,
    platformFees: shannons(row.platform_fees),
    networkFees: shannons(row.network_fees),
  }))
}
