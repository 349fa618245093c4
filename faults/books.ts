import { ccc } from "@ckb-ccc/core"
import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"

export type Books = Awaited<ReturnType<typeof readBooks>>

/** All rows that say where money is, in one go. */
export async function readBooks({ db }: Context) {
  const [first, payments, settlements, operations, transactions, cells, claims, ledger, withdrawals] =
    await Promise.all([
      db.block.findFirst({ orderBy: { number: "asc" } }),
      db.payment.findMany({ include: { entries: true } }),
      db.settlement.findMany({ include: { entries: true, withdrawal: true } }),
      // What was adopted has left the pool for a purpose that is not known.
      db.poolOperation.findMany({ where: { kind: { not: "adopted" } } }),
      db.chainTransaction.findMany(),
      db.platformCell.findMany(),
      db.claim.findMany(),
      db.ledgerEntry.findMany(),
      db.withdrawal.findMany(),
    ])
  const firstBlock = first?.number ?? 0n
  return { firstBlock, payments, settlements, operations, transactions, cells, claims, ledger, withdrawals }
}

/** The out points that a transaction spends, as `keyOf` writes them. */
export function inputsOf(bytes: Uint8Array): string[] {
  return ccc.Transaction.fromBytes(bytes).inputs.map(
    ({ previousOutput: { txHash, index } }) => `${txHash}:${Number(index)}`,
  )
}

/** An out point as a key. */
export function keyOf(row: { txHash: Uint8Array; outputIndex: number }): string {
  return `${toHex(row.txHash)}:${row.outputIndex}`
}

export function sumOf(rows: { amount: bigint }[]): bigint {
  return rows.reduce((total, { amount }) => total + amount, 0n)
}
