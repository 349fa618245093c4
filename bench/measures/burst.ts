import { fork } from "node:child_process"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { residentMib } from "../cpu"
import { percentile } from "../figures"
import { type Call, client } from "../http"
import { outcomeOf } from "../loops"
import type { Stack } from "../stack"
import { tipOf } from "../watch"
import type { Run } from "./run"

const AT_ONCE = 1_000
const LOOK_MS = 50

/**
 * A thousand prepares in one instant: who is served, who is sent away how soon, and whether the follower keeps up.
 * Beside it the same thousand to a server that does nothing but refuse: they share the machine with their generator.
 */
export async function measureBurst(run: Run): Promise<void> {
  const { stack, figures } = run
  // The first one warms the generator.
  await refusedByNothing(run)
  const bare = await refusedByNothing(run)
  const lag = watchLag(stack)
  const answers = await thousand(run, stack.call)
  const served = answers.filter((answer) => outcomeOf(answer).ok)
  const refused = answers.filter(({ status }) => status === 503)
  const withWait = refused.filter(({ headers }) => headers["retry-after"] !== undefined)
  figures.add("burst of 1,000: served", "", served.length)
  figures.add("burst of 1,000: served, p50", "ms", percentile(msOf(served), 50))
  figures.add("burst of 1,000: served, p99", "ms", percentile(msOf(served), 99))
  figures.add("burst of 1,000: 503", "", refused.length)
  if (refused.length > 0) {
    figures.add("burst of 1,000: 503 with Retry-After", "", withWait.length)
    figures.add("burst of 1,000: 503, p99", "ms", percentile(msOf(refused), 99))
    figures.add("burst of 1,000 to a server that only refuses: p99", "ms", bare)
  }
  figures.add("burst of 1,000: anything else", "", AT_ONCE - served.length - refused.length)
  figures.add("burst of 1,000: the follower behind, at most", "blocks", await lag())
  figures.add("memory of a server process after the burst", "MiB", residentMib(stack.processes.server))
}

const msOf = (answers: { ms: number }[]) => answers.map(({ ms }) => ms)

function thousand({ senders }: Run, call: Call) {
  const receiver = senders[0]?.address
  const prepares = Array.from({ length: AT_ONCE }, (_, nth) => {
    const sender = senders[nth % senders.length]?.address
    return call("POST", "/api/payment/prepare", { sender, receiver, amount: String(200_000_000 + nth) })
  })
  return Promise.all(prepares)
}

/** @returns p99 in ms, over new connections like those of the other thousand */
async function refusedByNothing(run: Run): Promise<number> {
  const child = fork(join(import.meta.dirname, "../refuser.ts"), { execArgv: ["--import", "tsx"] })
  try {
    const port = await new Promise<number>((resolve) => child.once("message", (port) => resolve(Number(port))))
    const call = client(`http://127.0.0.1:${port}`)
    return percentile(msOf(await thousand(run, call)), 99)
  } finally {
    child.kill()
  }
}

/** How far the database was behind the chain, at worst, until the returned function is called. */
function watchLag({ chain, db }: Stack): () => Promise<number> {
  let worst = 0
  let isOver = false
  const looking = (async () => {
    while (!isOver) {
      const tip = await tipOf(chain)
      const { rows } = await db.query<{ number: string }>("SELECT max(number) AS number FROM block")
      worst = Math.max(worst, tip - Number(rows[0]?.number))
      await sleep(LOOK_MS)
    }
  })()
  return async () => {
    isOver = true
    await looking
    return worst
  }
}
