import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible"
import { RateLimited } from "@/lib/errors"
import { perProcess } from "@/lib/process"
import { createLane } from "./lane"

/** Of one address, and of one device that has signed in before. Each instance counts for itself. */
const FAILURES = { points: 10, duration: 60 }
/** Wrong passwords for one operator from everywhere; beyond, strangers wait in a queue. */
const FAILURES_OF_ACCOUNT = { points: 100, duration: 600 }
/** Codes are short: so few wrong ones for one operator, from all who know the password and are no known device. */
const CODES = { points: 5, duration: 600 }
/** Two tries a second, and nobody waits longer than a proxy does. */
const QUEUE = { spacingMs: 500, waiting: 20 }
/** How long an address is known from which an operator has got in, and how many are remembered. */
const KNOWN_MS = 24 * 60 * 60 * 1000
const KNOWN_MOST = 1_000

const state = () =>
  perProcess("login", () => ({
    byAddress: new RateLimiterMemory(FAILURES),
    byDevice: new RateLimiterMemory(FAILURES),
    byAccount: new RateLimiterMemory(FAILURES_OF_ACCOUNT),
    codes: new RateLimiterMemory(CODES),
    known: new Map<string, number>(),
    queues: new Map<string, ReturnType<typeof createLane>>(),
    /**
     * Each slow hash takes 128 MiB: one at a time for who is known, one for strangers, who so cannot hold the others
     * up.
     */
    hashes: {
      known: createLane({ spacingMs: 0, waiting: 16 }),
      stranger: createLane({ spacingMs: 0, waiting: 16 }),
    },
  }))

export interface Attempt {
  address: string
  /**
   * The operator's name, once it has been looked up; undefined when there is none of that name: all of those count
   * together
   */
  account: string | undefined
  /** The number of a device on which this operator has signed in before */
  device: string | undefined
}

/** Runs the slow hash, when its turn comes; for one whose wrong password costs the server nothing, not needed. */
export type InTurn = <T>(hash: () => Promise<T>) => Promise<T>

/**
 * Compares a password, but no more often than the limits allow. Each address may be wrong ten times a minute, and so
 * may each device that the operator has signed in on before, which neither its address nor anybody else's mistakes
 * concern. Once an operator's password was wrong a hundred times in ten minutes, wherever from, strangers wait in a
 * queue, and are refused when it is full; a known device, and an address from which this operator has got in within the
 * last day, do not.
 *
 * An attempt is counted before the comparison, so that many at once get no more tries than one after another, and taken
 * back when it was right.
 *
 * @param lookUp finds out whose password it would be, after the first limit
 * @throws RateLimited with the seconds to wait
 */
export async function limitLogin(
  attempt: Attempt,
  lookUp: () => Promise<void>,
  isRight: (inTurn: InTurn) => Promise<boolean>,
): Promise<boolean> {
  const { byAddress, byDevice } = state()
  const { address, device } = attempt
  const own = device === undefined ? { limiter: byAddress, key: address } : { limiter: byDevice, key: device }
  await consume(
    own.limiter,
    own.key,
    device === undefined ? "Too many wrong passwords from your address." : "Too many wrong passwords on this device.",
  )
  try {
    await lookUp()
    const right = await compareInTurn(attempt, isRight)
    if (right) await own.limiter.reward(own.key, 1)
    return right
  } catch (error) {
    // Nothing was compared: the database is down, say.
    if (!(error instanceof RateLimited)) await own.limiter.reward(own.key, 1)
    throw error
  }
}

async function compareInTurn(
  { account = "", address, device }: Attempt,
  isRight: (inTurn: InTurn) => Promise<boolean>,
): Promise<boolean> {
  const { byAccount } = state()
  const isKnown = device !== undefined || isKnownAddress(account, address)
  const compare = () => isRight((hash) => hashInTurn(isKnown, hash))
  const isAttacked = !isKnown && !(await countOf(byAccount, account))
  if (!(isAttacked ? await inQueue(account, compare) : await compare())) return false
  if (!isKnown) await byAccount.reward(account, 1)
  remember(account, address)
  return true
}

/**
 * As `limitLogin`, for the code of the second factor; whoever comes here knows the password.
 *
 * @throws RateLimited with the seconds to wait
 */
export async function limitCode({ account, device }: Attempt, isRight: () => Promise<boolean>): Promise<boolean> {
  const { codes } = state()
  const key = device === undefined ? `account ${account}` : `device ${device}`
  await consume(codes, key, "Too many wrong codes.")
  if (!(await isRight())) return false
  await codes.reward(key, 1)
  return true
}

/** @returns false once there are too many; what a known device gets wrong is not counted here */
async function countOf(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  return limiter.consume(key).then(
    () => true,
    (refusal: unknown) => {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      return false
    },
  )
}

async function inQueue(account: string, compare: () => Promise<boolean>): Promise<boolean> {
  const { queues } = state()
  const queue = queues.get(account) ?? createLane(QUEUE)
  queues.set(account, queue)
  const turn = await queue(compare)
  if (turn) return turn.value
  throw new RateLimited(
    "Wrong passwords for this operator are coming from many addresses, and too many tries wait. Nothing was done. " +
      "A device on which you have signed in before gets in at once; else try again in a moment.",
    { retryAfter: (QUEUE.spacingMs * QUEUE.waiting) / 1000 },
  )
}

async function hashInTurn<T>(isKnown: boolean, hash: () => Promise<T>): Promise<T> {
  const { hashes } = state()
  const turn = await (isKnown ? hashes.known : hashes.stranger)(hash)
  if (turn) return turn.value
  throw new RateLimited(
    "Too many passwords are being checked at this moment. Nothing was done. Try again in a moment.",
    {
      retryAfter: 5,
    },
  )
}

function isKnownAddress(account: string, address: string): boolean {
  return (state().known.get(`${account} ${address}`) ?? 0) > Date.now() - KNOWN_MS
}

/** The oldest is forgotten first. */
function remember(account: string, address: string): void {
  const { known } = state()
  const key = `${account} ${address}`
  known.delete(key)
  known.set(key, Date.now())
  const [oldest] = known.keys()
  if (known.size > KNOWN_MOST && oldest !== undefined) known.delete(oldest)
}

async function consume(limiter: RateLimiterMemory, key: string, what: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new RateLimited(`${what} Nothing was done. Wait a moment and try again.`, {
      retryAfter: refusal.msBeforeNext / 1000,
    })
  }
}
