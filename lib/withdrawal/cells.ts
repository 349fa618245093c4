import type { Party } from "@/lib/chain/address"
import { outPointKey, type PlainCell, plainCellsOf } from "@/lib/chain/cells"
import type { Context } from "@/lib/context"
import { InsufficientBalance, NoPlatformCell } from "@/lib/errors"
import { formatCkb, type Shannons, shannons, sum } from "@/lib/money"
import { countLiveCells, lendableCells } from "@/lib/pool/cells"
import { changeCells } from "@/lib/pool/change-cells"
import type { PlatformCell } from "@/lib/pool/platform-cell"
import { shareOf } from "@/lib/pool/share"
import { claimedOutPoints } from "@/lib/transaction/claim"

/** More of the pool than this is not bound by one withdrawal, however large the pool is. */
const MAX_PLATFORM_CELLS = 16
/**
 * What a pool too small for shares gives: two fresh cells can be made one, and give what a cell of its own would take.
 */
export const LEAST_SHARE = 2

/**
 * The receiver's cell that is to grow: one that no transaction of ours spends.
 *
 * @throws InsufficientBalance when there is none, with what to do about it
 */
export async function findReceiverCell(ctx: Context, receiver: Party): Promise<PlainCell> {
  const cell = await freeCellOf(ctx, receiver)
  if (cell) return cell
  throw new InsufficientBalance(
    `This address has no cell that could grow. Taking out less than ${formatCkb(ctx.config.minWithdrawal)} CKB adds to CKB that you have already, ` +
      `because a cell of its own needs at least ${formatCkb(receiver.occupied)} CKB. Your balance stays and is paid by itself once it is large enough.`,
    {
      details: {
        reason: "no_cell",
        must_stay: receiver.occupied.toString(),
        required: ctx.config.minWithdrawal.toString(),
      },
    },
  )
}

/** Whether there is a cell that could grow, now or once a transaction of ours is through. */
export async function hasReceiverCell(ctx: Context, receiver: Party): Promise<boolean> {
  for await (const page of plainCellsOf(ctx.chain, receiver.lock)) if (page.length > 0) return true
  return false
}

async function freeCellOf(ctx: Context, receiver: Party): Promise<PlainCell | undefined> {
  const claimed = await claimedOutPoints(ctx.db, receiver.lockHash)
  for await (const page of plainCellsOf(ctx.chain, receiver.lock)) {
    const free = page.find((cell) => !claimed.has(outPointKey(cell.outPoint)))
    if (free) return free
  }
  return undefined
}

/** Cells for a withdrawal, and how many come out again. */
export interface Source {
  cells: PlatformCell[]
  changeCells: number
}

/**
 * As few platform cells as can give `amount`, of those that are not kept for payouts: cells that each keep what a
 * lendable one should hold if that is enough, else what a cell occupies; and if that is not enough either, cells of
 * which fewer come out than go in. Never more than a receiver's share of the pool.
 *
 * @throws NoPlatformCell when the free cells cannot give it now, with what they could give
 */
export async function findPlatformCells(ctx: Context, amount: Shannons, occupied: Shannons): Promise<Source> {
  const { minWithdrawal } = ctx.config
  const { live } = await countLiveCells(ctx, 0n)
  const free = await lendableCells(ctx, Math.min(MAX_PLATFORM_CELLS, shareOf(live, LEAST_SHARE)))
  for (const keep of [minWithdrawal, occupied]) {
    const cells = take(free, (cell) => cell.capacity - keep, amount)
    if (cells) return sourceOf(cells, amount, minWithdrawal)
  }
  const merged = take(free, (cell) => cell.capacity, amount + occupied)
  if (merged) return sourceOf(merged, amount, minWithdrawal)
  throw new NoPlatformCell(
    `The platform's free cells cannot pay this out at this moment: at most ${formatCkb(mostOf(free, occupied))} CKB at once. Nothing was sent; your balance is safe. Try again in a few seconds, or take out less.`,
    { retryAfter: 5, details: { reason: "most_at_once", most: mostOf(free, occupied).toString() } },
  )
}

function sourceOf(cells: PlatformCell[], amount: Shannons, minWithdrawal: Shannons): Source {
  const left = sum(cells.map((cell) => cell.capacity)) - amount
  return { cells, changeCells: changeCells(left, minWithdrawal, cells.length) }
}

function mostOf(free: PlatformCell[], occupied: Shannons): Shannons {
  const total = sum(free.map((cell) => cell.capacity))
  return shannons(total > occupied ? total - occupied : 0n)
}

/** The first cells that together give `wanted`. @param spare what a cell can give, in shannons */
function take(free: PlatformCell[], spare: (cell: PlatformCell) => bigint, wanted: bigint): PlatformCell[] | undefined {
  const cells: PlatformCell[] = []
  let given = 0n
  for (const cell of free) {
    if (spare(cell) <= 0n) continue
    cells.push(cell)
    given += spare(cell)
    if (given >= wanted) return cells
  }
  return undefined
}
