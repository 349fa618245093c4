import * as z from "zod/mini"
import { type Epoch, readEpoch } from "./epoch"
import { CannotCheck, Findings } from "./faults"
import { epochShape } from "./shapes"
import type { Work } from "./work"

/** The platform's manifests, newest first, as far back as they are needed. */
export interface Manifests {
  /** the one whose files are looked at */
  audited: Epoch
  chain: Epoch[]
  /** the newest of which the platform says that it is on the chain */
  anchored: Epoch | undefined
}

export interface Wanted {
  /** of the epoch to look at; the newest when absent */
  block: bigint | undefined
  /** a manifest that the auditor was shown before */
  seen: unknown
}

/**
 * Reads the manifests from the newest down to the one that is asked for, one that is on the chain, and one that was
 * seen before. Each is signed and names the one before, so that none can be exchanged without the newer ones.
 *
 * @throws CannotCheck when there are none, or none that the platform has signed
 */
export async function readManifests(work: Work, { block, seen }: Wanted): Promise<Manifests> {
  const before = seen === undefined ? undefined : readSeen(work, seen)
  const chain: Epoch[] = []
  const isDeepEnough = ({ manifest }: Epoch) =>
    (chain.some(isAnchored) || isOld(chain, manifest)) &&
    manifest.block.number <= (block ?? manifest.block.number) &&
    manifest.block.number <= (before?.manifest.block.number ?? manifest.block.number)
  reading: for await (const page of work.source.pages("/api/solvency", epochShape)) {
    for (const json of page) {
      const epoch = readEpoch(json, work.findings)
      if (!epoch) throw new CannotCheck("NO_EPOCH", `the manifest of block ${json.block_number} is not the platform's`)
      checkLink(work, chain.at(-1), epoch)
      chain.push(epoch)
      if (isDeepEnough(epoch)) break reading
      await work.breathe("manifests", chain.length)
    }
  }
  const audited = block === undefined ? chain[0] : chain.find(({ manifest }) => manifest.block.number === block)
  if (!audited) throw new CannotCheck("NO_EPOCH", block === undefined ? undefined : `there is none for block ${block}`)
  if (before) checkSeen(work, before, chain)
  return { audited, chain, anchored: chain.find(isAnchored) }
}

/** What was not put on the chain within a day will not be. */
const DAY_MS = 24 * 3_600_000

function isOld([newest]: Epoch[], { createdAt }: Epoch["manifest"]): boolean {
  return newest !== undefined && Date.parse(newest.manifest.createdAt) - Date.parse(createdAt) > DAY_MS
}

/** Whether the platform says that it is in a block. */
function isAnchored({ anchor }: Epoch): boolean {
  return anchor !== null && anchor.status !== "signed"
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
