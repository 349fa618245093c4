import { hexToBytes } from "@noble/hashes/utils.js"
import type { Hex } from "@/lib/hex"
import { sum } from "@/lib/money"
import { findPiece, pieceId } from "@/lib/proof/liabilities"
import { type Credited, readCredits } from "./credits"
import type { Epoch } from "./epoch"
import type { Owner } from "./owner"
import { type PaidOut, readPayouts } from "./payouts"
import { piecesShape } from "./shapes"
import type { ShownReceipt, Yours } from "./types"
import type { Work } from "./work"

/** What the chain says of an address's account, whichever epoch is looked at. */
export interface History {
  owner: Owner
  credits: Credited[]
  payouts: PaidOut[]
}

/**
 * Reads the account of an address out of the chain.
 *
 * @param newest of the epochs that are looked at
 * @param receipts of payers, which may know of payments that the platform does not tell of
 */
export async function readHistory(
  work: Work,
  newest: Epoch,
  owner: Owner,
  receipts: readonly ShownReceipt[],
): Promise<History> {
  const credits = await readCredits(work, newest, owner, receipts)
  return { owner, credits, payouts: await readPayouts(work, newest, owner) }
}

/**
 * Checks what is owed to one address at an epoch's block: that its pieces are among the leaves, and that they are no
 * less than the chain says. More is no fault.
 *
 * @param leaves the epoch's file; undefined when it is none
 * @returns undefined when the platform's answer is of no use
 */
export async function checkAccount(
  work: Work,
  epoch: Epoch,
  history: History,
  leaves: Uint8Array | undefined,
): Promise<Yours | undefined> {
  const owed = await checkPieces(work, epoch, history.owner, leaves)
  if (owed === undefined) return undefined
  const yours = { owed, ...(await reckon(work, epoch, history)) }
  if (owed < yours.byChain) blameShortfall(work, epoch, history, yours)
  return yours
}

/** A refund that is younger may or may not have come before the epoch. */
const YOUNG_MS = 10 * 60_000

/** Adds up what the chain says up to an epoch's block. */
async function reckon({ node }: Work, { manifest }: Epoch, { credits, payouts }: History) {
  const { number: block } = manifest.block
  // The platform could say that an epoch was made long before its block, so as to leave refunds out.
  const made = Math.max(Date.parse(manifest.createdAt), await node.timeOf(block))
  const counted = credits.filter((credit) => credit.block <= block)
  const credited = sum(counted.map(({ share }) => share))
  const refunded = sum(counted.map(({ taken }) => taken))
  const given = counted.flatMap((credit) => credit.given).filter(({ at }) => at < made - YOUNG_MS)
  const paid = payouts.filter((payout) => payout.block !== undefined && payout.block <= block)
  const paidOut = sum(paid.map(({ amount }) => amount))
  const byChain = credited + sum(given.map(({ amount }) => amount)) - refunded - paidOut
  return { byChain, credited, paidOut, refunded }
}

/** @returns what the pieces add up to; undefined when the platform's answer is of no use */
async function checkPieces(
  { source, findings, sha256 }: Work,
  { manifest }: Epoch,
  { address, lockHash }: Owner,
  leaves: Uint8Array | undefined,
): Promise<bigint | undefined> {
  const { number: block } = manifest.block
  const file = `/api/account/${address}/solvency?block=${block}`
  const answer = await source.one(file, piecesShape)
  const blame = { block, file }
  if (answer.lock_hash !== lockHash || BigInt(answer.block_number) !== block) {
    findings.fault("OTHER_LOCK", { ...blame, expected: lockHash, found: answer.lock_hash })
    return undefined
  }
  const seen = new Set<number>()
  for (const { piece, amount, salt } of answer.pieces) {
    if (seen.has(piece)) findings.fault("PIECE_TWICE", { ...blame, found: `piece ${piece}` })
    seen.add(piece)
    if (!leaves) continue
    const found = findPiece(leaves, pieceId(sha256, bytesOf(lockHash), piece, bytesOf(salt)))
    if (found === undefined) findings.fault("PIECE_MISSING", { ...blame, expected: `piece ${piece}: ${amount}` })
    else if (found !== amount)
      findings.fault("PIECE_AMOUNT_DIFFERS", { ...blame, expected: `piece ${piece}: ${amount}`, found: `${found}` })
  }
  const total = sum(answer.pieces.map(({ amount }) => amount))
  if (total !== answer.owed)
    findings.fault("PIECES_SUM_DIFFERS", { ...blame, expected: `${answer.owed}`, found: `${total}` })
  return total
}

function blameShortfall({ findings }: Work, { manifest, shown }: Epoch, history: History, yours: Yours): void {
  const { number: block } = manifest.block
  const { owed, byChain } = yours
  const receipts = history.credits.filter((credit) => credit.block <= block).map(({ receipt }) => receipt)
  findings.fault("OWED_TOO_LITTLE", { block, expected: `${byChain}`, found: `${owed}`, shown: [shown, ...receipts] })
  for (const { block: found, payout } of history.payouts) {
    if (found !== undefined) continue
    // The platform has subtracted it, so it should be there.
    const blame = { block, transaction: payout.tx_hash, expected: `${payout.amount}` }
    findings.fault("PAYOUT_INVENTED", { ...blame, found: "no transaction" })
  }
}

const bytesOf = (hex: Hex) => hexToBytes(hex.slice(2))
