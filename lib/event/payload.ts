import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import type { RecordedEvent } from "./read"

/** What an event tells, as JSON: of its object only what never changes, and the state that the event itself has. */
export type EventData = Record<string, unknown> & { object: string; id: number | string; status: string }

interface PaymentRow {
  id: bigint
  sender: string
  receiver: string
  amount: bigint
  platform_fee: bigint
  network_fee: bigint
  tx_hash: Uint8Array
  info: string | null
  category: number | null
  sender_did: string | null
  receiver_did: string | null
  reference: string | null
  message: string | null
  link: string | null
  metadata: Record<string, string> | null
}

interface LinkRow {
  id: bigint
  slug: string
  receiver: string
  amount: bigint | null
  reference: string | null
  metadata: Record<string, string> | null
}

/**
 * The data of each of these events, in their order. It is the same whenever it is asked for: an event that is told
 * late, or once more, says what was, and not what has become of it since.
 */
export async function dataOf(ctx: Context, events: readonly RecordedEvent[]): Promise<EventData[]> {
  const idsOf = (object: string) => events.filter((event) => event.object === object).map(({ objectId }) => objectId)
  const known: Record<string, Map<bigint, object>> = {
    payment: await paymentsOf(ctx, idsOf("payment")),
    refund: await refundsOf(ctx, idsOf("refund")),
    link: await linksOf(ctx, idsOf("link")),
  }
  return events.map(({ object, objectId, status, sequence, data }) => {
    const fixed = known[object]?.get(objectId) ?? {}
    return { object, id: Number(objectId), status, sequence, ...fixed, ...data }
  })
}

async function paymentsOf({ db }: Context, ids: bigint[]): Promise<Map<bigint, object>> {
  if (ids.length === 0) return new Map()
  const rows = await db.$queryRaw<PaymentRow[]>`
    SELECT p.id, p.sender, p.receiver, p.amount, p.platform_fee, p.network_fee, p.tx_hash, p.info, p.category,
      p.sender_did, p.receiver_did, p.reference, p.message, l.slug AS link, l.metadata
    FROM payment p LEFT JOIN payment_link l ON l.id = p.link_id WHERE p.id = ANY(${ids})`
  return new Map(
    rows.map(({ id, metadata, ...row }) => [
      id,
      {
        ...row,
        amount: row.amount.toString(),
        platform_fee: row.platform_fee.toString(),
        network_fee: row.network_fee.toString(),
        tx_hash: toHex(row.tx_hash),
        metadata: metadata ?? {},
      },
    ]),
  )
}

async function refundsOf({ db }: Context, ids: bigint[]): Promise<Map<bigint, object>> {
  if (ids.length === 0) return new Map()
  const rows = await db.$queryRaw<{ id: bigint; payment_id: bigint; amount: bigint; reason: string | null }[]>`
    SELECT id, payment_id, amount, reason FROM refund WHERE id = ANY(${ids})`
  return new Map(
    rows.map(({ id, payment_id, amount, reason }) => [
      id,
      { payment_id: Number(payment_id), amount: amount.toString(), reason },
    ]),
  )
}

/** People and programs know a link by its slug. */
async function linksOf({ db }: Context, ids: bigint[]): Promise<Map<bigint, object>> {
  if (ids.length === 0) return new Map()
  const rows = await db.$queryRaw<LinkRow[]>`
    SELECT id, slug, receiver, amount, reference, metadata FROM payment_link WHERE id = ANY(${ids})`
  return new Map(
    rows.map(({ id, slug, amount, metadata, ...row }) => [
      id,
      { ...row, id: slug, amount: amount?.toString() ?? null, metadata: metadata ?? {} },
    ]),
  )
}
