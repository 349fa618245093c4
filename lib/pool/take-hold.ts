import type { Context } from "@/lib/context"
import { type HotStatement, runHot } from "@/lib/db-hot"
import { NoPlatformCell } from "@/lib/errors"
import { inSeconds } from "@/lib/in-seconds"
import { refuseWhenPaused } from "@/lib/pause"
import { perProcess } from "@/lib/process"
import { type CellQueue, createCellQueue } from "./cell-queue"
import { type Hold, holdCell, LENDABLE_FACTOR } from "./hold"

/** milliseconds for which a cell that was chosen ahead is likely to be free still */
const FRESH_MS = 1_000

/** Programs sign within milliseconds, and are heard within a second also by a busy server. */
const REST_MS = 1_000
/** Nobody is kept for longer. Blocks that bring cells sooner than that are worth waiting for. */
const LONGEST_WAIT_MS = 2_000
/** When it is not known how long: a third of a usual block. */
const UNKNOWN_SECONDS = 3
/** Who is told to wait for longer does not come back. */
const LONGEST_SECONDS = 60

/** So many prepares say what people do. */
const HABIT = { least: 10, most: 400 }

/** What this process knows of prepares, by the connections that they came over. */
interface Prepares {
  ahead: { hold: Hold; until: number }[]
  /** of the newest prepare */
  askedAt: number
  /** of those lately, and of these the ones that came back signed */
  prepared: number
  signed: number
  queue: CellQueue
}

const known = perProcess("prepares", () => new Map<object, Prepares>())

function preparesOf({ db, config }: Pick<Context, "db" | "config">): Prepares {
  const own = known.get(db) ?? {
    ahead: [],
    askedAt: Number.NEGATIVE_INFINITY,
    prepared: 0,
    signed: 0,
    queue: createCellQueue(() => holdCell(db, config.minWithdrawal, REST_MS)),
  }
  known.set(db, own)
  return own
}

/** For who empties the database under a running process: what was drawn ahead is of the one before. */
export function forgetHolds(): void {
  known.clear()
}

/**
 * A hold for a payment: one that came with the statement of an earlier prepare, if that was a moment ago. Whoever
 * stores the payment looks whether its cell is still free.
 *
 * While most of those who prepare sign, a cell that somebody has had for less than a second is not lent to a second
 * one, who would sign in vain or make the first one do so. Who finds no other waits in order, for up to two seconds.
 * Then, and while few of them sign, holds are shared: whoever prepares and never signs keeps nobody from a cell.
 *
 * @returns `isBusy` whether another prepare was there within the last second: then the next one will want a cell too;
 *   `restMs` what `hold_cell` should leave alone for it
 * @throws NoPlatformCell when there is none for longer than that; after how many seconds, by what cells were bound for
 * @throws Paused while the operator has stopped new payments
 */
export async function takeHold(ctx: Context): Promise<{ hold: Hold; isBusy: boolean; restMs: number }> {
  const own = preparesOf(ctx)
  const now = performance.now()
  const isBusy = now - own.askedAt < FRESH_MS
  own.askedAt = now
  own.ahead = own.ahead.filter(({ until }) => until > now)
  const restMs = restOf(own)
  const hold = own.ahead.shift()?.hold ?? (await chooseCell(ctx, own, restMs))
  countHabit(own, "prepared")
  return { hold, isBusy, restMs }
}

async function chooseCell(ctx: Context, own: Prepares, restMs: number): Promise<Hold> {
  const { db, config } = ctx
  if (own.queue.length === 0) {
    const hold = await holdCell(db, config.minWithdrawal, restMs)
    if (hold) return hold
  }
  await refuseWhenPaused(db, "prepare")
  const seconds = await dueIn(ctx, own)
  if (seconds === undefined || seconds * 1_000 > LONGEST_WAIT_MS) throw noCell(seconds)
  const hold = (await own.queue.wait(LONGEST_WAIT_MS)) ?? (await holdCell(db, config.minWithdrawal))
  if (hold) return hold
  await refuseWhenPaused(db, "prepare")
  throw noCell(await dueIn(ctx, own))
}

/** A cell for the next `takeHold`, or for who has waited longest. */
export function keepHold(ctx: Pick<Context, "db" | "config">, hold: Hold): void {
  const own = preparesOf(ctx)
  if (!own.queue.give(hold)) own.ahead.push({ hold, until: performance.now() + FRESH_MS })
}

/** A payment was signed and stored: its hold was one that another must not have had. */
export function noteSigned(ctx: Pick<Context, "db" | "config">): void {
  countHabit(preparesOf(ctx), "signed")
}

/** Somebody came back for a cell that is taken: whether people sign is not to be learned from it. */
export function noteLost(ctx: Pick<Context, "db" | "config">): void {
  const own = preparesOf(ctx)
  own.prepared = Math.max(0, own.prepared - 1)
}

function countHabit(own: Prepares, what: "prepared" | "signed"): void {
  own[what] += 1
  if (own.prepared < HABIT.most) return
  own.prepared /= 2
  own.signed /= 2
}

function restOf({ prepared, signed }: Prepares): number {
  return prepared >= HABIT.least && signed >= prepared / 2 ? REST_MS : 0
}

const DUE: HotStatement = { name: "cell due", text: "SELECT cell_due_in($1, $2, $3) AS seconds", writes: false }

/** Seconds until the next cell that nobody waits for yet; undefined when nothing is known. */
async function dueIn({ db, config }: Context, { queue }: Prepares): Promise<number | undefined> {
  const most = config.minWithdrawal * LENDABLE_FACTOR
  const [row] = await runHot<{ seconds: number | null }>(db, DUE, [queue.length + 1, most, REST_MS])
  return row?.seconds ?? undefined
}

function noCell(seconds = UNKNOWN_SECONDS): NoPlatformCell {
  const retryAfter = Math.min(Math.max(1, Math.ceil(seconds)), LONGEST_SECONDS)
  return new NoPlatformCell(
    `All of the platform's cells are in payments that wait for a block. Nothing was sent. Try again in ${inSeconds(retryAfter)}.`,
    { retryAfter },
  )
}
