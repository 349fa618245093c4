import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { type Shannons, shannons, sum } from "@/lib/money"
import { pieceId } from "@/lib/proof/liabilities"
import { saltsOf, sha256 } from "./pieces"
import { noFile } from "./query"

/** Which pieces of an epoch are somebody's: with the salts anybody can find them among the leaves. */
export interface AccountProof {
  block: bigint
  lockHash: Hex
  owed: Shannons
  pieces: { piece: number; amount: Shannons; salt: Hex }[]
}

/** Most have fewer pieces: then one statement finds them all. */
const AT_ONCE = 16

/**
 * @param block of the epoch; the newest when absent
 * @throws NotFound where there is no epoch, or its files are gone
 */
export async function accountProof(ctx: Context, lockHash: Hex, block?: bigint): Promise<AccountProof> {
  const file = await ctx.db.solvencyFile.findFirst({
    where: block === undefined ? {} : { blockNumber: block },
    select: { blockNumber: true, secret: true },
    orderBy: { blockNumber: "desc" },
  })
  if (!file) throw block === undefined ? new NotFound("No proof of solvency has been made yet.") : noFile(block)
  const saltOf = saltsOf(file.secret, fromHex(lockHash))
  const pieces: AccountProof["pieces"] = []
  for (;;) {
    const salts = Array.from({ length: AT_ONCE }, (_, i) => saltOf(pieces.length + i))
    const first = pieces.length
    const ids = salts.map((salt, i) => pieceId(sha256, fromHex(lockHash), first + i, salt))
    const found = await amountsOf(ctx, file.blockNumber, ids)
    const end = found.indexOf(null)
    for (const [i, amount] of found.slice(0, end === -1 ? undefined : end).entries())
      pieces.push({ piece: first + i, amount: shannons(amount ?? 0n), salt: toHex(salts[i] as Uint8Array) })
    if (end !== -1) break
  }
  return { block: file.blockNumber, lockHash, owed: sum(pieces.map(({ amount }) => amount)), pieces }
}

async function amountsOf({ db }: Context, block: bigint, ids: Uint8Array[]): Promise<(bigint | null)[]> {
  const rows = await db.$queryRaw<{ amount: bigint | null }[]>`
    SELECT solvency_piece(${block}, id) AS amount FROM unnest(${ids}::bytea[]) WITH ORDINALITY AS wanted(id, place)
    ORDER BY place`
  return rows.map(({ amount }) => amount)
}
