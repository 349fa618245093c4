import { ccc } from "@ckb-ccc/core"
import type { Hex } from "@/lib/hex"
import type { Chain } from "./chain"
import { addEpochs, type Epoch, epochBefore, unpackEpoch } from "./epoch"

/**
 * When a block's reward can be spent, as a node decides it: the epoch of the tip must not be before this one (ckb,
 * verification/src/transaction_verifier.rs, MaturityVerifier).
 *
 * @param made the epoch of the block that paid it
 */
export function maturesAt(chain: Chain, made: Epoch): Epoch {
  return addEpochs(made, chain.maturity.epochs)
}

/**
 * Epochs of blocks that were asked for. A reorganisation changes them only around the end of an epoch, and then by a
 * little.
 */
const epochs = new WeakMap<Chain["rpc"], Map<bigint, Epoch>>()
const MOST_KNOWN = 20_000

interface HeaderReply {
  number: Hex
  epoch: Hex
}

/**
 * Of rewards of these blocks, which cannot be spent at the node's tip, and when each can be.
 *
 * @throws ChainError when the node does not answer
 */
export async function immatureBlocks(chain: Chain, numbers: bigint[]): Promise<Map<bigint, Epoch>> {
  const { epochs: wait } = chain.maturity
  if (numbers.length === 0 || (wait.number === 0n && wait.index === 0n)) return new Map()
  const known = epochs.get(chain.rpc) ?? new Map<bigint, Epoch>()
  epochs.set(chain.rpc, known)
  if (known.size > MOST_KNOWN) known.clear()
  const unknown = [...new Set(numbers)].filter((number) => !known.has(number))
  const [tip, ...headers] = await chain.rpc.batch<HeaderReply | null>([
    { method: "get_tip_header", params: [] },
    ...unknown.map((number) => ({ method: "get_header_by_number", params: [ccc.numToHex(number)] })),
  ])
  for (const header of headers) if (header) known.set(BigInt(header.number), unpackEpoch(BigInt(header.epoch)))
  const now = unpackEpoch(BigInt(tip?.epoch ?? 0))
  const immature = new Map<bigint, Epoch>()
  for (const number of numbers) {
    const made = known.get(number)
    // A block that the node does not have any more: its reward is not there either.
    const at = maturesAt(chain, made ?? now)
    if (epochBefore(now, at)) immature.set(number, at)
  }
  return immature
}

/** How long it is until then, in seconds, if epochs take as long as they are meant to. */
export function secondsUntil(chain: Chain, now: Epoch, at: Epoch): number {
  const value = ({ number, index, length }: Epoch) => Number(number) + Number(index) / Number(length || 1n)
  return Math.max(0, Math.round((value(at) - value(now)) * chain.maturity.epochSeconds))
}
