import type { Context } from "@/lib/context"
import { RateLimited } from "@/lib/errors"
import { fromHex, type Hex } from "@/lib/hex"

/**
 * A busy shop behind one address has a few dozen open payments. Each is stored with its transaction until it is signed
 * or expires.
 */
export const OPEN_OF_A_NETWORK = 200
/**
 * Enough for one sender with a checkout open in several windows. Callers from other networks may prepare for the same
 * sender.
 */
export const OPEN_OF_A_SENDER = 20

/**
 * Refuses a network that already has as many prepared payments as it may have, in all or in one sender's name. The
 * count reads the index of prepared payments, never the history. Whoever prepares in somebody else's name makes only
 * their own network wait.
 *
 * @param by.network as the API names its clients; undefined where there are no limits
 * @throws RateLimited with the seconds until the first of them expires
 */
export async function requireRoomForPrepare(
  { db }: Pick<Context, "db">,
  by: { network: string | undefined; sender: Hex },
): Promise<void> {
  if (by.network === undefined) return
  const [row] = await db.$queryRaw<{ open: number; of_sender: number; seconds: number | null }[]>`
    SELECT count(*)::int AS open, (count(*) FILTER (WHERE sender_lock_hash = ${fromHex(by.sender)}))::int AS of_sender,
      extract(epoch FROM min(expires_at) - now())::float8 AS seconds
    FROM payment WHERE status = 'prepared' AND client_network = ${by.network} AND expires_at > now()`
  if (!row || (row.open < OPEN_OF_A_NETWORK && row.of_sender < OPEN_OF_A_SENDER)) return
  const what = row.open < OPEN_OF_A_NETWORK ? `${row.of_sender} payments of this sender` : `${row.open} payments`
  throw new RateLimited(
    `Your network has ${what} that are prepared and neither signed nor over. Nothing was booked. Sign or cancel some, or wait.`,
    { retryAfter: row.seconds ?? 1 },
  )
}
