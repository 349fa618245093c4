import type { Context } from "@/lib/context"
import { RateLimited } from "@/lib/errors"

/** A busy shop behind one address has some dozen; each is kept, with its transaction, until it is signed or its time is over. */
const OPEN_OF_A_NETWORK = 200

/**
 * Refuses a network that has as many prepared payments as one may have. The count reads the index of what is prepared and never the
 * history.
 *
 * @param network as the API names its clients; undefined where there are no limits
 * @throws RateLimited with the seconds until the first of them expires
 */
export async function requireRoomForNetwork({ db }: Pick<Context, "db">, network: string | undefined): Promise<void> {
  if (network === undefined) return
  const [row] = await db.$queryRaw<{ open: bigint; seconds: number | null }[]>`
    SELECT count(*) AS "open", extract(epoch FROM min("expires_at") - now())::float8 AS "seconds"
    FROM "payment" WHERE "status" = 'prepared' AND "client_network" = ${network} AND "expires_at" > now()`
  if (!row || row.open < OPEN_OF_A_NETWORK) return
  throw new RateLimited(
    `Your network has ${row.open} payments that are prepared and neither signed nor over. Nothing was booked. Sign or cancel some, or wait.`,
    { retryAfter: row.seconds ?? 1 },
  )
}
