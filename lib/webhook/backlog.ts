import type { Context } from "@/lib/context"
import { DISABLED_FOR, type DisabledFor } from "./types"

/** Events that nobody has handed on are counted up to this: more is more than enough. */
const COUNTED_AT_MOST = 10_000

/** What waits to be told. */
export interface WebhookBacklog {
  /** events that were not handed on to the webhooks yet; 0 without a webhook, for nobody waits for them */
  unhanded: number
  /** messages that are not delivered, of webhooks that are not disabled, and the age of the oldest in seconds */
  waiting: number
  oldestWaiting: number
  /** webhooks that have taken nothing since they last failed, and those that are sent nothing any more */
  failing: number
  disabled: Record<DisabledFor, number>
}

/** Reads what is pending, and by their own indexes the webhooks that somebody may have to look after. */
export async function readWebhookBacklog({ db }: Context): Promise<WebhookBacklog> {
  const [row] = await db.$queryRaw<Omit<WebhookBacklog, "disabled">[]>`
    SELECT
      (SELECT count(*) FROM (
        SELECT FROM event WHERE id > (SELECT event_id FROM webhook_cursor) AND EXISTS (SELECT FROM webhook)
        LIMIT ${COUNTED_AT_MOST}
      ) new)::int AS unhanded,
      (SELECT count(*) FROM webhook WHERE failing_since IS NOT NULL AND disabled_at IS NULL)::int AS failing,
      waiting.count::int AS waiting,
      coalesce(extract(epoch FROM clock_timestamp() - waiting.since), 0)::float8 AS "oldestWaiting"
    FROM (
      SELECT count(*), min(d.created_at) AS since FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id
      WHERE d.status = 'pending' AND (w.disabled_at IS NULL OR d.event_id IS NULL)
    ) waiting`
  const ended = await db.$queryRaw<{ reason: DisabledFor; count: number }[]>`
    SELECT disabled_for AS reason, count(*)::int AS count FROM webhook WHERE disabled_at IS NOT NULL GROUP BY 1`
  const countOf = (reason: DisabledFor) => ended.find((each) => each.reason === reason)?.count ?? 0
  const disabled = Object.fromEntries(DISABLED_FOR.map((reason) => [reason, countOf(reason)]))
  return {
    ...(row ?? { unhanded: 0, waiting: 0, oldestWaiting: 0, failing: 0 }),
    disabled: disabled as WebhookBacklog["disabled"],
  }
}
