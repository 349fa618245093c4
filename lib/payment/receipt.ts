import { oneOf } from "@/lib/closed-list"
import type { Context } from "@/lib/context"
import { StateMismatch } from "@/lib/errors"
import { SHARE_KINDS } from "@/lib/ledger/types"
import type { ProvableReceipt } from "@/lib/proof/receipt"
import { getPayment } from "./query"

/**
 * What its holder proves a payment by, without this server: all that the commitment in its transaction hashes.
 *
 * @throws NotFound; StateMismatch while the payment is in no block, as there is nothing to prove yet
 */
export async function provableReceipt(ctx: Context, id: bigint): Promise<ProvableReceipt> {
  const { chain } = ctx
  const { isComplete, status, txHash, salt, sender, entries } = await getPayment(ctx, id)
  if (!isComplete) throw new StateMismatch(`The payment is ${status}: it can be proved once it is in a block.`)
  return {
    version: 1,
    genesis_hash: chain.genesisHash,
    tx_hash: txHash,
    payment_id: Number(id),
    salt,
    platform: chain.platform.address,
    sender,
    // They keep their amounts and their order, however they are paid out.
    shares: entries.map(({ kind, receiver, amount }) => ({
      kind: oneOf(SHARE_KINDS, kind),
      address: receiver,
      amount,
    })),
  }
}
