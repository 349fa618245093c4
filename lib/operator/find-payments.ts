import { parseAddress } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { ValidationError } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex } from "@/lib/hex"
import { type Page, pageOf } from "@/lib/page"
import { madeWithin } from "@/lib/payment/id-at"
import { inStatus, type Payment, selectPayments } from "@/lib/payment/query"
import type { PaymentStatus } from "@/lib/payment/types"
import { cleanAddress } from "@/lib/typed"

export interface OperatorPaymentFilter {
  /** number, reference, hash of the payment or of a payout of it, address or its end, words of note and message */
  search?: string
  status?: PaymentStatus
  /** also those that nobody has signed and nobody can sign any more; of a status this is not asked */
  unsigned?: boolean
  from?: Date
  to?: Date
  cursor?: bigint
  limit: number
}

/** Ends of addresses and words have no index, which each payment would pay for: they are looked for in so many. */
export const NEWEST_SEARCHED = 50_000
/** The fewest characters that find by words: less is in too many. */
const SHORTEST_WORD = 3

/** Payments for the operator, newest first. Whatever is asked, no more is read than an index or a bound allows. */
export async function findPayments(ctx: Context, filter: OperatorPaymentFilter): Promise<Page<Payment>> {
  const conditions = await conditionsOf(ctx, filter)
  const limit = filter.limit + 1
  if (!filter.search) return pageOf(await selectPayments(ctx, conditions, limit), filter.limit)
  // Each way to find it is a branch with an index of its own: of an OR the planner may make a walk through all.
  const branches = (await waysToFind(ctx, filter.search.trim())).map(
    (way) => Prisma.sql`(SELECT p.id FROM ${way} AND ${conditions} ORDER BY p.id DESC LIMIT ${limit})`,
  )
  const found = Prisma.sql`p.id = ANY(ARRAY(${Prisma.join(branches, " UNION ")}))`
  return pageOf(await selectPayments(ctx, found, limit), filter.limit)
}

async function conditionsOf(ctx: Context, filter: OperatorPaymentFilter): Promise<Prisma.Sql> {
  const conditions = [Prisma.sql`true`]
  if (filter.status) conditions.push(inStatus(filter.status))
  else if (!filter.unsigned && !filter.search) conditions.push(Prisma.sql`p.status NOT IN ('expired', 'cancelled')`)
  conditions.push(...(await madeWithin(ctx, filter)))
  if (filter.cursor !== undefined) conditions.push(Prisma.sql`p.id < ${filter.cursor}`)
  return Prisma.join(conditions, " AND ")
}

/** @returns the rest of a statement behind FROM, for each index that may find what was typed */
async function waysToFind(ctx: Context, text: string): Promise<Prisma.Sql[]> {
  const byReference = Prisma.sql`payment p WHERE p.reference = ${text}`
  if (/^\d{1,18}$/.test(text)) return [Prisma.sql`payment p WHERE p.id = ${BigInt(text)}`, byReference]
  if (/^0x[0-9a-f]{64}$/i.test(text)) {
    const hash = fromHex(text.toLowerCase() as Hex)
    const ofPayout = Prisma.sql`SELECT settlement_id FROM chain_transaction WHERE tx_hash = ${hash}`
    return [
      Prisma.sql`payment p WHERE p.tx_hash = ${hash}`,
      Prisma.sql`account a JOIN payment p ON p.id = a.payment_id WHERE a.settlement_id = (${ofPayout})`,
    ]
  }
  const lock = await lockOf(ctx, text)
  if (lock === undefined) return [byReference, byWords(text)]
  return [
    Prisma.sql`payment p WHERE p.sender_lock_hash = ${lock}`,
    Prisma.sql`payment p WHERE p.receiver_lock_hash = ${lock}`,
    Prisma.sql`account a JOIN payment p ON p.id = a.payment_id WHERE a.lock_hash = ${lock} AND a.kind = 'split'`,
  ]
}

/** Of a whole address. */
async function lockOf(ctx: Context, text: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const address = cleanAddress(text)
  if (!/^ck[bt]1[0-9a-z]{40,}$/i.test(address)) return undefined
  try {
    return fromHex((await parseAddress(ctx.chain, address, "search")).lockHash)
  } catch (error) {
    if (error instanceof ValidationError) return undefined
    throw error
  }
}

function byWords(text: string): Prisma.Sql {
  const word = text.toLowerCase()
  if ([...word].length < SHORTEST_WORD) {
    throw ValidationError.field("search", `must have at least ${SHORTEST_WORD} characters`)
  }
  // "ckt1qz…9xh2", as the pages shorten an address, is looked for by its end.
  const end = word.split(/…|\.{3}/).at(-1) ?? word
  return Prisma.sql`payment p WHERE p.id > (SELECT max(id) FROM payment) - ${NEWEST_SEARCHED} AND (
    right(p.sender, ${end.length}) = ${end} OR right(p.receiver, ${end.length}) = ${end}
    OR position(${word} IN lower(concat_ws(' ', p.info, p.message, p.reference))) > 0)`
}
