import { setTimeout as wait } from "node:timers/promises"
import { z } from "zod"
import type { Context } from "@/lib/context"
import { inVerb } from "@/lib/failpoint"
import { shannons } from "@/lib/money"
import { endTransaction } from "@/lib/operator/end-transaction"
import { cancelPayment } from "@/lib/payment/cancel"
import { expirePayments } from "@/lib/payment/expire"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { growPool } from "@/lib/pool/initialise"
import { trimPool } from "@/lib/pool/trim"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { raiseFees } from "@/lib/settlement/raise-fee"
import { settle } from "@/lib/settlement/settle"
import { followChain } from "@/lib/tracking/follow"
import { resendTransactions } from "@/lib/transaction/resend"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import { topUp } from "@/lib/withdrawal/top-up"
import { rpcCall } from "@/test/support/rpc"
import { actorOf } from "./actors"
import { lookAt, orderOf, seenSchema } from "./orders"

const hex = z.templateLiteral(["0x", z.string()])
export const jobSchema = z.object({
  scenario: z.string(),
  senderKey: hex,
  receiverKey: hex,
  amount: z.string(),
  /** Milliseconds by which this process believes to be later than it is */
  clockMs: z.number().optional(),
})
export type Job = z.infer<typeof jobSchema>

/** What the client of a scenario knows, a person who signs or an operator who orders: it outlives the server that dies. */
export const heardSchema = z.union([z.object({ id: z.string(), signed: hex }), seenSchema])
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

/** What somebody is owed under an anyone-can-pay lock goes into the cell that they have, and the chain has it. */
async function payWithoutSignature(ctx: Context): Promise<void> {
  await inVerb("top up", () => topUp(ctx))
  await sendAgain(ctx)
  await followUntilQuiet(ctx)
}

/** The pool splits its largest cell. */
async function grow(ctx: Context): Promise<void> {
  const wanted = (await ctx.db.platformCell.count({ where: { state: "free" } })) + 4
  await inVerb("grow pool", () => growPool(ctx, wanted, () => followUntilQuiet(ctx)))
}

/** The operator has cells merged, or takes out what the platform has earned: a plan that they look at first. */
async function carryOutOrder(ctx: Context, job: Job, say: Say): Promise<void> {
  const { address } = await actorOf(ctx.chain.client, job.receiverKey)
  const order = orderOf(job.scenario, shannons(BigInt(job.amount)), address)
  if (!order) throw new Error(`nobody orders anything in ${job.scenario}`)
  const seen = await inVerb(job.scenario, () => lookAt(ctx, order))
  say(seen)
  await inVerb(job.scenario, () => order.carryOut(ctx, seen))
  await sendAgain(ctx)
  await followUntilQuiet(ctx)
}

/** A cell that is too large to lend has not been used for long. */
async function trim(ctx: Context): Promise<void> {
  await ctx.db.$executeRaw`UPDATE "platform_cell" SET "created_at" = now() - interval '11 minutes'`
  await inVerb("trim pool", () => trimPool(ctx))
  await sendAgain(ctx)
  await followUntilQuiet(ctx)
}

/** A payout has waited, fees have risen, and it gets another attempt. */
async function raiseFee(ctx: Context, job: Job): Promise<void> {
  await payQuickly(ctx, job)
  await followUntilQuiet(ctx)
  await settle(ctx)
  const later = await feesHaveRisen(ctx)
  await inVerb("raise fee", () => raiseFees(later))
  await sendAgain(ctx)
  await followUntilQuiet(ctx)
}

/** Ten minutes later, and the network asks for more. */
export async function feesHaveRisen(ctx: Context): Promise<Context> {
  await ctx.db
    .$executeRaw`UPDATE "chain_transaction" SET "created_at" = now() - interval '10 minutes' WHERE "status" = 'signed'`
  return { ...ctx, chain: { ...ctx.chain, feeRate: () => Promise.resolve(6_000n) } }
}

