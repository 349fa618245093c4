import fc from "fast-check"
import { checkInvariants } from "@/faults/invariants"
import { quiesce } from "@/faults/quiesce"
import { tally } from "@/faults/tally"
import { shannons } from "@/lib/money"
import { preparePayment } from "@/lib/payment/prepare"
import type { TestChain } from "@/test/support/chain"
import { compare } from "./compare"
import { total } from "./model"
import { resumeAll } from "./payout-steps"
import { Session, Violation } from "./session"
import { anyStep, type Step, take } from "./steps"
import { createWorld, type World } from "./world"

const CKB = 100_000_000n
const STEPS = { minLength: 30, maxLength: 38 }
/** A loss pauses payouts once, and each further one at most once more. */
const MAX_PAUSES = 5
/** Runs that may be spent on making a failure smaller */
const SHRINKS = 60

export interface Limits {
  /** After which no further run is begun, for a suite that must not take long on a busy machine */
  seconds?: number
  /** Of the histories; without one they are others each time */
  seed?: number
}

/**
 * Plays random histories and compares each with the model, after each step and at its end. A failure prints its seed
 * and path: `MODEL_SEED=… MODEL_PATH=… ` before the same command plays it again.
 *
 * @returns how many runs were made
 * @throws with the smallest history found, step by step, and what differed
 */
export async function play(chain: TestChain, runs: number, limits: Limits = {}): Promise<number> {
  const { seconds = Number.POSITIVE_INFINITY } = limits
  const began = performance.now()
  const world = await createWorld(chain)
  let played = 0
  let spent = 0
  let smallest: string | undefined
  try {
    const property = fc.asyncProperty(fc.array(anyStep(), STEPS), async (steps) => {
      if (smallest === undefined ? performance.now() - began > seconds * 1_000 : spent++ >= SHRINKS) return
      played += 1
      try {
        await playOne(world, steps)
      } catch (error) {
        smallest = error instanceof Error ? error.message : String(error)
        throw error
      }
    })
    const seed = process.env.MODEL_SEED ?? limits.seed
    const result = await fc.check(property, {
      numRuns: runs,
      ...(seed === undefined ? {} : { seed: Number(seed) }),
      ...(process.env.MODEL_PATH ? { path: process.env.MODEL_PATH, endOnFailure: true } : {}),
    })
    if (result.failed)
      throw new Error(
        `MODEL_SEED=${result.seed} MODEL_PATH=${result.counterexamplePath} plays it again, after ${result.numRuns} runs:\n${smallest}`,
      )
    return played
  } finally {
    await world.stop()
  }
}

async function playOne(world: World, steps: Step[]): Promise<void> {
  const session = await Session.begin(await world.begin())
  tally.runs += 1
  try {
    for (const step of steps) {
      await take(session, step)
      await session.noticeFollowing()
      expectNone(await compare(session.model))
    }
    await finish(session)
  } catch (error) {
    const reason = error instanceof Violation ? error.message : error instanceof Error ? error.stack : String(error)
    throw new Error([...session.log.map((line, i) => `${i + 1}. ${line}`), `=> ${reason}`].join("\n"))
  }
}

function expectNone(differences: string[]): void {
  if (differences.length > 0) throw new Violation(differences.join("\n   "))
}

/** What was begun comes to its end, and afterwards everything is as it should be and everybody can go on. */
async function finish(session: Session): Promise<void> {
  const { stage, model, ctx } = session
  session.note("the end: everything is left to itself")
  const platform = { ctx, follow: () => session.follow(), mine: stage.mine, stop: async () => {} }
  // The operator takes note of a loss, and what is still owed is paid.
  for (let pauses = 0; pauses < MAX_PAUSES; pauses++) {
    await resumeAll(session)
    await quiesce(platform, { ...stage.chain, mine: (blocks = 1) => stage.mine(blocks) })
    if ((await ctx.db.pause.count({ where: { resolvedAt: null } })) === 0) break
  }
  for (const row of [...model.payments, ...model.withdrawals])
    if (row.fate === "prepared" || row.fate === "overdue") row.fate = "expired"
  expectNone(await compare(model))
  expectNone(await checkInvariants(ctx))
  const open = model.payments.filter(
    ({ fate, dead, tx }) => fate === "signed" && !dead && model.followed.depth(tx.hash) === 0,
  )
  if (open.length > 0) throw new Violation(`payments ${open.map(({ id }) => id).join(", ")} never come to an end`)
  const stranger = await ctx.db.pause.findFirst({
    where: { reason: { notIn: ["settled_payment_lost"] }, resolvedAt: null },
  })
  if (stranger) throw new Violation(`${stranger.reason}: ${stranger.detail}`)
  await expectNobodyWaits(session)
}

/** Who is owed a cell's worth has it; who has money can pay. */
async function expectNobodyWaits({ stage, model, ctx }: Session): Promise<void> {
  for (const { name, lockHash } of stage.receivers) {
    const owed = model.credited(lockHash) - model.received(lockHash, 1)
    if (owed >= 65n * CKB) throw new Violation(`${name} is owed ${owed} and is not paid`)
  }
  const view = await stage.watch.look()
  const [receiver] = stage.receivers
  for (const sender of stage.senders) {
    const balance = total(model.coins(sender.lockHash, view).map(({ capacity }) => capacity))
    if (balance < 65n * CKB || !receiver) continue
    const request = { sender: sender.address, receiver: receiver.address, amount: shannons(2n * CKB), splits: [] }
    await preparePayment(ctx, request).catch((error: Error) => {
      throw new Violation(`${sender.name} has ${balance} and cannot pay any more: ${error.message}`)
    })
  }
}
