import { approve } from "@/lib/chain/signer"
import type { BuiltTransaction } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { toHex } from "@/lib/hex"
import type { Owner } from "@/lib/pool/claim"

/**
 * The only way to the platform's signature: by the id of a payment that was just submitted, or of a settlement or pool
 * operation that is to go out. The hash that may be signed is read from its row, in the database transaction that binds its
 * cells; `tx` can only be what that hash names. The signature is stored in the same transaction, so before that commits it
 * exists in this process alone, and is forgotten with it.
 *
 * @returns the signed bytes, which may be sent once the database transaction has committed
 * @throws Error when the row is in another state, or names another transaction
 */
export async function signAndStore(
  ctx: Pick<Context, "chain">,
  db: DbTransaction,
  owner: Owner,
  tx: BuiltTransaction["tx"],
): Promise<Uint8Array<ArrayBuffer>> {
  const row = await decided(db, owner)
  if (!row) throw new Error("nothing of this number is about to be signed")
  await ctx.chain.signer.sign(approve(tx, toHex(row.txHash)), ctx.chain.client)
  const bytes = Uint8Array.from(tx.toBytes())
  await db.chainTransaction.create({ data: { ...row, bytes, ...owner } })
  return bytes
}

interface Decided {
  txHash: Uint8Array<ArrayBuffer>
  /** shannons that the platform pays the network by it */
  networkFee: bigint
}

async function decided(db: DbTransaction, owner: Owner): Promise<Decided | null> {
  if ("paymentId" in owner) {
    const payment = await db.payment.findFirst({ where: { id: owner.paymentId, status: "submitted" } })
    // The sender pays the network.
    return payment && { txHash: payment.txHash, networkFee: 0n }
  }
  const select = { txHash: true, networkFee: true }
  if ("settlementId" in owner)
    return db.settlement.findFirst({ where: { id: owner.settlementId, status: "signed" }, select })
  return db.poolOperation.findFirst({ where: { id: owner.poolOperationId, status: "signed" }, select })
}
