import { type PublicRead, readForPage } from "@/lib/chain/public-read"
import type { Context } from "@/lib/context"
import { addressOf } from "./client-address"
import { takePlaces } from "./places"
import { HttpError } from "./problem"

/** Reads of the chain that may be under way at once. A page asks for four at a time. */
const OF_A_NETWORK = 8
const OF_THE_PROCESS = 32

/**
 * Reads the chain for whoever asks. While the node is slow, who comes later is told so at once: the node, which
 * payments need, is not asked more than this.
 *
 * @throws ChainError; HttpError 503 when too many reads are under way
 */
export async function readInPlace({ chain, config }: Context, request: Request, read: PublicRead): Promise<unknown> {
  const giveBack = takePlaces("chain", [
    { of: "process", places: OF_THE_PROCESS, refusal: overloaded },
    { of: `network ${addressOf(config, request)}`, places: OF_A_NETWORK, refusal: overloaded },
  ])
  try {
    return await readForPage(chain.rpc, read)
  } finally {
    giveBack()
  }
}

function overloaded(): HttpError {
  return new HttpError(
    "OVERLOADED",
    "The CKB node is busy with others. Nothing was sent and no money moved. Try again in a moment.",
    { "retry-after": "1" },
  )
}
