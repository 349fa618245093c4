import type { Context } from "@/lib/context"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import type { ShareKind } from "@/lib/ledger/types"
import { type Shannons, shannons } from "@/lib/money"
import { type Page, pageOf } from "@/lib/page"
import type { ProvableReceipt } from "@/lib/proof/receipt"

/** A payment that the chain has and that concerns an address, with all that its commitment hashes. */
export interface Credit {
  /** of the entry by which it does */
  id: bigint
  receipt: ProvableReceipt
  /** What refunds have taken from this address, or, of an entry that a refund made, what it gives */
  refunds: { id: bigint; taken: Shannons; given: Shannons; createdAt: Date }[]
}

interface CreditRow {
  id: bigint
  payment_id: bigint
  tx_hash: Uint8Array
  salt: Uint8Array | null
  sender: string
  shares: { kind: ShareKind; address: string; amount: string }[]
  refunds: { id: string; taken: string; given: string; created_at: string }[] | null
}

/**
 * What an auditor needs to add up by themselves what an address is owed: each payment in a block that gives it a share,
 * and each refund that gave its own payment back to it, newest first.
 */
export async function listCredits(
  { db, chain }: Context,
  lockHash: Hex,
  { cursor, limit }: { cursor?: bigint; limit: number },
): Promise<Page<Credit>> {
  const lock = fromHex(lockHash)
  const before = cursor === undefined ? Prisma.empty : Prisma.sql`AND a.id < ${cursor}`
  const rows = await db.$queryRaw<CreditRow[]>`
    SELECT a.id, p.id AS payment_id, p.tx_hash, p.commitment_salt AS salt, p.sender, shares.list AS shares,
      refunds.list AS refunds
    FROM account a JOIN payment p ON p.id = a.payment_id AND p.status IN ('committed', 'confirmed')
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('kind', share.kind, 'address', share.receiver, 'amount', share.amount::text)
        ORDER BY share.id) AS list
      FROM (
        SELECT coalesce(e.part_of, e.id) AS id, min(e.kind) AS kind, min(e.receiver) AS receiver,
          sum(e.amount) AS amount
        FROM account e WHERE e.payment_id = p.id AND e.kind <> 'refund' GROUP BY 1
      ) share
    ) shares
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('id', r.id::text, 'created_at', r.created_at,
        'taken', refund.taken::text, 'given', refund.given::text)) AS list
      FROM (
        SELECT e.refund_id,
          coalesce(sum(e.amount) FILTER (WHERE a.kind <> 'refund' AND e.kind IN ('receiver', 'split')), 0) AS taken,
          coalesce(sum(e.amount) FILTER (WHERE a.kind = 'refund' AND e.kind = 'refund'
            AND e.refund_id = a.refund_id), 0) AS given
        FROM account e WHERE e.payment_id = p.id AND e.lock_hash = a.lock_hash AND e.refund_id IS NOT NULL GROUP BY 1
      ) refund JOIN refund r ON r.id = refund.refund_id
      WHERE refund.taken > 0 OR refund.given > 0
    ) refunds
    WHERE a.lock_hash = ${lock} AND a.kind <> 'fee' AND a.part_of IS NULL ${before}
      -- A payment with several shares for one lock comes once.
      AND (a.kind = 'refund' OR NOT EXISTS (
        SELECT FROM account e WHERE e.payment_id = p.id AND e.lock_hash = a.lock_hash
          AND e.kind IN ('receiver', 'split') AND e.part_of IS NULL AND e.id < a.id))
    ORDER BY a.id DESC LIMIT ${limit + 1}`
  return pageOf(
    rows.map((row) => creditOf(chain, row)),
    limit,
  )
}

function creditOf({ genesisHash, platform }: Context["chain"], row: CreditRow): Credit {
  return {
    id: row.id,
    receipt: {
      version: 1,
      genesis_hash: genesisHash,
      tx_hash: toHex(row.tx_hash),
      payment_id: Number(row.payment_id),
      salt: row.salt && toHex(row.salt),
      platform: platform.address,
      sender: row.sender,
      shares: row.shares.map((share) => ({ ...share, amount: BigInt(share.amount) })),
    },
    refunds: (row.refunds ?? []).map(({ id, taken, given, created_at }) => ({
      id: BigInt(id),
      taken: shannons(BigInt(taken)),
      given: shannons(BigInt(given)),
      createdAt: new Date(created_at),
    })),
  }
}
