import type { Context } from "@/lib/context"
import type { Db } from "@/lib/db"
import { NotFound } from "@/lib/errors"
import { createFailureLog } from "@/lib/failure-log"
import { getPaymentStates, type PaymentState } from "@/lib/payment/query"
import { FINAL_STATUSES } from "@/lib/payment/types"
import { perProcess } from "@/lib/process"
import { sleep } from "@/lib/sleep"
import { paymentStateJson } from "./api/payment"
import { eventStream } from "./event-stream"
import { takeStreamPlace } from "./stream-places"

/**
 * One query for all who watch, in each process. NOTIFY would make every commit of a payment wait for a lock of the
 * whole database.
 */
const POLL_MS = 1_000

type Listener = (state: PaymentState) => void

/** The payments that somebody waits for in this process. */
interface Watch {
  listeners: Map<bigint, Set<Listener>>
  running: boolean
}

/**
 * The events of a payment: its state now, then each change of state or confirmations, until it is final.
 *
 * @param network who asks, as `addressOf` names it
 * @throws NotFound; RateLimited or HttpError when too many listen already
 */
export async function paymentEvents(ctx: Context, id: bigint, network: string): Promise<ReadableStream<Uint8Array>> {
  const leave = takeStreamPlace(id, network)
  try {
    const [now] = await getPaymentStates(ctx, [id])
    if (!now) throw new NotFound("There is no payment with this id.")
    return streamOf(ctx, now, leave)
  } catch (error) {
    leave()
    throw error
  }
}

/** @param leave called when the stream has ended */
function streamOf(ctx: Context, now: PaymentState, leave: () => void): ReadableStream<Uint8Array> {
  return eventStream(({ send, close }) => {
    let last = ""
    const tell: Listener = (state) => {
      const json = paymentStateJson(state)
      const text = JSON.stringify(json)
      if (text !== last) send("payment", json)
      last = text
      if (FINAL_STATUSES.includes(state.status)) close()
    }
    tell(now)
    const stop = FINAL_STATUSES.includes(now.status) ? () => {} : watchPayment(ctx, now.id, tell)
    return () => {
      stop()
      leave()
    }
  })
}

/** @returns what ends it */
function watchPayment(ctx: Context, id: bigint, listener: Listener): () => void {
  const watch = watchOf(ctx.db)
  const group = watch.listeners.get(id) ?? new Set()
  watch.listeners.set(id, group.add(listener))
  if (!watch.running) void poll(ctx, watch)
  return () => {
    group.delete(listener)
    if (group.size === 0) watch.listeners.delete(id)
  }
}

function watchOf(db: Db): Watch {
  const watches = perProcess("payment-watch", () => new WeakMap<Db, Watch>())
  const watch = watches.get(db) ?? { listeners: new Map(), running: false }
  watches.set(db, watch)
  return watch
}

/** Goes on while somebody listens, also while the database is away: a client that hears nothing asks for itself. */
async function poll(ctx: Context, watch: Watch): Promise<void> {
  const failures = createFailureLog(ctx, "payment events")
  const never = new AbortController().signal
  watch.running = true
  while (watch.listeners.size > 0) {
    try {
      for (const state of await getPaymentStates(ctx, [...watch.listeners.keys()]))
        for (const listener of [...(watch.listeners.get(state.id) ?? [])]) listener(state)
      failures.worked()
    } catch (error) {
      failures.failed(error)
    }
    await sleep(POLL_MS, never)
  }
  watch.running = false
}
