import { RateLimited } from "@/lib/errors"
import { takePlaces } from "./places"
import { HttpError } from "./problem"

/** Streams that may be open at once. A payer has a page or two, a shop behind one address some dozen. */
const OF_A_PAYMENT = 8
const OF_A_PROJECT = 8
const OF_A_NETWORK = 32
const OF_THE_PROCESS = 2_000

const RETRY_SECONDS = 15

const OF_PROCESS = { of: "process", places: OF_THE_PROCESS, refusal: () => overloaded() }

/**
 * Takes a place for a stream of events: each holds a connection and some memory for as long as its client likes.
 *
 * @param network as `addressOf` names it
 * @returns gives the place back; once
 * @throws RateLimited when the payment or the network has all of its places, HttpError 503 when the process has
 */
export function takeStreamPlace(payment: bigint, network: string): () => void {
  return takePlaces("streams", [
    OF_PROCESS,
    { of: `payment ${payment}`, places: OF_A_PAYMENT, refusal: () => tooMany(OF_A_PAYMENT, "for one payment") },
    { of: `network ${network}`, places: OF_A_NETWORK, refusal: () => tooMany(OF_A_NETWORK, "for one network") },
  ])
}

/**
 * The same for a stream of all events of a project: its servers may be anywhere.
 *
 * @throws RateLimited when the project has all of its places, HttpError 503 when the process has
 */
export function takeProjectStreamPlace(project: bigint): () => void {
  const places = OF_A_PROJECT
  return takePlaces("streams", [
    OF_PROCESS,
    { of: `project ${project}`, places, refusal: () => tooMany(places, "for one project") },
  ])
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
    "This server sends as many streams of events as it can. Ask for the payment itself, or try again.",
    { "retry-after": `${RETRY_SECONDS}` },
  )
}
