import type { Context } from "@/lib/context"
import { inVerb } from "@/lib/failpoint"
import { parseCkb, type Shannons } from "@/lib/money"
import { type PreparedPayment, preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { resendTransactions } from "@/lib/transaction/resend"
import type { TestChain } from "./chain"
import type { TestPlatform } from "./context"
import type { Wallet } from "./wallet"

/** An amount in CKB, as a test writes it. */
export function ckb(text: string): Shannons {
  const amount = parseCkb(text)
  if (amount === undefined) throw new Error(`not an amount: ${text}`)
  return amount
}

/** Prepares, signs and submits. */
export async function send(
  ctx: Context,
  sender: Wallet,
  receiver: Pick<Wallet, "address">,
  amount: Shannons,
): Promise<PreparedPayment> {
  const prepared = await preparePayment(ctx, { sender: sender.address, receiver: receiver.address, amount, splits: [] })
  await submitPayment(ctx, { paymentId: prepared.paymentId, rawTx: await sender.sign(prepared.rawTx) })
  return prepared
}

/** Sends, and takes in the block that commits it. */
export async function pay(
  platform: TestPlatform,
  chain: TestChain,
  sender: Wallet,
  receiver: Pick<Wallet, "address">,
  amount: Shannons,
): Promise<PreparedPayment> {
  const prepared = await send(platform.ctx, sender, receiver, amount)
  await chain.commit(prepared.txHash)
  await platform.follow()
  return prepared
}

export async function payment(ctx: Context, id: bigint) {
  return ctx.db.payment.findUniqueOrThrow({ where: { id }, include: { entries: { orderBy: { id: "asc" } } } })
}

/** The state of a payment and of its entries, in their order: fee, receiver, splits. */
export async function statusOf(ctx: Context, id: bigint): Promise<{ payment: string; entries: string[] }> {
  const { status, entries } = await payment(ctx, id)
  return { payment: status, entries: entries.map((entry) => entry.status) }
}

/** Sends all that is signed and not in a block, however soon it would be due. */
export async function sendAgain(ctx: Context): Promise<{ sent: number }> {
  await makeDue(ctx)
  return inVerb("send again", () => resendTransactions(ctx))
}

/** All that is signed is to be sent again now. */
export async function makeDue({ db }: Pick<Context, "db">): Promise<void> {
  await db.$executeRaw`
    UPDATE chain_transaction SET next_check_at = now() - interval '1 second' WHERE status = 'signed'`
}
