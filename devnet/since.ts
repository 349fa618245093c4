import type { Chain } from "./chain"
import { VerificationReject } from "./errors"
import { epochOf } from "./header"
import type { ResolvedTx } from "./resolve"

const RELATIVE = 1n << 63n
const RESERVED = 0x1f00_0000_0000_0000n
const VALUE = 0x00ff_ffff_ffff_ffffn

/** An epoch with fraction, as a number of 1/(length) steps that can be compared by cross multiplication. */
interface Epoch {
  number: bigint
  index: bigint
  length: bigint
}

function epochFrom(packed: bigint): Epoch {
  return { number: packed & 0xffffffn, index: (packed >> 24n) & 0xffffn, length: (packed >> 40n) & 0xffffn }
}

const lengthOf = (epoch: Epoch) => (epoch.length === 0n ? 1n : epoch.length)

function epochBefore(left: Epoch, right: Epoch): boolean {
  const a = (left.number * lengthOf(left) + left.index) * lengthOf(right)
  const b = (right.number * lengthOf(right) + right.index) * lengthOf(left)
  return a < b
}

function addEpochs(left: Epoch, right: Epoch): Epoch {
  const length = lengthOf(left) * lengthOf(right)
  const index = left.index * lengthOf(right) + right.index * lengthOf(left)
  return { number: left.number + right.number + index / length, index: index % length, length }
}

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
    const start = relativeTo === 0 ? epochFrom(0n) : epochFrom(epochOf(relativeTo))
    return !epochBefore(epochFrom(epochOf(blockNumber)), addEpochs(start, epochFrom(value)))
  }
  const start = relativeTo === 0 ? 0 : chain.timeAt(relativeTo)
  return BigInt(chain.medianTime(chain.tip)) >= BigInt(start) + value * 1000n
}

function refuse(inner: string): never {
  throw new VerificationReject("Transaction", inner)
}
