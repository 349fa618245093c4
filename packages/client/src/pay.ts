import { shannons } from "@/lib/money"
import { lockOfAddress } from "@/lib/review/address"
import { NEVER_SENT, SIGN_AGAIN, WAITING_HELPS } from "@/lib/review/outcomes"
import { type ReviewedPayment, reviewPayment } from "@/lib/review/payment"
import { NotSigned, prepareInWallet, signInWallet, type WalletSigner } from "@/lib/review/sign"
import type { ChainReader } from "@/lib/review/transaction"
import type { CallOptions, ReplyTo } from "./call"
import type { Client } from "./client"
import { MicroPayError } from "./errors"
import type { PrepareRequest } from "./generated/api"
import { forget, type Resume, read, write } from "./kept"
import { pause } from "./request"

/** What to pay, as `POST /api/payment/prepare` takes it. */
export interface Order extends Omit<PrepareRequest, "sender" | "amount" | "receiver"> {
  /** shannons: `parseCkb("0.5")`. Through a link too, so that a link cannot say another one */
  amount: bigint
  /** the payee's address; through a link it can be left out, and then the link decides who is paid */
  receiver?: string
}

/** What signs, and reads the chain: a CCC signer with its client. */
export interface Signer extends WalletSigner {
  readonly client: ChainReader
  getRecommendedAddress(): Promise<string>
}

/** What the wallet is about to sign, as read from its bytes. All amounts are shannons. */
export interface Review {
  paymentId: number
  txHash: string
  amount: bigint
  platformFee: bigint
  networkFee: bigint
  /** what leaves the sender's cells: amount and network fee */
  pays: bigint
  /** what the sender has paid within the hour and may not want to pay again */
  paidBefore: ReplyTo<"POST /api/payment/prepare">["paid_before"]
}

export interface PayOptions {
  signer: Signer
  /** goes on where an earlier run with this key stopped, and never pays for it twice */
  resume?: Resume
  /** asked before the wallet is; false ends it, and nothing is signed */
  confirm?: (review: Review) => boolean | Promise<boolean>
  /** pay although the same was paid within the hour */
  again?: boolean
  /** of the amount, in basis points: 1,000, a tenth, unless said otherwise */
  maxPlatformFeeBps?: number
  /** shannons: 0.01 CKB unless said otherwise */
  maxNetworkFee?: bigint
  signal?: AbortSignal
}

/** A payment whose signature the platform holds. */
export interface Paid {
  paymentId: number
  txHash: string
  status: ReplyTo<"GET /api/payment/{id}">["status"]
  /** lets its holder read this one payment */
  clientSecret: string
  /** with it the commitment proves who was paid */
  salt: string
}

/** Nothing was signed. `reason` says why. */
export class NotPaid extends Error {
  override readonly name = "NotPaid"
  constructor(
    readonly reason: "declined" | "paid before" | "fee too high",
    message: string,
  ) {
    super(message)
  }
}

const MAX_PLATFORM_FEE_BPS = 1_000
const MAX_NETWORK_FEE = 1_000_000n
const PREPARE_FOR_MS = 120_000
const SIGNATURES = 3
const OVER: readonly string[] = ["cancelled", "expired", "failed"]

const underWay = new WeakMap<object, Map<string, Promise<Paid>>>()

/**
 * Pays: prepares the payment, checks what the server has prepared, has the wallet sign it and hands it in.
 *
 * Before the wallet is opened the transaction is read from its own bytes: the platform's one cell grows by the amount,
 * the sender's own cells lose that and the network fee, nobody else takes part, and what the signature also covers
 * names the payee and each share. So the server need not be believed, and neither need the node.
 *
 * @returns when the platform holds the signature; `waitUntilPaid` waits for the chain
 * @throws ReviewMismatch when the server has prepared something else, NotPaid, NotSigned, MicroPayError
 */
export async function pay(client: Client, order: Order, options: PayOptions): Promise<Paid> {
  if (typeof order.amount !== "bigint")
    throw new TypeError('amount: write shannons as a bigint, such as parseCkb("0.5").')
  const { resume } = options
  if (!resume) return payAnew(client, order, options)
  // Two calls for one thing, a double click or two requests of a server, pay once.
  const ofStore = underWay.get(resume.store) ?? new Map<string, Promise<Paid>>()
  underWay.set(resume.store, ofStore)
  const other = ofStore.get(resume.key)
  if (other) return other
  const paying = resumed(client, resume, options.signal)
    .then((before) => before ?? payAnew(client, order, options))
    .finally(() => ofStore.delete(resume.key))
  ofStore.set(resume.key, paying)
  return paying
}

/**
 * Waits until the payment is confirmed: from then on it is owed to the payee for good.
 *
 * @throws Error when it has failed, or was never signed
 */
export async function waitUntilPaid(
  client: Client,
  paid: Paid,
  { signal }: { signal?: AbortSignal } = {},
): Promise<ReplyTo<"GET /api/payment/{id}">> {
  for (;;) {
    const options: CallOptions = { clientSecret: paid.clientSecret, ...(signal ? { signal } : {}) }
    const payment = await client.payments.get(paid.paymentId, options)
    if (payment.status === "confirmed") return payment
    if (OVER.includes(payment.status))
      throw new Error(`Payment ${paid.paymentId} is ${payment.status}: it is not paid.`)
    await pause(1_000, signal)
  }
}

