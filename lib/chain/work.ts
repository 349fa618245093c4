import type { Network } from "@/lib/config-networks"
import { eaglesong } from "./eaglesong"
import { type Epoch, unpackEpoch } from "./epoch"
import { ckbHash } from "./hash"
import { type RpcHeader, serializeNonce, serializeRawHeader } from "./molecule"

/** How a chain's blocks show the work in them. */
export interface Work {
  /** From the 32 bytes of Eaglesong to the number that must not exceed the target (ckb, pow/src) */
  finish(output: Uint8Array): Uint8Array
  /** No block of this chain was ever easier: what the first block of a new database is measured by */
  easiest: bigint
}

/**
 * By network, not by what the node says of its consensus: `get_consensus` does not name the function, and a node that
 * lies would name the easy one. The two genesis hashes stand for it (ckb, resource/specs/mainnet.toml and
 * testnet.toml). A private chain may have any function, and the development chain has none.
 */
const WORK: Record<Network, Work | undefined> = {
  mainnet: { finish: (output) => output, easiest: targetOf(0x1a3fffff) },
  testnet: { finish: (output) => ckbHash(output), easiest: targetOf(0x1e0fffff) },
  devnet: undefined,
}

export function workOf(network: Network): Work | undefined {
  return WORK[network]
}

/**
 * The number that a block's hash may not exceed; 0 when there is none (ckb, util/types/src/utilities/difficulty.rs).
 */
export function targetOf(compact: number): bigint {
  const exponent = compact >>> 24
  const mantissa = BigInt(compact & 0x00ffffff)
  if (exponent > 32) return 0n
  return exponent <= 3 ? mantissa >> BigInt(8 * (3 - exponent)) : mantissa << BigInt(8 * (exponent - 3))
}

export function hasWork(work: Work, header: RpcHeader): boolean {
  const target = targetOf(Number(header.compact_target))
  const output = eaglesong(new Uint8Array([...ckbHash(serializeRawHeader(header)), ...serializeNonce(header)]))
  return BigInt(`0x${Buffer.from(work.finish(output)).toString("hex")}`) <= target
}

/** Blocks in an epoch (ckb, spec/src/consensus.rs: four hours, of blocks of 8 to 48 seconds). */
const LEAST_LENGTH = 300n
const GREATEST_LENGTH = 1800n
/**
 * By how much the length of an epoch, and the hash rate that is expected, may change from one to the next (RFC 0020).
 */
const TAU = 2n
/**
 * The work of a whole epoch changes by TAU at most, but for the share of uncles that is expected, which goes into it
 * too and is not to be seen in headers. So half as much again is let pass: a block that is refused by mistake would
 * stop everything.
 */
const WORK_CHANGE = 3n

/**
 * Why this block cannot follow that one, by what the rules say of epochs and targets: the same target within an epoch,
 * and between two as little change as RFC 0020 allows. So easy blocks can only be had by way of whole epochs of hard
 * ones.
 *
 * @returns undefined when it can
 */
export function wrongStep(before: RpcHeader, after: RpcHeader): string | undefined {
  const [old, next] = [unpackEpoch(BigInt(before.epoch)), unpackEpoch(BigInt(after.epoch))]
  // The genesis names no epoch.
  if (BigInt(before.number) === 0n) return undefined
  if (old.index + 1n < old.length) {
    if (next.number !== old.number || next.index !== old.index + 1n || next.length !== old.length)
      return "its epoch does not go on from the block before it"
    return before.compact_target === after.compact_target ? undefined : "its target changes within an epoch"
  }
  if (next.number !== old.number + 1n || next.index !== 0n) return "its epoch does not follow the one before it"
  const least = old.length / TAU > LEAST_LENGTH ? old.length / TAU : LEAST_LENGTH
  const greatest = old.length * TAU < GREATEST_LENGTH ? old.length * TAU : GREATEST_LENGTH
  if (next.length < least || next.length > greatest) return "its epoch has a length that the one before does not allow"
  return changesWithin(old, before, next, after) ? undefined : "its target is one that the epoch before does not allow"
}

/** Work is length over target: compared without dividing. */
function changesWithin(old: Epoch, before: RpcHeader, next: Epoch, after: RpcHeader): boolean {
  const oldWork = old.length * targetOf(Number(after.compact_target))
  const nextWork = next.length * targetOf(Number(before.compact_target))
  return nextWork * WORK_CHANGE >= oldWork && nextWork <= oldWork * WORK_CHANGE
}
