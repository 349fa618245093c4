import type { Party } from "@/lib/chain/address"
import { largestFirst, outPointKey, type PlainCell, plainCellsOf } from "@/lib/chain/cells"
import { paymentFee } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import { InsufficientBalance, PaymentInProgress } from "@/lib/errors"
import { formatCkb, type Shannons, shannons, sum } from "@/lib/money"
import { claimedOutPoints } from "@/lib/pool/claim"
import type { Parties } from "./parties"

/** Enough for any payment, and 2,000 inputs would exceed neither the fee a person accepts nor 512,000 bytes. */
const MAX_CELLS_READ = 2_000
/** Generous room for the network fee while it is not yet known: 0.01 CKB. */
const FEE_ROOM = 1_000_000n

/**
 * Plain cells of the sender that can pay `amount` and still leave a change cell, the largest first. Cells that an earlier
 * payment of theirs has signed away are left out, by our own record: the node's index does not know of them yet.
 *
 * @throws PaymentInProgress when there would be enough without those
 * @throws InsufficientBalance that says how much is missing
 */
export async function findSenderCells(ctx: Context, sender: Parties["sender"], amount: Shannons): Promise<PlainCell[]> {
  const claimed = await claimedOutPoints(ctx.db, sender.lockHash)
  const needed = amount + sender.occupied
  const free: PlainCell[] = []
  const busy: PlainCell[] = []
  let total = 0n
  let read = 0
  for await (const page of plainCellsOf(ctx.chain, sender.lock)) {
    for (const cell of page) {
      if (claimed.has(outPointKey(cell.outPoint))) busy.push(cell)
      else {
        free.push(cell)
        total += cell.capacity
      }
    }
    read += page.length
    if (total >= needed + FEE_ROOM || read >= MAX_CELLS_READ) break
  }
  free.sort(largestFirst)
  if (total >= needed + FEE_ROOM) return free
  const feeRate = await ctx.chain.feeRate()
  const fee = await paymentFee(ctx.chain, { sender, cells: Math.max(1, free.length), feeRate })
  if (total >= needed + fee) return free
  const [inProgress] = busy
  if (inProgress && total + sum(busy.map((cell) => cell.capacity)) >= needed + fee) {
    const paymentId = claimed.get(outPointKey(inProgress.outPoint))
    throw paymentInProgress(paymentId ?? undefined)
  }
  throw insufficientBalance(sender, { amount, fee, balance: shannons(total) }, read >= MAX_CELLS_READ)
}

/** @param why what the earlier payment uses that this one would need */
export function paymentInProgress(
  paymentId: bigint | undefined,
  why = "uses the CKB that this one would need",
): PaymentInProgress {
  const which = paymentId === undefined ? "An earlier payment" : `Payment ${paymentId}`
  return new PaymentInProgress(
    `${which} of this wallet is on its way and ${why}. Nothing was sent now. Try again when it is in a block, usually within a minute.`,
    { retryAfter: 10, details: paymentId === undefined ? {} : { payment_id: Number(paymentId) } },
  )
}

/** @param truncated whether the sender has more cells than are counted */
export function insufficientBalance(
  sender: Party,
  { amount, fee, balance }: { amount: Shannons; fee: bigint; balance: Shannons },
  truncated = false,
): InsufficientBalance {
  const required = amount + sender.occupied + fee
  const movable = balance > sender.occupied ? balance - sender.occupied : 0n
  const merge = truncated
    ? ` Only the first ${MAX_CELLS_READ} cells were counted: merge them in your wallet first.`
    : ""
  return new InsufficientBalance(
    `You need ${formatCkb(required)} CKB in this wallet and have ${formatCkb(balance)}: ${formatCkb(required - balance)} CKB are missing. ` +
      `A CKB wallet keeps ${formatCkb(sender.occupied)} CKB, because each cell on the chain pays for the room it takes; ` +
      `${formatCkb(movable)} CKB of yours can move. Nothing was sent.${merge}`,
    {
      details: {
        balance: balance.toString(),
        required: required.toString(),
        missing: (required - balance).toString(),
        must_stay: sender.occupied.toString(),
      },
    },
  )
}
