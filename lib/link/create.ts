import type { Context } from "@/lib/context"
import { ValidationError } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex } from "@/lib/hex"
import { divideIntoShares } from "@/lib/ledger/shares"
import { MAX_SHANNONS, type Shannons } from "@/lib/money"
import { type Payees, resolvePayees, type SplitInput } from "@/lib/payment/parties"
import { checkReturnUrl, type ReturnField } from "@/lib/web-address"
import { getPaymentLink } from "./query"
import { findSameLink } from "./same-reference"
import { createSlug } from "./slug"
import type { PaymentLink } from "./types"

export interface CreateLinkInput {
  receiver: string
  /** shannons, > 0; without it the payer chooses */
  amount?: Shannons
  /** shannons, > 0; only without `amount` */
  presets?: Shannons[]
  title: string
  note?: string
  splits?: SplitInput[]
  info?: string
  category?: number
  oneTime?: boolean
  /** only for one payment of an amount that the link says */
  atCounter?: boolean
  /** the order that it is made for: such a link is for one payment */
  reference?: string
  successUrl?: string
  cancelUrl?: string
  /** the project that it is made for */
  projectId?: bigint
  metadata?: Record<string, string>
  expiresAt?: Date
}

/** A reference may be given back between two looks at it, not that often in a row. */
const ATTEMPTS = 3

/**
 * Makes a payment link. Whatever would make each of its payments fail is refused here, by the rules of prepare: payees
 * that cannot be paid, splits above the amount.
 *
 * A project's reference, or a receiver's without one, belongs to one link, until that is over and unpaid. Who asks for
 * it again, with whom it pays, how much and for what the same, gets that link: so an order gets one link however often
 * a shop's request is repeated.
 *
 * @throws ValidationError
 * @throws AlreadyPaid when the link with this reference is paid, or its payment is on its way
 * @throws ReferenceTaken when that link asks for something else
 */
export async function createPaymentLink(ctx: Context, input: CreateLinkInput): Promise<PaymentLink> {
  const { amount, presets = [], splits = [], reference } = input
  requireChoice(amount, presets)
  if (reference !== undefined && input.oneTime === false)
    throw ValidationError.field("one_time", "A link with a reference is for one payment. Leave one_time out.")
  if (input.atCounter && !(input.oneTime && amount !== undefined))
    throw ValidationError.field("at_counter", "A link at a counter is for one payment (one_time) of an amount.")
  if (input.metadata && input.projectId === undefined)
    throw ValidationError.field("metadata", "is for a project's programs: send its API key, or leave metadata out.")
  const payees = await resolvePayees(ctx, { receiver: input.receiver, splits })
  requireDivisible(ctx, payees, amount === undefined ? presets : [amount])
  const terms = {
    ...input,
    presets,
    successUrl: pageOf(ctx, "success_url", input.successUrl),
    cancelUrl: pageOf(ctx, "cancel_url", input.cancelUrl),
    projectId: input.projectId ?? null,
    oneTime: input.oneTime ?? reference !== undefined,
  }
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const slug = await insert(ctx, terms, payees)
    if (slug) return getPaymentLink(ctx, slug)
    const same = reference === undefined ? undefined : await findSameLink(ctx, { ...terms, reference }, payees)
    if (same) return same
  }
  throw ValidationError.field("expires_at", "must be in the future", { reason: "in_the_past" })
}

function pageOf({ config }: Context, field: ReturnField, url: string | undefined): string | null {
  return url === undefined ? null : checkReturnUrl(config.network, field, url)
}

/** @throws ValidationError for presets where there is nothing to choose */
export function requireChoice(amount: Shannons | null | undefined, presets: Shannons[]): void {
  if ((amount ?? null) !== null && presets.length > 0)
    throw ValidationError.field("presets", "A link with an amount leaves nothing to choose. Give one or the other.")
  if (new Set(presets).size < presets.length)
    throw ValidationError.field("presets", "One amount is there twice.", { reason: "twice" })
}

/** Each amount that the link names, or the largest there is, must be enough for the splits. */
export function requireDivisible(ctx: Context, payees: Payees, amounts: Shannons[]): void {
  for (const amount of amounts.length > 0 ? amounts : [MAX_SHANNONS]) {
    divideIntoShares({
      amount,
      feeBps: ctx.config.feeBps,
      platform: ctx.chain.platform.lockHash,
      receiver: payees.receiver.lockHash,
      splits: payees.splits,
    })
  }
}

type Terms = Omit<CreateLinkInput, "presets" | "successUrl" | "cancelUrl" | "projectId" | "oneTime"> & {
  presets: Shannons[]
  successUrl: string | null
  cancelUrl: string | null
  projectId: bigint | null
  oneTime: boolean
}

/**
 * Two links with one slug would need 60 equal random bits: then the unique index refuses the second, as it refuses a
 * second link with one reference.
 *
 * @returns the slug; undefined when its end has passed, or another link has its reference
 */
async function insert(
  ctx: Context,
  terms: Terms,
  { receiver, splits, addresses }: Payees,
): Promise<string | undefined> {
  const slug = createSlug()
  const rows = splits.map((split, position) => {
    const [bps, amount] = "bps" in split ? [Number(split.bps), null] : [null, split.amount]
    return Prisma.sql`
      (${position}::int, ${addresses.get(split.lockHash) ?? ""}, ${fromHex(split.lockHash)}::bytea, ${bps}::int,
        ${amount}::bigint)`
  })
  const expiresAt = terms.expiresAt?.toISOString() ?? null
  const made = await ctx.db.$queryRaw<unknown[]>`
    WITH link AS (
      INSERT INTO payment_link (slug, receiver, receiver_lock_hash, amount, presets, title, note, info,
        category, one_time, at_counter, reference, success_url, cancel_url, project_id, metadata, expires_at)
      SELECT ${slug}, ${receiver.address}, ${fromHex(receiver.lockHash)}, ${terms.amount ?? null}::bigint,
        ${terms.presets}::bigint[], ${terms.title}, ${terms.note ?? null}, ${terms.info ?? null},
          ${terms.category ?? null}::int,
        ${terms.oneTime}, ${terms.atCounter ?? false}, ${terms.reference ?? null},
          ${terms.successUrl}, ${terms.cancelUrl}, ${terms.projectId}::bigint,
          ${terms.metadata ? JSON.stringify(terms.metadata) : null}::jsonb, ${expiresAt}::timestamptz
      WHERE coalesce(${expiresAt}::timestamptz > now() + interval '1 second', true)
      ON CONFLICT DO NOTHING
      RETURNING id
    ), splits AS (
      INSERT INTO payment_link_split (link_id, position, receiver, lock_hash, bps, amount)
      SELECT link.id, split.* FROM link CROSS JOIN (
        ${
          rows.length > 0
            ? Prisma.sql`
          VALUES ${Prisma.join(rows)}`
            : Prisma.sql`SELECT 0, '', ''::bytea, 1, 1::bigint WHERE false`
        }
      ) AS split
    )
    SELECT id FROM link`
  return made.length > 0 ? slug : undefined
}