/** What an earlier run has come to, if anything that counts. */
async function resumed(client: Client, resume: Resume, signal?: AbortSignal): Promise<Paid | undefined> {
  const kept = await read(resume)
  if (!kept) return undefined
  const { signedTx, ...paid } = kept
  const options: CallOptions = { clientSecret: paid.clientSecret, ...(signal ? { signal } : {}) }
  if (signedTx !== undefined) {
    const status = await handIn(client, resume, { ...paid, signedTx }, signal)
    return status && { ...paid, status }
  }
  const { status } = await client.payments.get(paid.paymentId, options)
  if (!OVER.includes(status)) return { ...paid, status }
  await forget(resume)
  return undefined
}

async function payAnew(client: Client, order: Order, options: PayOptions): Promise<Paid> {
  const { signer, resume, signal } = options
  const sender = await signer.getRecommendedAddress()
  for (let signatures = 1; ; signatures++) {
    const { prepared, review, position } = await prepareAndCheck(client, { order, sender }, options)
    const ready = await prepareInWallet(signer, { tx: review.decoded.tx, hash: review.hash })
    const signedTx = await signInWallet(signer, ready, position)
    const kept = {
      ...{ paymentId: prepared.payment_id, txHash: prepared.tx_hash },
      ...{ clientSecret: prepared.client_secret, salt: prepared.salt, signedTx },
    }
    if (resume) await write(resume, kept)
    const status = await handIn(client, resume, kept, signal)
    const { signedTx: _, ...paid } = kept
    if (status) return { ...paid, status }
    if (signatures >= SIGNATURES) throw new NotSigned("What was signed could not be used any more. Nothing was sent.")
  }
}

/** @returns undefined when the signature came too late: nothing was sent, and the payment can be prepared anew */
async function handIn(
  client: Client,
  resume: Resume | undefined,
  kept: Omit<Paid, "status"> & { signedTx: string },
  signal?: AbortSignal,
): Promise<Paid["status"] | undefined> {
  const { signedTx, ...paid } = kept
  const body = { payment_id: paid.paymentId, raw_tx: signedTx, client_secret: paid.clientSecret }
  try {
    const { status } = await client.payments.transfer(body, signal ? { signal } : {})
    if (resume) await write(resume, paid)
    return status
  } catch (error) {
    if (!(error instanceof MicroPayError)) throw error
    if (resume && NEVER_SENT.includes(error.code)) await forget(resume)
    if (!SIGN_AGAIN.includes(error.code)) throw error
    return undefined
  }
}

async function prepareAndCheck(
  client: Client,
  { order, sender }: { order: Order; sender: string },
  options: PayOptions,
) {
  const { signer, confirm, signal } = options
  const [config, link] = await Promise.all([client.config(), order.link ? client.links.get(order.link) : undefined])
  const receiver = order.receiver ?? link?.receiver
  if (receiver === undefined) throw new TypeError("receiver: say who is paid, or by which link.")
  const prepared = await prepareWhenPossible(client, { ...order, sender }, signal)
  const senderLock = lockOfAddress(sender)
  const review = await reviewPayment(signer.client, prepared, {
    sender: senderLock,
    platform: lockOfAddress(client.platform ?? config.platform_address),
    receiver: lockOfAddress(receiver),
    amount: shannons(order.amount),
    feeBps: BigInt(config.platform_fee_bps),
    splits: (link?.splits ?? order.splits ?? []).map(partOf),
  })
  const shown = shownOf(prepared, review, order.amount, BigInt(config.platform_fee_bps))
  refuseFees(shown, options)
  if (shown.paidBefore?.same === "payment" && !options.again)
    throw new NotPaid(
      "paid before",
      "The same was paid within the hour. Nothing was signed. `again` pays it once more.",
    )
  if (confirm && !(await confirm(shown))) throw new NotPaid("declined", "It was declined. Nothing was signed.")
  return { prepared, review, position: review.decoded.firstInputOf(senderLock) }
}

function partOf(split: { receiver: string; bps?: number; amount?: bigint | string }) {
  const lock = lockOfAddress(split.receiver)
  if (split.bps !== undefined) return { lock, bps: BigInt(split.bps) }
  if (split.amount !== undefined) return { lock, amount: shannons(BigInt(split.amount)) }
  throw new TypeError("splits: each needs either bps or amount.")
}

function shownOf(
  prepared: ReplyTo<"POST /api/payment/prepare">,
  { pays, networkFee }: ReviewedPayment,
  amount: bigint,
  feeBps: bigint,
): Review {
  return {
    ...{ paymentId: prepared.payment_id, txHash: prepared.tx_hash, amount, networkFee, pays },
    platformFee: (amount * feeBps) / 10_000n,
    paidBefore: prepared.paid_before,
  }
}

/** They were checked to be what the server says. What it says may still be more than anybody wants to pay. */
function refuseFees({ amount, platformFee, networkFee }: Review, options: PayOptions): void {
  const { maxPlatformFeeBps = MAX_PLATFORM_FEE_BPS, maxNetworkFee = MAX_NETWORK_FEE } = options
  if (platformFee * 10_000n > amount * BigInt(maxPlatformFeeBps))
    throw new NotPaid("fee too high", `The platform's fee would be ${platformFee} shannons. Nothing was signed.`)
  if (networkFee > maxNetworkFee)
    throw new NotPaid("fee too high", `The network's fee would be ${networkFee} shannons. Nothing was signed.`)
}

async function prepareWhenPossible(client: Client, order: PrepareRequest, signal: AbortSignal | undefined) {
  const until = Date.now() + PREPARE_FOR_MS
  for (let wait = 500; ; wait = Math.min(wait * 1.5, 5_000)) {
    try {
      return await client.payments.prepare(order, signal ? { signal } : {})
    } catch (error) {
      const helps = error instanceof MicroPayError && WAITING_HELPS.includes(error.code)
      if (!helps || Date.now() + wait > until) throw error
      await pause(wait, signal)
    }
  }
}
