import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { ccc } from "@ckb-ccc/core"
import { expect } from "vitest"
import { AppError } from "@/lib/errors"
import type { Shannons } from "@/lib/money"
import { endStuck } from "@/lib/operator/end-stuck"
import { expirePayments } from "@/lib/payment/expire"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { expireWithdrawals } from "@/lib/withdrawal/expire"
import type { TestChain } from "@/test/support/chain"
import { startPlatform, type TestPlatform } from "@/test/support/context"
import { ckb, sendAgain } from "@/test/support/payment"
import { type Actor, actorOf, newKey } from "./actors"
import { askAgain } from "./ask-again"
import { bundledDriver } from "./bundle"
import { expectInvariants } from "./invariants"
import { type Heard, heardSchema, type Job } from "./scenarios"
import { tally } from "./tally"

const ROOT = join(import.meta.dirname, "..")
const FUNDED = ckb("500")
const CONFIRMATIONS = 2
/** Blocks after which all that was in flight must be over. */
const BOUND = 60
/** What has not committed by then could not for the whole time */
const PATIENT_BLOCKS = 30

export type Scenario =
  | "pay and settle"
  | "never sign"
  | "withdraw"
  | "top up"
  | "grow pool"
  | "end a payment"
  | "lose blocks"
  | "raise a fee"
  | "merge cells"
  | "withdraw fees"
  | "trim pool"
/** What those do whose server died: ask again, or go away. A job asks again by its next run. */
export type Client = "asks again" | "goes away"

export interface Stage {
  platform: TestPlatform
  env: Record<string, string>
  sender: Actor
  receiver: Actor
  job: Job
}

/** A new key, database and people on a shared chain. */
export async function setStage(chain: TestChain, scenario: Scenario): Promise<Stage> {
  const env: Record<string, string> = {
    PLATFORM_KEY: newKey(),
    CONFIRMATIONS: String(CONFIRMATIONS),
    HOLD_SECONDS: "600",
    // Where earned fees leave, most of a payment is the fee.
    PLATFORM_FEE_BPS: scenario === "withdraw fees" ? "9000" : "100",
  }
  const platform = await startPlatform(chain, { cells: 0, env })
  const { ctx } = platform
  const sender = await actorOf(ctx.chain.client, newKey())
  const { AnyoneCanPay, Secp256k1Blake160 } = ccc.KnownScript
  const receiver = await actorOf(ctx.chain.client, newKey(), scenario === "top up" ? AnyoneCanPay : Secp256k1Blake160)
  const deposit = { address: ctx.chain.platform.address, shannons: ckb("65") }
  await chain.fundMany([
    ...Array.from({ length: 4 }, () => deposit),
    { address: ctx.chain.platform.address, shannons: ckb("1000") },
    { address: sender.address, shannons: FUNDED },
    { address: receiver.address, shannons: FUNDED },
  ])
  await platform.follow()
  if (scenario === "withdraw" || scenario === "top up" || scenario === "withdraw fees") {
    // What the receiver is owed is below the threshold, so that no settlement pays it.
    const prepared = await preparePayment(ctx, {
      sender: sender.address,
      receiver: receiver.address,
      amount: ckb(scenario === "withdraw fees" ? "200" : "60"),
      splits: [],
    })
    await submitPayment(ctx, { paymentId: prepared.paymentId, rawTx: await sender.sign(prepared.rawTx) })
    await quiesce(platform, chain)
  }
  const job = { scenario, senderKey: sender.key, receiverKey: receiver.key, amount: amountOf(scenario).toString() }
  return { platform, env, sender, receiver, job }
}

function amountOf(scenario: Scenario): Shannons {
  if (scenario === "pay and settle" || scenario === "raise a fee") return ckb("100")
  // A cell of its own; the fees that were earned would be enough for two of them.
  if (scenario === "withdraw fees") return ckb("80")
  // Below the threshold: a settlement is not to join in.
  return ckb("20")
}

interface Ended {
  signal: NodeJS.Signals | null
  code: number | null
  stderr: string
  heard: Heard | undefined
}

/** Runs the stage's scenario in a process of its own, with a failpoint or without. */
export async function runDriver(chain: TestChain, stage: Stage, failpoint = ""): Promise<Ended> {
  tally.runs++
  const driver = await bundledDriver()
  const child = spawn(process.execPath, [driver, JSON.stringify(stage.job)], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      NODE_ENV: "test",
      DATABASE_URL: stage.platform.ctx.config.databaseUrl.reveal(),
      CKB_RPC_URL: chain.rpcUrl,
      CKB_SCRIPTS: JSON.stringify(chain.scripts),
      ADMIN_PASSWORD: "test password",
      LOG_LEVEL: "error",
      MICROPAY_FAILPOINT: failpoint,
      ...stage.env,
    },
  })
  let stderr = ""
  let heard: Heard | undefined
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  createInterface(child.stdout).on("line", (line) => {
    heard = heardSchema.parse(JSON.parse(line))
  })
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once("close", (...how) => resolve(how)),
  )
  return { code, signal, stderr, heard }
}

/** Runs a scenario to its end. @returns the arrows that it passed, in their order */
export async function recordArrows(chain: TestChain, scenario: Scenario): Promise<string[]> {
  const stage = await setStage(chain, scenario)
  const folder = mkdtempSync(join(tmpdir(), "micro-pay-arrows-"))
  try {
    const ended = await runDriver(chain, stage, `record:${join(folder, "arrows")}`)
    if (ended.code !== 0) throw new Error(`${scenario} does not work even without a fault:\n${ended.stderr}`)
    return readFileSync(join(folder, "arrows"), "utf8").trim().split("\n")
  } finally {
    rmSync(folder, { recursive: true })
    await stage.platform.stop()
  }
}

