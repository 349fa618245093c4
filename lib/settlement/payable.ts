import { type Party, parseAddress } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { Prisma } from "@/lib/generated/prisma/client"
import { type Shannons, shannons } from "@/lib/money"
import { payoutRoom, usableApproval, within } from "./limits"

/** Well below the largest transaction of 512,000 bytes, at some 110 bytes an output. */
const MAX_RECEIVERS = 500

/** A receiver whose payable entries have reached their threshold, and exactly those entries. */
export interface PayableReceiver {
  party: Party
  entryIds: bigint[]
  amount: Shannons
  /** The operator has approved a payout of this size to them, whatever the limits */
  approved: boolean
}

/** Whoever can be paid now, as they have set it, those who have waited longest first; no more than one transaction can pay. */
export async function payableReceivers(ctx: Context): Promise<PayableReceiver[]> {
  const receivers: PayableReceiver[] = []
  for (let page = 0; receivers.length < MAX_RECEIVERS; page++) {
    const rows = await readPage(ctx, page)
    for (const row of rows) {
      const party = await readParty(ctx, row.receiver)
      const amount = shannons(row.amount)
      if (party && amount >= party.occupied)
        receivers.push({ party, entryIds: row.ids, amount, approved: row.approval !== null })
    }
    if (rows.length < MAX_RECEIVERS) break
  }
  return receivers.slice(0, MAX_RECEIVERS)
}

interface Row {
  receiver: string
  ids: bigint[]
  amount: bigint
  approval: bigint | null
}

async function readPage(ctx: Context, page: number): Promise<Row[]> {
  const approval = usableApproval(Prisma.sql`payable."lock_hash"`, Prisma.sql`payable."amount"`)
  return ctx.db.$queryRaw<Row[]>`
    SELECT payable.*, (${approval}) AS "approval" FROM (
      SELECT min(a."id") AS "oldest", a."lock_hash", min(a."receiver") AS "receiver", array_agg(a."id") AS "ids",
        sum(a."amount")::bigint AS "amount"
      FROM "account" a LEFT JOIN "payout_setting" s ON s."lock_hash" = a."lock_hash"
      WHERE a."status" = 'available' AND a."kind" <> 'fee' AND s."paused" IS NOT TRUE
      GROUP BY a."lock_hash", s."threshold" HAVING sum(a."amount") >= greatest(${ctx.config.minWithdrawal}, s."threshold")
      ORDER BY "oldest" LIMIT ${MAX_RECEIVERS} OFFSET ${page * MAX_RECEIVERS}
    ) payable ORDER BY payable."oldest"`
}

/** One bad row must not keep the others from their money. */
async function readParty(ctx: Context, receiver: string): Promise<Party | undefined> {
  try {
    return await parseAddress(ctx.chain, receiver)
  } catch (error) {
    ctx.log.error({ receiver, err: error }, "a receiver cannot be paid")
    return undefined
  }
}

/** What waits for the operator: amounts in shannons. */
export interface AwaitingApproval {
  /** The limits now; null: none. `dayLeft` is what is left of the last 24 hours' */
  settlementLimit: Shannons | null
  dayLimit: Shannons | null
  dayLeft: Shannons | null
  receivers: { receiver: string; amount: Shannons }[]
}

/** Receivers who would be paid now were it not for the limits, and whom nobody has approved. */
export async function awaitingApproval(ctx: Context): Promise<AwaitingApproval> {
  const room = await payoutRoom(ctx, ctx.db)
  const receivers = room.least === undefined ? [] : await payableReceivers(ctx)
  return {
    settlementLimit: room.settlement ?? null,
    dayLimit: ctx.config.payoutLimits.day ?? null,
    dayLeft: room.day ?? null,
    receivers: receivers
      .filter(({ approved, amount }) => !approved && !within(room, amount))
      .map(({ party, amount }) => ({ receiver: party.address, amount })),
  }
}
