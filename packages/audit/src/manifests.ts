import * as z from "zod/mini"
import { checkAnchor } from "./anchor"
import { type Epoch, readEpoch } from "./epoch"
import { CannotCheck, Findings } from "./faults"
import { epochShape } from "./shapes"
import type { Work } from "./work"

/** The platform's manifests, newest first, as far back as they are needed. */
export interface Manifests {
  chain: [Epoch, ...Epoch[]]
  /** the newest that the chain of blocks binds the platform to */
  anchored: Epoch | undefined
  /** The one whose block is asked for; the newest when none is */
  wanted: Epoch
  /** whether there are no older ones, by the platform's word */
  isWhole: boolean
}

export interface Wanted {
  /** of the epoch to look at; the newest when absent */
  block: bigint | undefined
  /** a manifest that the auditor was shown before */
  seen: unknown
  /** the newest block before anything was read */
  tip: bigint
}

/**
 * Reads the manifests from the newest down to the one that is asked for, one that is on the chain, and one that was
 * seen before. Each is signed and names the one before, so that none can be exchanged without the newer ones.
 *
 * @throws CannotCheck when there are none, or none that the platform has signed
 */
export async function readManifests(work: Work, { block, seen, tip }: Wanted): Promise<Manifests> {
  const before = seen === undefined ? undefined : readSeen(work, seen)
  const deepest = [block, before?.manifest.block.number].filter((number) => number !== undefined)
  const genesis = await work.node.blockHash(0n)
  const chain: Epoch[] = []
  let anchored: Epoch | undefined
  let isWhole = true
  reading: for await (const page of work.source.pages("/api/solvency", epochShape)) {
    for (const json of page) {
      const epoch = readEpoch(json, work.findings)
      if (!epoch) throw new CannotCheck("NO_EPOCH", `the manifest of block ${json.block_number} is not the platform's`)
      checkLink(work, chain.at(-1), epoch)
      chain.push(epoch)
      // On another chain nothing of it can be found.
      const isHere = epoch.manifest.genesisHash === genesis
      if (isHere && !anchored && (await isBound(work, epoch, tip))) anchored = epoch
      const { number } = epoch.manifest.block
      isWhole = !((anchored || isOld(chain, epoch)) && deepest.every((deep) => number <= deep))
      if (!isWhole) break reading
      await work.breathe("manifests", chain.length)
    }
  }
  const [newest] = chain
  const wanted = block === undefined ? newest : chain.find(({ manifest }) => manifest.block.number === block)
  if (!newest || !wanted)
    throw new CannotCheck("NO_EPOCH", block === undefined ? undefined : `there is none for block ${block}`)
  if (isWhole) checkFirst(work, chain.at(-1) ?? newest)
  if (before) checkSeen(work, before, chain)
  return { chain: [newest, ...chain.slice(1)], anchored, wanted, isWhole }
}

/**
 * Whether it stands on the chain, and its block does: one whose block a reorganisation has taken away can be compared
 * with nothing.
 */
async function isBound(work: Work, epoch: Epoch, tip: bigint): Promise<boolean> {
  const { number, hash } = epoch.manifest.block
  return (await checkAnchor(work, epoch, tip)) && (await work.node.blockHash(number)) === hash
}

/** What was not put on the chain within a day will not be. */
const DAY_MS = 24 * 3_600_000

function isOld([newest]: Epoch[], { manifest }: Epoch): boolean {
  return newest !== undefined && Date.parse(newest.manifest.createdAt) - Date.parse(manifest.createdAt) > DAY_MS
}

function checkLink({ findings }: Work, newer: Epoch | undefined, epoch: Epoch): void {
  if (!newer) return
  const [above, below] = [newer.manifest, epoch.manifest]
  const isLinked =
    above.previous === epoch.hash &&
    above.block.number > below.block.number &&
    above.platformLockHash === below.platformLockHash &&
    above.genesisHash === below.genesisHash
  if (isLinked) return
  findings.fault("CHAIN_BROKEN", {
    block: above.block.number,
    expected: epoch.hash,
    found: above.previous ?? "none",
    shown: [newer.shown, epoch.shown],
  })
}

/** Manifests are kept for ever. */
function checkFirst({ findings }: Work, { manifest, shown }: Epoch): void {
  if (manifest.previous === null) return
  findings.fault("CHAIN_BROKEN", { block: manifest.block.number, expected: manifest.previous, found: "none", shown })
}

function readSeen({ findings }: Work, seen: unknown): Epoch | undefined {
  const read = z.safeParse(epochShape, seen)
  // What is not signed says nothing of the platform.
  const epoch = read.success ? readEpoch(read.data, new Findings()) : undefined
  if (!epoch) findings.note("SEEN_UNREADABLE")
  return epoch
}

function checkSeen({ findings }: Work, seen: Epoch, chain: Epoch[]): void {
  if (chain.some(({ hash }) => hash === seen.hash)) return
  const instead = chain.find(({ manifest }) => manifest.block.number <= seen.manifest.block.number)
  findings.fault("SEEN_REPLACED", {
    block: seen.manifest.block.number,
    expected: seen.hash,
    found: instead?.hash ?? "none",
    shown: [seen.shown, ...(instead ? [instead.shown] : [])],
  })
}
