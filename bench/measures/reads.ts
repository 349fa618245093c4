import type { Client } from "pg"
import { percentile } from "../figures"
import type { Answer } from "../http"
import { closedLoop, outcomeOf } from "../loops"
import type { Stack } from "../stack"
import { bareRoute } from "./denominators"
import { prepareAll } from "./payments"
import { addErrors, type Run } from "./run"

const AT_ONCE = 8
const WARM_MS = 2_000

interface Read {
  name: string
  /** asked anew each time */
  path: () => string
  body?: () => unknown
}

/** What people and programs read, eight at once: p99 as a multiple of a bare route's in the same run. */
export async function measureReads(run: Run): Promise<void> {
  const { stack, figures, seconds } = run
  const bare = await bareRoute(run)
  // A database without any has nothing to read.
  await prepareAll(run)
  for (const { name, path, body } of readsOf(await peopleOf(stack.db))) {
    const loop = { processes: stack.processes, workers: AT_ONCE, warmMs: WARM_MS, ms: seconds * 300 }
    const { times, errors, cpu } = await closedLoop(loop, async () =>
      outcomeOf(
        body
          ? await stack.call("POST", path(), body(), stack.operator)
          : await stack.call("GET", path(), undefined, stack.operator),
      ),
    )
    const p99 = percentile(times, 99)
    figures.add(`read, ${name}: p99`, "ms", p99)
    figures.add(`read, ${name}: p99, of a bare route's`, "times", p99 / bare)
    figures.add(`read, ${name}: CPU, server + postgres`, "ms", (cpu.ms.server + cpu.ms.postgres) / times.length)
    addErrors(run, `read, ${name}`, errors)
  }
}

/** What only monitoring and operators ask, each alone. */
export async function measureOperator(run: Run): Promise<void> {
  const { stack } = run
  for (const path of ["/api/metrics", "/api/ready", "/api/fees", "/api/reconciliation", "/api/pool"])
    await alone(run, path, () => stack.call("GET", path, undefined, stack.operator))
  const body = { reason: "benchmark" }
  await alone(run, "job sample-pool", () => stack.call("POST", "/api/jobs/sample-pool/run", body, stack.operator))
  await reportBooks(stack, run)
}

/** The middle of five. What is refused takes no time that says anything. */
async function alone({ figures }: Run, name: string, work: () => Promise<Answer>): Promise<void> {
  const times: number[] = []
  for (let nth = 0; nth < 5; nth++) {
    const { ok, ms, code } = outcomeOf(await work())
    if (ok) times.push(ms)
    else figures.add(`alone, ${name}: ${code}`, "ms", ms)
  }
  figures.add(`alone, ${name}`, "ms", percentile(times, 50))
}

async function reportBooks(stack: Stack, run: Run): Promise<void> {
  const { json } = await stack.call("GET", "/api/reconciliation", undefined, stack.operator)
  run.figures.add(
    "reconciliation: differences",
    "shannons",
    Number(json?.pool?.difference) + Number(json?.owed?.difference),
  )
}

interface People {
  ids: { from: number; to: number }
  senders: string[]
  receivers: string[]
  /** who sends, and who gets, the most */
  busySender: string
  busyReceiver: string
}

async function peopleOf(db: Client): Promise<People> {
  const { rows } = await db.query<{ loaded: boolean }>("SELECT to_regclass('bench_party') IS NOT NULL AS loaded")
  const list = async (sql: string) => (await db.query<{ address: string }>(sql)).rows.map(({ address }) => address)
  const party = (role: string) => `SELECT address FROM bench_party WHERE role = '${role}' ORDER BY n LIMIT 2000`
  const recent = (who: string) =>
    `SELECT DISTINCT ${who} AS address FROM (SELECT * FROM payment ORDER BY id LIMIT 2000) p`
  const [senders, receivers] = rows[0]?.loaded
    ? [await list(party("sender")), await list(party("receiver"))]
    : [await list(recent("sender")), await list(recent("receiver"))]
  const { rows: ids } = await db.query<{ from: string; to: string }>(
    `SELECT min(id) AS "from", max(id) AS "to" FROM payment`,
  )
  return {
    ids: { from: Number(ids[0]?.from), to: Number(ids[0]?.to) },
    senders,
    receivers,
    busySender: senders[0] ?? "",
    busyReceiver: receivers[0] ?? "",
  }
}

function readsOf({ ids, senders, receivers, busySender, busyReceiver }: People): Read[] {
  const any = (addresses: string[]) => addresses[Math.floor(Math.random() * addresses.length)] ?? ""
  const id = () => ids.from + Math.floor(Math.random() * (ids.to - ids.from))
  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString()
  return [
    { name: "payment by id", path: () => `/api/payment/${id()}` },
    { name: "a sender's payments", path: () => `/api/payment/sender/${any(senders)}` },
    { name: "the busiest sender's", path: () => `/api/payment/sender/${busySender}` },
    { name: "a receiver's payments", path: () => `/api/payment/receiver/${any(receivers)}` },
    { name: "the busiest receiver's", path: () => `/api/payment/receiver/${busyReceiver}` },
    { name: "a sender's by DID", path: () => `/api/payment/sender-did/did:ckb:s${1 + (id() % 1_000)}` },
    { name: "a receiver's by DID", path: () => `/api/payment/receiver-did/did:ckb:r${1 + (id() % 1_000)}` },
    { name: "all payments", path: () => "/api/payment/all" },
    { name: "all, of an info", path: () => `/api/payment/all?info=order%20${id() % 2_000}` },
    { name: "all, of no such info", path: () => `/api/payment/all?info=none${id()}` },
    { name: "all, of two days", path: () => `/api/payment/all?from=${day(9)}&to=${day(8)}` },
    { name: "all, of a category", path: () => `/api/payment/all?category=${id() % 7}` },
    { name: "account of the busiest", path: () => `/api/account/${busyReceiver}` },
    { name: "income of the busiest", path: () => `/api/account/${busyReceiver}/income` },
    { name: "entries of the busiest", path: () => `/api/account/${busyReceiver}/entries` },
    { name: "settlements", path: () => "/api/settlement" },
    {
      name: "totals of ten infos",
      path: () => "/api/totals",
      body: () => ({ by: "info", keys: Array.from({ length: 10 }, (_, nth) => `order ${(id() + nth) % 2_000}`) }),
    },
  ]
}
