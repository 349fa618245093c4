import { writeSync } from "node:fs"
import { createChain } from "@/lib/chain/chain"
import { loadConfig } from "@/lib/config"
import { connectDatabase } from "@/lib/db"
import { armFailpoint } from "@/lib/failpoint"
import { createLogger } from "@/lib/log"
import type { TestContext } from "@/test/support/actors"
import { actorOf } from "./actors"
import { jobSchema } from "./job"
import { scenarioOf } from "./scenarios/list"

/** A process of its own that runs one scenario as the server would, and dies where `MICROPAY_FAILPOINT` says. */
async function main(text: string): Promise<void> {
  const job = jobSchema.parse(JSON.parse(text))
  const scenario = scenarioOf(job.scenario)
  if (job.clockMs) shiftClock(job.clockMs)
  const config = loadConfig()
  if (config.failpoint) armFailpoint(config.failpoint)
  const ctx: TestContext = {
    actor: { kind: "command" },
    config,
    db: connectDatabase(config.databaseUrl.reveal(), 4),
    chain: await createChain(config),
    log: createLogger(config.logLevel),
  }
  await scenario.run({
    ctx,
    sender: await actorOf(ctx.chain.client, job.senderKey),
    receiver: await actorOf(ctx.chain.client, job.receiverKey, scenario.stage?.receiverLock),
    // Written at once and whole: a buffered line would die with the process.
    say: (heard) => writeSync(1, `${JSON.stringify(heard)}\n`),
  })
  await ctx.db.$disconnect()
}

/** The machine's clock is wrong; the database's and the node's are not. */
function shiftClock(byMs: number): void {
  const now = () => RealDate.now() + byMs
  const RealDate = Date
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given) => Reflect.construct(target, given.length === 0 ? [now()] : given),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  })
}

await main(process.argv[2] ?? "")
