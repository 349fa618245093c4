import { parseAddress } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { ValidationError } from "@/lib/errors"
import type { Shannons } from "@/lib/money"
import { alreadyPaid, linkUnavailable } from "@/lib/payment/link-status"
import type { SplitInput } from "@/lib/payment/parties"
import { type PreparedPayment, type PrepareInput, preparePayment } from "@/lib/payment/prepare"
import { paymentOfLink } from "./payment"
import { getPaymentLink } from "./query"
import type { PaymentLink } from "./types"

/**
 * A payment through a link. What the link says already may be left out; what is said all the same must agree with it.
 */
export type PrepareByLinkInput = Pick<
  PrepareInput,
  | "sender"
  | "info"
  | "category"
  | "senderDid"
  | "receiverDid"
  | "reference"
  | "message"
  | "projectId"
  | "network"
  | "mayRead"
> & {
  slug: string
  receiver?: string
  /** shannons, > 0; needed where the link leaves the amount open */
  amount?: Shannons
  splits?: SplitInput[]
  /** whether the caller may know this payment: then a refusal names it */
  mayKnow?: (paymentId: bigint) => Promise<boolean>
}

/**
 * Books a payment on a link's terms, which are read from the database and not from the request.
 *
 * @throws NotFound for an unknown link
 * @throws LinkUnavailable for one that is closed or over
 * @throws AlreadyPaid for one that is for one payment and has it, or whose reference has
 * @throws ValidationError when the request says something else than the link
 */
export async function preparePaymentByLink(ctx: Context, input: PrepareByLinkInput): Promise<PreparedPayment> {
  const link = await getPaymentLink(ctx, input.slug)
  if (link.status === "used") throw await paidAlready(input, "link", await paymentOfLink(ctx, link.slug))
  if (link.status !== "active") throw linkUnavailable(link.status)
  await requireSameReceiver(ctx, link, input.receiver)
  await requireSameSplits(ctx, link, input.splits)
  requireSame("info", link.info, input.info)
  requireSame("category", link.category, input.category)
  requireSame("reference", link.reference, input.reference)
  const reference = link.reference ?? input.reference
  await requireUnpaidReference(ctx, link, { ...input, reference })
  return preparePayment(ctx, {
    sender: input.sender,
    receiver: link.receiver,
    amount: amountOf(link, input.amount),
    splits: link.splits,
    info: link.info ?? input.info,
    category: link.category ?? input.category,
    senderDid: input.senderDid,
    receiverDid: input.receiverDid,
    reference,
    message: input.message,
    projectId: input.projectId,
    network: input.network,
    mayRead: input.mayRead,
    link,
  })
}

/** Told before anybody signs; the index `payment_one_reference` holds it. */
async function requireUnpaidReference(ctx: Context, link: PaymentLink, input: PrepareByLinkInput): Promise<void> {
  if (link.oneTime || link.amount === null || !input.reference) return
  const [paid] = await ctx.db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM payment WHERE link_id = ${link.id} AND reference = ${input.reference} AND reference_once
      AND status IN ('submitted', 'committed', 'confirmed')`
  if (paid) throw await paidAlready(input, "reference", paid.id)
}

async function paidAlready({ mayKnow }: PrepareByLinkInput, what: "link" | "reference", paymentId: bigint | null) {
  const isKnown = paymentId !== null && (await mayKnow?.(paymentId))
  return alreadyPaid(what, isKnown ? paymentId : null)
}

function amountOf(link: PaymentLink, amount: Shannons | undefined): Shannons {
  requireSame("amount", link.amount, amount)
  const agreed = link.amount ?? amount
  if (agreed === undefined)
    throw ValidationError.field("amount", "is missing: this link leaves the amount to the payer")
  return agreed
}

async function requireSameReceiver(ctx: Context, link: PaymentLink, receiver: string | undefined): Promise<void> {
  if (receiver !== undefined) requireSame("receiver", link.receiver, await canonical(ctx, receiver, "receiver"))
}

async function requireSameSplits(ctx: Context, link: PaymentLink, splits: SplitInput[] | undefined): Promise<void> {
  if (splits === undefined) return
  requireSame("splits", link.splits.length, splits.length)
  for (const [i, split] of splits.entries()) {
    const field = `splits[${i}]`
    const agreed = link.splits[i] as SplitInput
    requireSame(`${field}.receiver`, agreed.receiver, await canonical(ctx, split.receiver, `${field}.receiver`))
    requireSame(field, shareText(agreed), shareText(split))
  }
}

async function canonical(ctx: Context, address: string, field: string): Promise<string> {
  return (await parseAddress(ctx.chain, address, field)).address
}

function shareText(split: SplitInput): string {
  return "bps" in split ? `${split.bps} bps` : `${split.amount}`
}

/** What a link leaves open, the payment may say; what it says, nobody else decides. */
function requireSame<T>(field: string, agreed: T | null, given: T | null | undefined): void {
  if (agreed !== null && given !== undefined && given !== null && given !== agreed)
    throw ValidationError.field(field, "differs from what the link says. Leave it out.")
}
