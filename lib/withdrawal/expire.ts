import type { Context } from "@/lib/context"

/** Ends prepared withdrawals whose time is over, by the database's clock. They have bound nothing. */
export async function expireWithdrawals(ctx: Context): Promise<{ expired: number }> {
  const expired = await ctx.db.$executeRaw`
    UPDATE withdrawal SET status = 'expired' WHERE status = 'prepared' AND expires_at <= now()`
  return { expired }
}
