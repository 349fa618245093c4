import { setTimeout as wait } from "node:timers/promises"
import { z } from "zod"
import type { Context } from "@/lib/context"
import { inVerb } from "@/lib/failpoint"
import { reconcile } from "@/lib/ledger/reconcile"
import { shannons } from "@/lib/money"
import { cancelPayment } from "@/lib/payment/cancel"
import { expirePayments } from "@/lib/payment/expire"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { growPool } from "@/lib/pool/initialise"
import { settle } from "@/lib/settlement/settle"
import { followChain } from "@/lib/tracking/follow"
import { resendTransactions } from "@/lib/tracking/resend"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import { rpcCall } from "@/test/support/rpc"
import { actorOf } from "./actors"

const hex = z.templateLiteral(["0x", z.string()])
export const jobSchema = z.object({ scenario: z.string(), senderKey: hex, receiverKey: hex, amount: z.string() })
export type Job = z.infer<typeof jobSchema>

/** What the client of a scenario knows: it outlives the server that dies. */
export const heardSchema = z.object({ id: z.string(), signed: hex })
export type Heard = z.infer<typeof heardSchema>
type Say = (heard: Heard) => void

const MAX_BLOCKS = 40

/** What a server does from a payment's first request to the receiver's payout. */
async function payAndSettle(ctx: Context, job: Job, say: Say): Promise<void> {
  const sender = await actorOf(ctx.chain.client, job.senderKey)
  const receiver = await actorOf(ctx.chain.client, job.receiverKey)
  const request = {
    sender: sender.address,
    receiver: receiver.address,
    amount: shannons(BigInt(job.amount)),
    splits: [],
  }
  const prepared = await inVerb("prepare", () => preparePayment(ctx, request))
  const signed = await sender.sign(prepared.rawTx)
  say({ id: prepared.paymentId.toString(), signed })
  await inVerb("transfer", () => submitPayment(ctx, { paymentId: prepared.paymentId, rawTx: signed }))
  await sendAgain(ctx)
  await followUntilQuiet(ctx)
  await inVerb("settle", () => settle(ctx))
  await sendAgain(ctx)
  await followUntilQuiet(ctx)
  await inVerb("reconcile", () => reconcile(ctx))
}

/** Two payments that nobody signs: one is cancelled, one expires. */
async function neverSign(ctx: Context, job: Job): Promise<void> {
  const sender = await actorOf(ctx.chain.client, job.senderKey)
  const receiver = await actorOf(ctx.chain.client, job.receiverKey)
  const request = {
    sender: sender.address,
    receiver: receiver.address,
    amount: shannons(BigInt(job.amount)),
    splits: [],
  }
  const { paymentId } = await preparePayment(ctx, request)
  await inVerb("cancel", () => cancelPayment(ctx, paymentId))
  await preparePayment(ctx, request)
  await ctx.db.$executeRaw`UPDATE "payment" SET "expires_at" = now() WHERE "status" = 'prepared'`
  await inVerb("expire", () => expirePayments(ctx))
}

/** A receiver takes a part of what they are owed, and the chain has it. */
async function withdraw(ctx: Context, job: Job, say: Say): Promise<void> {
  const receiver = await actorOf(ctx.chain.client, job.receiverKey)
  const request = { receiver: receiver.address, amount: shannons(BigInt(job.amount)) }
  const prepared = await inVerb("prepare withdrawal", () => prepareWithdrawal(ctx, request))
  const signed = await receiver.sign(prepared.rawTx)
  say({ id: prepared.withdrawalId.toString(), signed })
  await inVerb("withdraw", () => submitWithdrawal(ctx, { withdrawalId: prepared.withdrawalId, rawTx: signed }))
  await followUntilQuiet(ctx)
}

/** The pool splits its largest cell. */
async function grow(ctx: Context): Promise<void> {
  const wanted = (await ctx.db.platformCell.count({ where: { state: "free" } })) + 4
  await inVerb("grow pool", () => growPool(ctx, wanted, () => followUntilQuiet(ctx)))
}

export const scenarios: Record<string, (ctx: Context, job: Job, say: Say) => Promise<void>> = {
  "pay and settle": payAndSettle,
  "never sign": neverSign,
  withdraw,
  "grow pool": grow,
}

async function sendAgain(ctx: Context): Promise<void> {
  await ctx.db.$executeRaw`UPDATE "chain_transaction" SET "next_check_at" = now() WHERE "status" = 'signed'`
  await inVerb("send again", () => resendTransactions(ctx))
}

/** Makes blocks and takes each in until nothing of ours waits for one. */
async function followUntilQuiet(ctx: Context): Promise<void> {
  for (let made = 0; made < MAX_BLOCKS; made++) {
    await inVerb("follow", () => followChain(ctx))
    const waiting = await ctx.db.chainTransaction.count({ where: { status: { in: ["signed", "committed"] } } })
    if (waiting === 0) return
    await makeBlock(ctx.config.rpcUrl)
  }
  throw new Error(`what was sent is not confirmed after ${MAX_BLOCKS} blocks`)
}

async function makeBlock(url: string): Promise<void> {
  await rpcCall(url, "generate_block", [])
  for (let poll = 0; poll < 500; poll++) {
    const { hash } = await rpcCall<{ hash: string }>(url, "get_tip_header", [])
    const pool = await rpcCall<{ tip_hash: string }>(url, "tx_pool_info", [])
    const indexer = await rpcCall<{ block_hash: string }>(url, "get_indexer_tip", [])
    if (pool.tip_hash === hash && indexer.block_hash === hash) return
    await wait(10)
  }
  throw new Error("the node's pool and indexer do not follow its chain")
}
