import type { Context } from "@/lib/context"
import { AppError } from "@/lib/errors"
import { catchUp } from "@/lib/tracking/follow"
import { currentTip } from "@/lib/transaction/tip"
import type { TestContext } from "@/test/support/actors"
import { Model, type ModelPayment, type ModelWithdrawal } from "./model"
import { createMortal, type Death } from "./mortal"
import type { Stage } from "./world"

/** What differs from the model, or what no client should ever be told. */
export class Violation extends Error {}

/** One run under way: the model, the world that it is about, and what was done so far, in words. */
export class Session {
  readonly log: string[] = []
  #crashes = 0
  /** The newest block that the database had when the model last looked at it */
  #tip: string | undefined

  private constructor(
    readonly stage: Stage,
    readonly model: Model,
  ) {}

  static async begin(stage: Stage): Promise<Session> {
    const session = new Session(stage, new Model(stage, await stage.watch.look()))
    session.#tip = await session.#newest()
    return session
  }

  get ctx(): TestContext {
    return this.stage.ctx
  }

  note(line: string): void {
    this.log.push(line)
  }

  async #newest(): Promise<string | undefined> {
    return (await currentTip(this.ctx))?.hash
  }

  /**
   * Asks the platform for something, and again once it has caught up with the chain.
   *
   * @param refusals codes by which it may refuse; with any other error the run has failed
   * @returns the answer, or the code of the refusal
   */
  async ask<T>(refusals: string[], verb: () => Promise<T>): Promise<{ answer: T } | { refused: string }> {
    try {
      return { answer: await verb() }
    } catch (error) {
      if (error instanceof AppError && error.code === "CATCHING_UP") {
        await this.follow()
        return this.ask(refusals, verb)
      }
      if (error instanceof AppError && refusals.includes(error.code)) return { refused: error.code }
      if (error instanceof AppError) throw new Violation(`refused with ${error.code}: ${error.message}`)
      throw error
    }
  }

  /** The database takes in all that the chain has done. */
  async follow(): Promise<void> {
    await catchUp(this.ctx)
    this.model.followed = await this.stage.watch.look()
    this.#tip = await this.#newest()
  }

  /** What signs takes in blocks that are missing by itself: then the model sees them too. */
  async noticeFollowing(): Promise<void> {
    if ((await this.#newest()) !== this.#tip) await this.follow()
  }

  /** Another instance, with the same database, node and key, does `work` and dies on the way, unless it ends first. */
  async crash(death: Death, refusals: string[], work: (ctx: Context) => Promise<unknown>): Promise<boolean> {
    this.#crashes += 1
    const mortal = await createMortal(this.ctx, `${this.ctx.chain.platform.lockHash.slice(2, 12)}-${this.#crashes}`)
    try {
      const died = await this.ask(refusals, () => mortal.run(death, work))
      return "answer" in died && died.answer
    } finally {
      await mortal.end()
    }
  }

  /** After an answer that nobody heard: asks what became of it, as its client would. */
  async observe({ id }: ModelPayment): Promise<string> {
    const { status } = await this.ctx.db.payment.findUniqueOrThrow({ where: { id }, select: { status: true } })
    return status
  }

  async observeWithdrawal({ id }: ModelWithdrawal): Promise<string> {
    const { status } = await this.ctx.db.withdrawal.findUniqueOrThrow({ where: { id }, select: { status: true } })
    return status
  }

  /** Fails the run unless nothing of a transaction can be seen at the node. */
  async expectUnsent(hash: string): Promise<void> {
    const { tx_status } = await this.stage.chain.rpc<{ tx_status: { status: string } }>("get_transaction", hash)
    if (["pending", "proposed", "committed"].includes(tx_status.status))
      throw new Violation(`${hash} was sent, and the database knows of no signature`)
  }
}
