import { setTimeout as sleep } from "node:timers/promises"
import { residentMib } from "../cpu"
import { percentile } from "../figures"
import { outcomeOf } from "../loops"
import type { Stack } from "../stack"
import { tipOf } from "../watch"
import type { Run } from "./run"

const AT_ONCE = 1_000
const LOOK_MS = 50

/** A thousand prepares in one instant: who is served, who is sent away how soon, and whether the follower keeps up. */
export async function measureBurst(run: Run): Promise<void> {
  const { stack, senders, figures } = run
  const lag = watchLag(stack)
  const receiver = senders[0]?.address
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, nth) => {
      const sender = senders[nth % senders.length]?.address
      return stack.call("POST", "/api/payment/prepare", { sender, receiver, amount: String(200_000_000 + nth) })
    }),
  )
  const served = answers.filter((answer) => outcomeOf(answer).ok)
  const refused = answers.filter(({ status }) => status === 503)
  const withWait = refused.filter(({ headers }) => headers["retry-after"] !== undefined)
  figures.add("burst of 1,000: served", "", served.length)
  figures.add(
    "burst of 1,000: served, p50",
    "ms",
    percentile(
      served.map(({ ms }) => ms),
      50,
    ),
  )
  figures.add(
    "burst of 1,000: served, p99",
    "ms",
    percentile(
      served.map(({ ms }) => ms),
      99,
    ),
  )
  figures.add("burst of 1,000: 503", "", refused.length)
  if (refused.length > 0) {
    figures.add("burst of 1,000: 503 with Retry-After", "", withWait.length)
    figures.add(
      "burst of 1,000: 503, p99",
      "ms",
      percentile(
        refused.map(({ ms }) => ms),
        99,
      ),
    )
  }
  figures.add("burst of 1,000: anything else", "", AT_ONCE - served.length - refused.length)
  figures.add("burst of 1,000: the follower behind, at most", "blocks", await lag())
  figures.add("memory of a server process after the burst", "MiB", residentMib(stack.processes.server))
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
