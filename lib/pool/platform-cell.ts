import type { PlainCell } from "@/lib/chain/cells"
import { toHex } from "@/lib/hex"
import { shannons } from "@/lib/money"

/** A cell of the pool as a transaction spends it. */
export interface PlatformCell extends PlainCell {
  id: bigint
}

/** Its row, as far as a transaction needs it. */
export interface PlatformCellRow {
  id: bigint
  tx_hash: Uint8Array
  output_index: number
  capacity: bigint
  made_in: bigint
}

export function cellOf(row: PlatformCellRow): PlatformCell {
  return {
    id: row.id,
    outPoint: { txHash: toHex(row.tx_hash), index: row.output_index },
    capacity: shannons(row.capacity),
    blockNumber: row.made_in,
  }
}
