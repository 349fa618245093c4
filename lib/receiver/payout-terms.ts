import type { Party } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { fromHex } from "@/lib/hex"
import { largest, type Shannons, shannons } from "@/lib/money"

/** When a receiver is paid by itself. */
export interface PayoutTerms {
  /**
   * what must be owed: the largest of the platform's minimum, what a cell of the lock occupies, and what its owner has
   * set
   */
  threshold: Shannons
  /** the least that its owner may set */
  minimum: Shannons
  /** what its owner has set; null leaves it to the platform */
  ownThreshold: Shannons | null
  /** its owner wants nothing paid out by itself; withdrawing goes on */
  paused: boolean
}

/** The terms that settlement goes by for a lock, of which most owners have set nothing. */
export async function readPayoutTerms(ctx: Context, party: Pick<Party, "lockHash" | "occupied">): Promise<PayoutTerms> {
  const row = await ctx.db.payoutSetting.findUnique({ where: { lockHash: fromHex(party.lockHash) } })
  const minimum = largest([ctx.config.minWithdrawal, party.occupied])
  const own = row?.threshold ?? null
  return {
    // The platform's minimum may have risen since.
    threshold: largest([minimum, own ?? 0n]),
    minimum,
    ownThreshold: own === null ? null : shannons(own),
    paused: row?.paused ?? false,
  }
}