/**
 * Kills a server at an arrow; this process, which has nothing of it but the database and the chain, goes on in its place until
 * nothing waits. Then all invariants hold, and each side has exactly what the books say.
 */
export async function survive(chain: TestChain, scenario: Scenario, arrow: string, client: Client): Promise<void> {
  const stage = await setStage(chain, scenario)
  try {
    const ended = await runDriver(chain, stage, arrow)
    expect(ended, `the process must die at "${arrow}"`).toMatchObject({ signal: "SIGKILL" })
    if (client === "asks again") await askAgain(stage, ended.heard)
    await quiesce(stage.platform, chain)
    await expectInvariants(stage.platform.ctx)
    await expectFairEnd(chain, stage, client)
  } finally {
    await stage.platform.stop()
  }
}

/** A day later, the platform ends what could not commit all the time. */
export async function endHopeless({ ctx }: Pick<TestPlatform, "ctx">): Promise<string[]> {
  await ctx.db.$executeRaw`
    UPDATE "chain_transaction" SET "invalid_since" = "invalid_since" - interval '1 day',
      "unresolved_since" = "unresolved_since" - interval '1 day',
      "fee_refused_since" = "fee_refused_since" - interval '1 day'`
  return (await endStuck(ctx)).ended
}

/** What the jobs and loops of a running server do, until nothing waits: the bound is in blocks, not in time. */
export async function quiesce(platform: TestPlatform, chain: TestChain): Promise<void> {
  const { ctx } = platform
  await ctx.db.$executeRaw`UPDATE "payment" SET "expires_at" = now() WHERE "status" = 'prepared'`
  await ctx.db.$executeRaw`UPDATE "withdrawal" SET "expires_at" = now() WHERE "status" = 'prepared'`
  for (let block = 0; block < BOUND; block++) {
    await platform.follow()
    await expirePayments(ctx)
    await expireWithdrawals(ctx)
    const settled = await settle(ctx).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "PAUSED") return { settlements: [] }
      throw error
    })
    await sendAgain(ctx)
    if (block === PATIENT_BLOCKS) await endHopeless(platform)
    const waiting = await ctx.db.chainTransaction.count({ where: { status: { in: ["signed", "committed"] } } })
    if (waiting === 0 && settled.settlements.length === 0) return
    await chain.mine()
  }
  const stuck = await ctx.db.chainTransaction.findMany({ where: { status: { in: ["signed", "committed"] } } })
  throw new Error(
    `I6: still waiting after ${BOUND} blocks: ${stuck.map((tx) => `${tx.status}, ${tx.lastAnswer}`).join("; ")}`,
  )
}

/** Each happened once or not at all, and the one who asked again got it. */
export async function expectFairEnd(chain: TestChain, stage: Stage, client: Client): Promise<void> {
  const { ctx } = stage.platform
  const balance = ({ lock }: Actor) => chain.client().getBalance([lock])
  const payments = await ctx.db.payment.findMany({ where: { status: "confirmed" } })
  const withdrawals = await ctx.db.withdrawal.findMany({ where: { status: "submitted" } })
  const { scenario } = stage.job
  if (scenario === "end a payment") expect(payments.length).toBeLessThanOrEqual(1)
  if (scenario === "lose blocks") expect(payments).toHaveLength(1)
  if (scenario === "raise a fee") {
    expect(await balance(stage.receiver)).toBe(FUNDED + ckb("99"))
    if (client === "asks again")
      expect(await ctx.db.chainTransaction.count({ where: { settlementId: { not: null } } })).toBe(2)
  }
  if (scenario === "merge cells" || scenario === "withdraw fees" || scenario === "trim pool")
    await expectOneOperation(stage, client, await balance(stage.receiver))
  if (scenario === "pay and settle") {
    if (client === "asks again") expect(payments).toHaveLength(1)
    expect(payments.length).toBeLessThanOrEqual(1)
    const [paid] = payments
    expect(await balance(stage.receiver)).toBe(FUNDED + (paid ? paid.amount - paid.platformFee : 0n))
  }
  if (scenario === "never sign") expect(await ctx.db.chainTransaction.count()).toBe(0)
  if (scenario === "withdraw" || scenario === "top up") {
    if (client === "asks again") expect(withdrawals).toHaveLength(1)
    expect(withdrawals.length).toBeLessThanOrEqual(1)
    const [taken] = withdrawals
    expect(await balance(stage.receiver)).toBe(FUNDED + (taken ? taken.amount - taken.networkFee : 0n))
  }
  const spent = payments.reduce((total, { amount, networkFee }) => total + amount + networkFee, 0n)
  expect(await balance(stage.sender)).toBe(FUNDED - spent)
  const unfinished = { status: { in: ["prepared", "submitted", "committed"] } }
  expect(await ctx.db.payment.count({ where: unfinished })).toBe(0)
  expect(await ctx.db.platformCell.count({ where: { state: "claimed" } })).toBe(0)
}

/** The pool's own transaction went out once or not at all, and its record with it. */
async function expectOneOperation({ platform: { ctx }, job }: Stage, client: Client, balance: bigint): Promise<void> {
  const operations = await ctx.db.poolOperation.findMany()
  if (client === "asks again") expect(operations).toHaveLength(1)
  expect(operations.length).toBeLessThanOrEqual(1)
  for (const { status } of operations) expect(status).toBe("confirmed")
  expect(balance).toBe(
    FUNDED + (job.scenario === "withdraw fees" ? BigInt(job.amount) * BigInt(operations.length) : 0n),
  )
  const ordered = job.scenario === "trim pool" ? 0 : operations.length
  expect(await ctx.db.auditLog.count()).toBe(ordered)
}
