import { parseAddress } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { ValidationError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"

/** What a search is for: a number, a hash or an address. */
export type Search = { id: bigint } | { txHash: Hex } | { lockHash: Hex }

/**
 * Reads what a person typed into a search box.
 *
 * @throws ValidationError when it is none of the three
 */
export async function readSearch(ctx: Context, text: string | undefined): Promise<Search | undefined> {
  const word = text?.trim()
  if (!word) return undefined
  if (/^\d{1,18}$/.test(word)) return { id: BigInt(word) }
  if (/^0x[0-9a-f]{64}$/i.test(word)) return { txHash: word.toLowerCase() as Hex }
  try {
    return { lockHash: (await parseAddress(ctx.chain, word, "search")).lockHash }
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    throw ValidationError.field("search", "must be a number, a transaction hash or an address of this network", {
      reason: "not_searchable",
    })
  }
}
