import { RateLimited } from "@/lib/errors"
import { HttpError } from "./problem"
import { perProcess } from "./process"

/** Streams that may be open at once. A payer has a page or two, a shop behind one address some dozen. */
const OF_A_PAYMENT = 8
const OF_A_NETWORK = 32
const OF_THE_PROCESS = 2_000

const RETRY_SECONDS = 15

const places = () => perProcess("stream-places", () => ({ taken: new Map<string, number>(), all: 0 }))

/**
 * Takes a place for a stream of events: each holds a connection and some memory for as long as its client likes.
 *
 * @param network as `addressOf` names it
 * @returns gives the place back; once
 * @throws RateLimited when the payment or the network has all of its places, HttpError 503 when the process has
 */
export function takeStreamPlace(payment: bigint, network: string): () => void {
  const { taken, all } = places()
  const [ofPayment, ofNetwork] = [`payment ${payment}`, `network ${network}`]
  if (all >= OF_THE_PROCESS) throw overloaded()
  if ((taken.get(ofPayment) ?? 0) >= OF_A_PAYMENT) throw tooMany(OF_A_PAYMENT, "for one payment")
  if ((taken.get(ofNetwork) ?? 0) >= OF_A_NETWORK) throw tooMany(OF_A_NETWORK, "for one network")
  add(1)
  let isBack = false
  return () => {
    if (!isBack) add(-1)
    isBack = true
  }

  function add(change: 1 | -1) {
    places().all += change
    for (const key of [ofPayment, ofNetwork]) {
      const count = (taken.get(key) ?? 0) + change
      if (count > 0) taken.set(key, count)
      else taken.delete(key)
    }
  }
}

function tooMany(places: number, whose: string): RateLimited {
  return new RateLimited(
    `At most ${places} streams of events ${whose} can be open at once. Close one, or ask for the payment itself.`,
    { retryAfter: RETRY_SECONDS },
  )
}

function overloaded(): HttpError {
  return new HttpError(
    "OVERLOADED",
    "Too many streams are open",
    "This server sends as many streams of events as it can. Ask for the payment itself, or try again.",
    { "retry-after": `${RETRY_SECONDS}` },
  )
}
