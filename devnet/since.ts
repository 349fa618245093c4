import { addEpochs, epochBefore, unpackEpoch } from "../lib/chain/epoch"
import type { Chain } from "./chain"
import { VerificationReject } from "./errors"
import { epochOf } from "./header"
import type { ResolvedTx } from "./resolve"

const RELATIVE = 1n << 63n
const RESERVED = 0x1f00_0000_0000_0000n
const VALUE = 0x00ff_ffff_ffff_ffffn

/**
 * Checks the `since` of each input (RFC 0017).
 *
 * @param blockNumber the block the transaction could be in: at send that is three after the tip, because a proposal
 * comes first and a commit two blocks after it
 */
export function verifySince(resolved: ResolvedTx, chain: Chain, blockNumber: number): void {
  resolved.tx.json.inputs.forEach((input, index) => {
    const since = BigInt(input.since)
    if (since === 0n) return
    const metric = (since >> 61n) & 3n
    if ((since & RESERVED) !== 0n || metric === 3n) {
      refuse(`InvalidSince(Inputs[${index}]): the since field is invalid`)
    }
    const relativeTo = (since & RELATIVE) === 0n ? 0 : resolved.inputs[index]?.blockNumber
    const mature =
      relativeTo !== null && relativeTo !== undefined && isMature(metric, since & VALUE, relativeTo, chain, blockNumber)
    if (!mature) {
      refuse(`Immature(Inputs[${index}]): the transaction is immature because of the since requirement`)
    }
  })
}

/** @param relativeTo number of the block that holds the input, or 0 for an absolute since */
function isMature(metric: bigint, value: bigint, relativeTo: number, chain: Chain, blockNumber: number): boolean {
  if (metric === 0n) return BigInt(blockNumber) >= BigInt(relativeTo) + value
  if (metric === 1n) {
    const start = relativeTo === 0 ? unpackEpoch(0n) : unpackEpoch(epochOf(relativeTo))
    return !epochBefore(unpackEpoch(epochOf(blockNumber)), addEpochs(start, unpackEpoch(value)))
  }
  const start = relativeTo === 0 ? 0 : chain.timeAt(relativeTo)
  return BigInt(chain.medianTime(chain.tip)) >= BigInt(start) + value * 1000n
}

function refuse(inner: string): never {
  throw new VerificationReject("Transaction", inner)
}
