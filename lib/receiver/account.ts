import { Cron } from "croner"
import type { Party } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { fromHex } from "@/lib/hex"
import type { EntryStatus } from "@/lib/ledger/types"
import { type Shannons, shannons } from "@/lib/money"
import { readPayoutTerms } from "./payout-terms"

export interface AccountSummary {
  pending: Shannons
  available: Shannons
  settling: Shannons
  paid: Shannons
  /** What is available is paid out in a cell of its own from this sum on. */
  threshold: Shannons
  /** what its owner has set; null leaves it to the platform */
  ownThreshold: Shannons | null
  /** its owner wants nothing paid out by itself */
  payoutsPaused: boolean
  nextSettlementAt: Date | null
}

/**
 * What a party is owed and was paid. The platform's fees are nobody's debt, so its own address has none of them here;
 * nor does a payment that was prepared and that nobody has signed, which anybody can make of any size.
 */
export async function getAccount(ctx: Context, party: Pick<Party, "lockHash" | "occupied">): Promise<AccountSummary> {
  const lockHash = fromHex(party.lockHash)
  const [rows, terms] = await Promise.all([
    ctx.db.$queryRaw<{ status: EntryStatus; total: string }[]>`
      SELECT status, sum(amount)::text AS total FROM account_total WHERE key = ${lockHash} GROUP BY status
      UNION ALL
      SELECT 'pending', sum(a.amount)::text FROM account a JOIN payment p ON p.id = a.payment_id
      WHERE a.lock_hash = ${lockHash} AND a.status = 'pending' AND a.kind <> 'fee' AND p.status <> 'prepared'
      HAVING count(*) > 0`,
    readPayoutTerms(ctx, party),
  ])
  const total = (status: EntryStatus) => shannons(BigInt(rows.find((row) => row.status === status)?.total ?? 0))
  return {
    pending: total("pending"),
    available: total("available"),
    settling: total("settling"),
    paid: total("paid"),
    threshold: terms.threshold,
    ownThreshold: terms.ownThreshold,
    payoutsPaused: terms.paused,
    nextSettlementAt: terms.paused
      ? null
      : new Cron(ctx.config.settlementCron, { timezone: "UTC", paused: true }).nextRun(),
  }
}
