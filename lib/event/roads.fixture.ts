import { expect } from "vitest"
import { EVENT_DATA } from "@/lib/http/api/event-data"
import { sendAgain } from "@/test/support/payment"
import { replaceBlockOf } from "@/test/support/reorganise"
import { freshStage } from "@/test/support/stage"
import { dataOf } from "./payload"
import { readEvents } from "./read"
import type { EventObject } from "./types"

/** Confirmed is three blocks: each state is there to be seen. */
export const DEPTH = 3

/** What tests of events on their way stand on: who reads them, and what takes a block off the chain. */
export function roadsStage() {
  return (
    freshStage({ env: { CONFIRMATIONS: `${DEPTH}` }, receiverHas: ["62"] })
      .extend(
        "everything",
        ({ ctx }) =>
          () =>
            readEvents(ctx, { after: 0n, limit: 1_000 }),
      )
      /** What was written of one object, in the order of reading; its sequence counts without holes. */
      .extend("eventsOf", ({ ctx, everything }) => async (object: EventObject, id: bigint) => {
        const events = (await everything()).filter((event) => event.object === object && event.objectId === id)
        expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1))
        // What the API's document says of their data is all that there is.
        const said = EVENT_DATA[object].strict()
        for (const data of await dataOf(ctx, events)) expect(said.parse(data)).toEqual(data)
        return events.map(({ type, status }) => `${type.replace(`${object}.`, "")} (${status})`)
      })
      /** Takes the block of a transaction, and all after it, off the chain, for a longer branch. */
      .extend("reorganise", ({ chain, platform, ctx }) => async (txHash: string) => {
        await replaceBlockOf(chain, ctx, txHash)
        await platform.follow()
      })
      /** Sends it again until a block has it, and buries that block. */
      .extend("confirmAgain", ({ chain, platform, ctx }) => async (txHash: string) => {
        await sendAgain(ctx)
        await chain.commit(txHash)
        await platform.mine(DEPTH)
      })
  )
}
