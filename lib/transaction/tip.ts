import type { Db, DbTransaction } from "@/lib/db"
import { type Hex, toHex } from "@/lib/hex"

/** The newest block that this database has taken in. */
export interface Tip {
  number: bigint
  hash: Hex
}

export async function currentTip({ db }: { db: Db | DbTransaction }): Promise<Tip | undefined> {
  const [row] = await db.$queryRaw<{ number: bigint; hash: Uint8Array }[]>`
    SELECT number, hash FROM block ORDER BY number DESC LIMIT 1`
  return row && { number: row.number, hash: toHex(row.hash) }
}
