import type { Context } from "@/lib/context"

/** Links of one statement; the next run goes on. */
const AT_ONCE = 1_000

/**
 * Notes of links whose time is over that it is, and the database tells it once, as `link.expired`. One that is used is
 * noted and not told. A link whose one payment is on its way waits for what becomes of that.
 *
 * @returns how many were noted
 */
export async function expireLinks({ db }: Pick<Context, "db">): Promise<{ links: number }> {
  const links = await db.$executeRaw`
    UPDATE payment_link SET expired_at = now() WHERE id IN (
      SELECT l.id FROM payment_link l
      WHERE l.expires_at <= now() AND l.expired_at IS NULL AND l.closed_at IS NULL AND NOT EXISTS (
        SELECT FROM payment p WHERE p.link_id = l.id AND p.link_once AND p.status IN ('submitted', 'committed'))
      ORDER BY l.expires_at LIMIT ${AT_ONCE} FOR NO KEY UPDATE OF l SKIP LOCKED)`
  return { links }
}
