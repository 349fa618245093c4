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

/**
 * Checks what is owed to one address: that its pieces are among the leaves, and that they are no less than the chain
 * says. More is no fault.
 *
 * @param leaves the epoch's file; undefined when it is none
 * @param receipts of payers, which may know of payments that the platform does not tell of
 */
export async function checkAccount(
  work: Work,
  epoch: Epoch,
  owner: Owner,
  { leaves, receipts }: { leaves: Uint8Array | undefined; receipts: readonly ShownReceipt[] },
): Promise<Yours | undefined> {
  const owed = await checkPieces(work, epoch, owner, leaves)
  const credited = await readCredits(work, epoch, owner, receipts)
  const paidOut = await readPayouts(work, epoch, owner)
  const byChain = credited.shares + credited.given - credited.taken - paidOut.amount
  if (owed === undefined) return undefined
  if (owed < byChain) blameShortfall(work, epoch, { owed, byChain, credited, paidOut })
  return { owed, byChain, credited: credited.shares, paidOut: paidOut.amount, refunded: credited.taken }
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

function blameShortfall(
  { findings }: Work,
  { manifest, shown }: Epoch,
  { owed, byChain, credited, paidOut }: { owed: bigint; byChain: bigint; credited: Credited; paidOut: PaidOut },
): void {
  const { number: block } = manifest.block
  findings.fault("OWED_TOO_LITTLE", {
    block,
    expected: `${byChain}`,
    found: `${owed}`,
    shown: [shown, ...credited.shown],
  })
  // The platform has subtracted them, so they should be there.
  for (const { tx_hash, amount } of paidOut.notFound)
    findings.fault("PAYOUT_INVENTED", { block, transaction: tx_hash, expected: `${amount}`, found: "no transaction" })
}

const bytesOf = (hex: Hex) => hexToBytes(hex.slice(2))
