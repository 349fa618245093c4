import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { expect } from "vitest"
import type { TestChain } from "@/test/support/chain"
import { startPlatform, type TestPlatform } from "@/test/support/context"
import { ckb } from "@/test/support/payment"
import { type Actor, actorOf, newKey } from "./actors"
import { bundledDriver } from "./bundle"
import { expectInvariants } from "./invariants"
import type { Job } from "./job"
import { quiesce } from "./quiesce"
import { type Client, type Heard, heardSchema } from "./scenario"
import { payQuickly } from "./scenario-steps"
import { type ScenarioName, scenarioOf } from "./scenarios/list"
import { tally } from "./tally"

const ROOT = join(import.meta.dirname, "..")
const FUNDED = ckb("500")
const CONFIRMATIONS = 2

export interface Stage {
  platform: TestPlatform
  env: Record<string, string>
  sender: Actor
  receiver: Actor
  job: Job
}

/** A new key, database and people on a shared chain. */
export async function setStage(chain: TestChain, scenario: ScenarioName): Promise<Stage> {
  const { env: others, receiverLock, paid } = scenarioOf(scenario).stage ?? {}
  const env = {
    PLATFORM_KEY: newKey(),
    CONFIRMATIONS: String(CONFIRMATIONS),
    HOLD_SECONDS: "600",
    PLATFORM_FEE_BPS: "100",
    ...others,
  }
  const platform = await startPlatform(chain, { cells: 0, env })
  const { ctx } = platform
  const sender = await actorOf(ctx.chain.client, newKey())
  const receiver = await actorOf(ctx.chain.client, newKey(), receiverLock)
  const deposit = { address: ctx.chain.platform.address, shannons: ckb("65") }
  await chain.fundMany([
    ...Array.from({ length: 4 }, () => deposit),
    { address: ctx.chain.platform.address, shannons: ckb("1000") },
    { address: sender.address, shannons: FUNDED },
    { address: receiver.address, shannons: FUNDED },
  ])
  await platform.follow()
  if (paid) {
    await payQuickly({ ctx, sender, receiver }, paid)
    await quiesce(platform, chain)
  }
  return { platform, env, sender, receiver, job: { scenario, senderKey: sender.key, receiverKey: receiver.key } }
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

/**
 * Runs a scenario to its end.
 *
 * @returns the failpoints that it passed, in their order
 * @throws when there are none: then nothing would be killed, and all would look well
 */
export async function recordFailpoints(chain: TestChain, scenario: ScenarioName): Promise<string[]> {
  const stage = await setStage(chain, scenario)
  const folder = mkdtempSync(join(tmpdir(), "micro-pay-failpoints-"))
  const file = join(folder, "failpoints")
  try {
    const ended = await runDriver(chain, stage, `record:${file}`)
    if (ended.code !== 0) throw new Error(`${scenario} does not work even without a fault:\n${ended.stderr}`)
    if (!existsSync(file)) throw new Error(`${scenario} passes no failpoint`)
    return readFileSync(file, "utf8").trim().split("\n")
  } finally {
    rmSync(folder, { recursive: true })
    await stage.platform.stop()
  }
}

/**
 * Kills a server at a failpoint; this process, which has nothing of it but the database and the chain, goes on in its
 * place until nothing waits. Then all invariants hold, and each side has exactly what the books say.
 */
export async function survive(
  chain: TestChain,
  scenario: ScenarioName,
  failpoint: string,
  client: Client,
): Promise<void> {
  const stage = await setStage(chain, scenario)
  try {
    const ended = await runDriver(chain, stage, failpoint)
    expect(ended, `the process must die at "${failpoint}"`).toMatchObject({ signal: "SIGKILL" })
    if (client === "asks again") await scenarioOf(scenario).askAgain?.({ ...stage, heard: ended.heard, expect })
    await quiesce(stage.platform, chain)
    await expectInvariants(stage.platform.ctx)
    await expectFairEnd(chain, stage, client)
  } finally {
    await stage.platform.stop()
  }
}

/** Each happened once or not at all, as the scenario says it, and nothing is left over. */
export async function expectFairEnd(chain: TestChain, stage: Stage, client: Client): Promise<void> {
  const { ctx } = stage.platform
  const balance = ({ lock }: Actor) => chain.client().getBalance([lock])
  const payments = await ctx.db.payment.findMany({ where: { status: "confirmed" } })
  const withdrawals = await ctx.db.withdrawal.findMany({ where: { status: "submitted" } })
  const received = (await balance(stage.receiver)) - FUNDED
  await scenarioOf(stage.job.scenario).expect({ ctx, client, payments, withdrawals, received, expect })
  const spent = payments.reduce((total, { amount, networkFee }) => total + amount + networkFee, 0n)
  expect(await balance(stage.sender)).toBe(FUNDED - spent)
  const unfinished = { status: { in: ["prepared", "submitted", "committed"] } }
  expect(await ctx.db.payment.count({ where: unfinished })).toBe(0)
  expect(await ctx.db.platformCell.count({ where: { state: "claimed" } })).toBe(0)
}
