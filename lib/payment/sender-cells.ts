import type { Party } from "@/lib/chain/address"
import {
  type ImmatureRewards,
  immatureRewards,
  largestFirst,
  outPointKey,
  type PlainCell,
  plainCellsOf,
} from "@/lib/chain/cells"
import { paymentFee } from "@/lib/chain/payment-transaction"
import type { Context } from "@/lib/context"
import { InsufficientBalance } from "@/lib/errors"
import { formatCkb, type Shannons, shannons, sum } from "@/lib/money"
import { inProgress } from "@/lib/pool/share"
import { claimedOutPoints } from "@/lib/transaction/claim"
import type { Parties } from "./parties"

/** The most cells of a wallet that are looked at. */
const MAX_CELLS_READ = 2_000
/** Cells that one payment spends: some 3,500 bytes of transaction, which every step of it reads, stores and sends. */
export const MAX_INPUTS = 64
/** Generous room for the network fee while it is not yet known: 0.01 CKB. */
const FEE_ROOM = 1_000_000n

/**
 * Plain cells of the sender that can pay `amount` and still leave a change cell: the largest, and no more than one
 * payment spends. Cells that an earlier payment of theirs has signed away are to be left out, by our own record: the
 * node's index does not know of them yet.
 *
 * @param claims of the sender, as `claimedOutPoints` says them; absent: what the node shows is taken, and whoever
 *   stores the payment looks whether a claim is on it. Where that could not pay, the claims are read after all
 * @throws PaymentInProgress when there would be enough without those
 * @throws InsufficientBalance that says how much is missing, or that it lies in too many cells
 */
export async function findSenderCells(
  ctx: Context,
  sender: Parties["sender"],
  amount: Shannons,
  claims?: Set<string>,
): Promise<PlainCell[]> {
  const claimed = claims ?? new Set()
  const needed = amount + sender.occupied
  const free: PlainCell[] = []
  const busy: PlainCell[] = []
  let read = 0
  for await (const page of plainCellsOf(ctx.chain, sender.lock)) {
    for (const cell of page) (claimed.has(outPointKey(cell.outPoint)) ? busy : free).push(cell)
    read += page.length
    free.sort(largestFirst)
    if (capacityOf(free.slice(0, MAX_INPUTS)) >= needed + FEE_ROOM || read >= MAX_CELLS_READ) break
  }
  const cells = free.slice(0, MAX_INPUTS)
  const usable = capacityOf(cells)
  if (usable >= needed + FEE_ROOM) return cells
  const feeRate = await ctx.chain.feeRate()
  const fee = await paymentFee(ctx.chain, { sender, cells: Math.max(1, cells.length), feeRate })
  if (usable >= needed + fee) return cells
  // Why it is not enough is said by what is really theirs.
  if (!claims) return findSenderCells(ctx, sender, amount, await claimedOutPoints(ctx.db, sender.lockHash))
  const total = capacityOf(free)
  if (total >= needed + fee) throw tooManyCells(sender, { amount, usable, cells: free.length })
  if (busy.length > 0 && total + capacityOf(busy) >= needed + fee) {
    // Whoever names an address here has proved nothing: they are not told which payment it is.
    throw inProgress(undefined, "uses the CKB that this one would need")
  }
  const maturing = await immatureRewards(ctx.chain, sender.lock)
  throw insufficientBalance(sender, { amount, fee, balance: total, maturing }, read >= MAX_CELLS_READ)
}

function capacityOf(cells: PlainCell[]): Shannons {
  return sum(cells.map((cell) => cell.capacity))
}

function tooManyCells(
  sender: Party,
  { amount, usable, cells }: { amount: Shannons; usable: Shannons; cells: number },
): InsufficientBalance {
  const most = shannons(usable > sender.occupied ? usable - sender.occupied : 0n)
  return new InsufficientBalance(
    `The CKB of this wallet lie in ${cells} cells, and one payment spends at most ${MAX_INPUTS} of them: ${formatCkb(most)} CKB and the network's fee, not ${formatCkb(amount)}. ` +
      "Merge your cells first: send all your CKB to your own address in your wallet. Nothing was sent.",
    {
      details: {
        reason: "payer_cells",
        balance: usable.toString(),
        cells,
        most_cells: MAX_INPUTS,
        most: most.toString(),
      },
    },
  )
}

/** @param truncated whether the sender has more cells than are counted */
export function insufficientBalance(
  sender: Party,
  {
    amount,
    fee,
    balance,
    maturing,
  }: { amount: Shannons; fee: bigint; balance: Shannons; maturing?: ImmatureRewards | undefined },
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
      `${formatCkb(movable)} CKB of yours can move. Nothing was sent.${merge}${wordsOf(maturing)}`,
    {
      details: {
        reason: "payer_balance",
        balance: balance.toString(),
        required: required.toString(),
        missing: (required - balance).toString(),
        must_stay: sender.occupied.toString(),
        ...(maturing ? { maturing: maturing.capacity.toString() } : {}),
      },
    },
  )
}

/** Block rewards that cannot be spent yet: a miner must be told why they do not count. */
function wordsOf(maturing: ImmatureRewards | undefined): string {
  if (!maturing) return ""
  const hours = Math.round(maturing.seconds / 3_600)
  const when = hours > 1 ? `${hours} hours` : `${Math.max(1, Math.round(maturing.seconds / 60))} minutes`
  return ` Another ${formatCkb(maturing.capacity)} CKB are block rewards, the first of which can be spent in about ${when}.`
}