/** The operator ends a payment that the node has, by spending the platform's cell of it. */
async function endPayment(ctx: Context, job: Job): Promise<void> {
  const { paymentId } = await payQuickly(ctx, job)
  await inVerb("end", () => endTransaction(ctx, { paymentId }, { reason: "it is stuck", actor: "command" }))
  await sendAgain(ctx)
  await followUntilQuiet(ctx)
}

/** A payment is confirmed, and its blocks leave the chain: it is taken back, and comes again. */
async function loseBlocks(ctx: Context, job: Job): Promise<void> {
  const { rpc } = ctx.chain
  const before = await rpc.call<string>("get_tip_block_number")
  await payQuickly(ctx, job)
  await followUntilQuiet(ctx)
  const depth = Number(await rpc.call<string>("get_tip_block_number")) - Number(before)
  const url = ctx.config.rpcUrl.reveal()
  await rpcCall(url, "truncate", [await rpcCall<string>(url, "get_block_hash", [before])])
  // A node puts what it has detached back into its pool, a moment later.
  await followed(url, ["pool"])
  await rpcCall(url, "clear_tx_pool", [])
  // The indexer follows a branch only when it has become the longer one.
  for (let made = 0; made < depth; made++) await makeBlock(url, ["pool"])
  await makeBlock(url)
  await inVerb("roll back", () => followChain(ctx))
  await sendAgain(ctx)
  await followUntilQuiet(ctx)
}

async function payQuickly(ctx: Context, job: Job) {
  const sender = await actorOf(ctx.chain.client, job.senderKey)
  const receiver = await actorOf(ctx.chain.client, job.receiverKey)
  const amount = shannons(BigInt(job.amount))
  const request = { sender: sender.address, receiver: receiver.address, amount, splits: [] }
  const { paymentId, rawTx } = await preparePayment(ctx, request)
  return submitPayment(ctx, { paymentId, rawTx: await sender.sign(rawTx) })
}

export const scenarios: Record<string, (ctx: Context, job: Job, say: Say) => Promise<void>> = {
  "pay and settle": payAndSettle,
  "never sign": neverSign,
  withdraw,
  "top up": payWithoutSignature,
  "grow pool": grow,
  "merge cells": carryOutOrder,
  "withdraw fees": carryOutOrder,
  "trim pool": trim,
  "end a payment": endPayment,
  "lose blocks": loseBlocks,
  "raise a fee": raiseFee,
}

async function sendAgain(ctx: Context): Promise<void> {
  await ctx.db
    .$executeRaw`UPDATE "chain_transaction" SET "next_check_at" = now() - interval '1 second' WHERE "status" = 'signed'`
  await inVerb("send again", () => resendTransactions(ctx))
}

/** Makes blocks and takes each in until nothing of ours waits for one. */
async function followUntilQuiet(ctx: Context): Promise<void> {
  for (let made = 0; made < MAX_BLOCKS; made++) {
    await inVerb("follow", () => followChain(ctx))
    const waiting = await ctx.db.chainTransaction.count({ where: { status: { in: ["signed", "committed"] } } })
    if (waiting === 0) return
    await makeBlock(ctx.config.rpcUrl.reveal())
  }
  throw new Error(`what was sent is not confirmed after ${MAX_BLOCKS} blocks`)
}

async function makeBlock(url: string, who: ("pool" | "indexer")[] = ["pool", "indexer"]): Promise<void> {
  await followed(url, ["pool"])
  await rpcCall(url, "generate_block", [])
  await followed(url, who)
}

async function followed(url: string, who: ("pool" | "indexer")[]): Promise<void> {
  for (let poll = 0; poll < 500; poll++) {
    const { hash } = await rpcCall<{ hash: string }>(url, "get_tip_header", [])
    const pool = await rpcCall<{ tip_hash: string }>(url, "tx_pool_info", [])
    const indexer = await rpcCall<{ block_hash: string }>(url, "get_indexer_tip", [])
    if (pool.tip_hash === hash && (!who.includes("indexer") || indexer.block_hash === hash)) return
    await wait(10)
  }
  throw new Error("the node's pool and indexer do not follow its chain")
}
