import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout as wait } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"
import { jobs } from "@/lib/jobs/registry"
import { plainEnvironment } from "@/scripts/process/environment"
import { buildPages } from "@/scripts/start/build"
import { startDevnet, type TestChain } from "@/test/support/chain"
import { startPlatform, type TestPlatform } from "@/test/support/context"
import { PLATFORM_KEY } from "@/test/support/environment"
import { ckb } from "@/test/support/payment"
import { until } from "@/test/support/rpc"
import { type Actor, actorOf, newKey } from "./actors"
import { type Balancer, type Instance, startBalancer, startInstance } from "./instance"
import { expectInvariants } from "./invariants"
import { quiesce } from "./quiesce"
import { tally } from "./tally"

const INSTANCES = 3
const KILLS = 3
/** More than there are cells, so that all of them are in use all the time. */
const SENDERS = 12
const CELLS = 10
const BLOCK_MS = 300
const BUILD_BOUND_MS = 600_000

const hex = z.templateLiteral(["0x", z.string()])
const preparedPayment = z.object({ payment_id: z.number(), client_secret: z.string(), raw_tx: hex })

describe.each(["embedded", "inngest"] as const)(
  "three instances behind a balancer, jobs by the %s scheduler",
  (kind) => {
    let chain: TestChain
    let platform: TestPlatform
    let balancer: Balancer
    let engine: Server
    let senders: Actor[]
    let receiver: Actor
    let env: Record<string, string>
    let instances: Instance[] = []
    /** What the client was told is on its way. */
    const told = new Set<number>()
    let over = false

    beforeAll(async () => {
      await buildPages(plainEnvironment(), new AbortController().signal, () => {})
      chain = await startDevnet({ blockMs: BLOCK_MS })
      platform = await startPlatform(chain, { cells: CELLS, reserve: ckb("5000"), env: { PLATFORM_KEY } })
      senders = await Promise.all(Array.from({ length: SENDERS }, () => actorOf(chain.client(), newKey())))
      receiver = await actorOf(chain.client(), newKey())
      await chain.fundMany(senders.map(({ address }) => ({ address, shannons: ckb("5000") })))
      balancer = await startBalancer()
      engine = createServer((_, response) => response.end("{}")).listen(0, "127.0.0.1")
      await once(engine, "listening")
      const { port } = engine.address() as AddressInfo
      env = {
        DATABASE_URL: platform.ctx.config.databaseUrl.reveal(),
        CKB_RPC_URL: chain.rpcUrl,
        CKB_SCRIPTS: JSON.stringify(chain.scripts),
        PLATFORM_KEY,
        ADMIN_PASSWORD: "test password",
        CONFIRMATIONS: "1",
        LOG_LEVEL: "warn",
        SETTLEMENT_CRON: "*/5 * * * * *",
        ...(kind === "inngest" ? { INNGEST_DEV: `http://127.0.0.1:${port}` } : {}),
      }
      instances = await Promise.all(Array.from({ length: INSTANCES }, () => startInstance(env)))
      balancer.ports = instances.map(({ port }) => port)
    }, BUILD_BOUND_MS)
    afterAll(async () => {
      over = true
      await Promise.all(instances.map((instance) => instance.kill()))
      balancer.stop()
      engine.close()
      await platform.stop()
      await chain.stop()
    })

    /**
     * As a client that asks again: whatever breaks, the same request is sent until there is an answer. What an instance
     * had begun when it died is taken over by another after a minute (`lib/http/idempotency.ts`).
     */
    const ask = async (path: string, body: object) => {
      const headers = { "content-type": "application/json", "idempotency-key": randomUUID() }
      for (;;) {
        const reply = await fetch(`${balancer.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) })
          .then(async (response) => ({ status: response.status, json: await response.json() }))
          .catch(() => undefined)
        if (reply && reply.status < 500 && reply.json.code !== "IDEMPOTENCY_CONFLICT") return reply
        if (reply?.json.code === "INTERNAL_ERROR") throw new Error(`INTERNAL_ERROR, and the logs: ${errorsLogged()}`)
        if (over) return undefined
        await wait(100)
      }
    }

    const errorsLogged = () =>
      instances
        .flatMap((instance) => instance.log().split("\n"))
        .filter((line) => line.includes('"level":50') && line.includes("request failed"))
        .join("\n")

    const payAndPay = async (sender: Actor) => {
      while (!over) {
        const order = { sender: sender.address, receiver: receiver.address, amount: String(10_000_000n + salt()) }
        const prepared = await ask("/api/payment/prepare", order)
        if (prepared?.status === 201) {
          const { payment_id, client_secret, raw_tx } = preparedPayment.parse(prepared.json)
          const transfer = { payment_id, client_secret, raw_tx: await sender.sign(raw_tx) }
          const sent = await ask("/api/payment/transfer", transfer)
          if (sent?.status === 200) told.add(payment_id)
          else expect(["HOLD_LOST", "INPUT_SPENT", "PAYMENT_IN_PROGRESS", undefined]).toContain(sent?.json.code)
        } else expect(["PAYMENT_IN_PROGRESS", undefined]).toContain(prepared?.json.code)
        await wait(20)
      }
    }

    /** What Inngest's server does: it calls each function on its schedule, through the balancer. */
    const runJobs = async () => {
      while (!over && kind === "inngest") {
        await Promise.all(
          jobs.map(({ id }) =>
            fetch(`${balancer.url}/api/inngest?fnId=micro-pay-${id}&stepId=step`, {
              method: "POST",
              headers: { "content-type": "application/json" },
              body: JSON.stringify(runRequest),
            }).then(
              (response) => response.text(),
              () => "",
            ),
          ),
        )
        await wait(1_000)
      }
    }

    it("one is killed under load and replaced, again and again, and everything happened once", async () => {
      const { ctx } = platform
      const confirmed = () => ctx.db.payment.count({ where: { status: "confirmed" } })
      const goesOn = async (more: number) => {
        const least = (await confirmed()) + more
        await until(`${more} more payments`, async () => (await confirmed()) >= least, 120_000)
      }
      const working = [...senders.map(payAndPay), runJobs()]
      const failed = Promise.all(working).then(() => new Promise<never>(() => {}))
      await Promise.race([failed, goesOn(20)])
      for (let kill = 0; kill < KILLS; kill++) {
        const victim = Math.floor(Math.random() * INSTANCES)
        await instances[victim]?.kill()
        balancer.ports = instances.filter((_, number) => number !== victim).map(({ port }) => port)
        tally.runs++
        // The others serve on: one of them leads from now on.
        await Promise.race([failed, goesOn(10)])
        instances[victim] = await startInstance(env)
        balancer.ports = instances.map(({ port }) => port)
      }
      await Promise.race([failed, goesOn(10)])
      over = true
      await Promise.all(working)
      const settled = await ctx.db.jobRun.findUnique({ where: { job: "settle" } })
      expect(settled?.succeededAt ?? settled?.startedAt).toBeTruthy()
      await Promise.all(instances.map((instance) => instance.stop()))
      expect(errorsLogged()).toBe("")
      await quiesce(platform, chain)
      await expectInvariants(ctx)
      const paid = await ctx.db.payment.findMany({ where: { id: { in: [...told].map(BigInt) } } })
      expect(paid.filter(({ status }) => status !== "confirmed")).toEqual([])
      expect(await confirmed()).toBeGreaterThanOrEqual(told.size)
      tally.seen = `${told.size} payments`
    }, 600_000)
  },
)

const runRequest = {
  version: 2,
  event: { name: "inngest/scheduled.timer", data: {} },
  events: [{ name: "inngest/scheduled.timer", data: {} }],
  steps: {},
  ctx: { run_id: "01J0000000000000000000000", fn_id: "4d0cb4a2", attempt: 0, stack: { stack: [], current: 0 } },
}

/** No two payments alike: two of the same would be told apart by their fee only. */
function salt(): bigint {
  return BigInt(Math.floor(Math.random() * 1_000_000_000))
}
