import type { ccc } from "@ckb-ccc/core"
import type { ExpectStatic } from "vitest"
import { z } from "zod"
import type { Context } from "@/lib/context"
import type { Payment, Withdrawal } from "@/lib/generated/prisma/client"
import type { Shannons } from "@/lib/money"
import type { TestContext } from "@/test/support/actors"
import type { TestPlatform } from "@/test/support/context"
import type { Actor } from "./actors"

/**
 * What a server is killed at, in one object: what its stage looks like, what the server does, how it is asked again,
 * and what must be true in the end. The process that dies loads it too, and is no test: what asserts is handed in.
 */
export interface Scenario {
  /** What is different about its stage */
  stage?: StageOptions
  /** What the server does; each `inVerb` in it names the failpoints within. */
  run(server: Server): Promise<void>
  /**
   * What those do whose server died: the same request again; where that is refused, because the first was never booked,
   * a new one. Where it is absent they can only go away, and the jobs go on.
   */
  askAgain?(again: Again): Promise<void>
  /** Each happened once or not at all, and the one who asked again got it. */
  expect(end: End): Promise<void>
}

export type Client = "asks again" | "goes away"

export interface StageOptions {
  /** Environment variables on top of those that all have */
  env?: Record<string, string>
  /** The receiver's lock, where it is not the one of most wallets */
  receiverLock?: ccc.KnownScript.AnyoneCanPay
  /**
   * A payment that is confirmed before. What the receiver gets of it is below the threshold, so that no settlement pays
   * it.
   */
  paid?: Shannons
}

/** The process that is killed. */
export interface Server {
  ctx: TestContext
  sender: Actor
  receiver: Actor
  /** Tells the client something, who will know it after the server's death. */
  say(heard: Heard): void
}

/** The server that goes on in its place, and its clients. */
export interface Again {
  platform: TestPlatform
  sender: Actor
  receiver: Actor
  /** What the one before has said last */
  heard: Heard | undefined
  expect: ExpectStatic
}

export interface End {
  ctx: Context
  client: Client
  /** Those that are confirmed */
  payments: Payment[]
  /** Those that were submitted */
  withdrawals: Withdrawal[]
  /** shannons that the receiver has more than at the beginning */
  received: bigint
  expect: ExpectStatic
}

const hex = z.templateLiteral(["0x", z.string()])

/** What a person has signed, or what an operator has seen of a plan: exactly that is done. */
export const heardSchema = z.union([
  z.object({ id: z.string(), signed: hex }),
  z.object({ inputs: z.array(z.string()), txHash: hex }),
])
export type Heard = z.infer<typeof heardSchema>
export type Seen = Extract<Heard, { inputs: string[] }>
