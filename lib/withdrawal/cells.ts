import type { Party } from "@/lib/chain/address"
import { outPointKey, type PlainCell, plainCellsOf } from "@/lib/chain/cells"
import type { Context } from "@/lib/context"
import { InsufficientBalance, NoPlatformCell } from "@/lib/errors"
import { formatCkb, type Shannons, sum } from "@/lib/money"
import { type FreeCell, freeCells } from "@/lib/pool/cells"
import { claimedOutPoints } from "@/lib/pool/claim"

/** More of the pool than this is not bound by one receiver. */
const MAX_PLATFORM_CELLS = 16

/**
 * The receiver's cell that is to grow: one that no transaction of ours spends.
 *
 * @throws InsufficientBalance when there is none, with what to do about it
 */
export async function findReceiverCell(ctx: Context, receiver: Party): Promise<PlainCell> {
  const claimed = await claimedOutPoints(ctx.db, receiver.lockHash)
  for await (const page of plainCellsOf(ctx.chain, receiver.lock)) {
    const free = page.find((cell) => !claimed.has(outPointKey(cell.outPoint)))
    if (free) return free
  }
  throw new InsufficientBalance(
    `This address has no cell that could grow. Taking out less than ${formatCkb(ctx.config.minWithdrawal)} CKB adds to CKB that you have already, ` +
      `because a cell of its own needs at least ${formatCkb(receiver.occupied)} CKB. Your balance stays and is paid by itself once it is large enough.`,
    { details: { must_stay: receiver.occupied.toString() } },
  )
}

/** Cells for a withdrawal, and how many come out again. */
export interface Source {
  cells: FreeCell[]
  changeCells: number
}

/**
 * As few platform cells as can give `amount` and keep a cell: cells that keep what a lendable one should hold if that is
 * enough, else cells that go down to what a cell occupies.
 *
 * @throws NoPlatformCell when the free cells cannot give it now
 */
export async function findPlatformCells(ctx: Context, amount: Shannons, occupied: Shannons): Promise<Source> {
  const free = await freeCells(ctx, MAX_PLATFORM_CELLS)
  for (const keep of [ctx.config.minWithdrawal, occupied]) {
    const cells = take(free, amount, keep)
    if (cells) {
      const left = sum(cells.map((cell) => cell.capacity)) - amount
      const whole = Number(left / ctx.config.minWithdrawal)
      return { cells, changeCells: Math.max(1, Math.min(whole, cells.length)) }
    }
  }
  throw new NoPlatformCell(
    "The platform's free cells cannot pay this out at this moment. Nothing was sent; your balance is safe. Try again in a few seconds.",
    { retryAfter: 5 },
  )
}

function take(free: FreeCell[], amount: Shannons, keep: Shannons): FreeCell[] | undefined {
  const cells: FreeCell[] = []
  let spare = 0n
  for (const cell of free) {
    if (cell.capacity <= keep) continue
    cells.push(cell)
    spare += cell.capacity - keep
    if (spare >= amount) return cells
  }
  return undefined
}
