import type { ccc } from "@ckb-ccc/core"
import { InvalidSignature } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { parseAddress } from "./address"
import type { Chain } from "./chain"
import type { CosignerLock, Unsupported } from "./locks"
import { sentWitness } from "./sent-witness"
import type { Signable } from "./signable"
import { restoreTransaction } from "./transaction"

/** A stored 2-2 transaction: inputs of the one who co-signs come first, then the platform's. */
export interface StoredTransaction {
  unsignedTx: Uint8Array
  /** Address of the one who co-signs: a payment's sender, a withdrawal's receiver */
  cosigner: string
  /** What the co-signer's lock wants in this kind of transaction */
  rulesFor: (lock: ccc.Script, client: ccc.Client) => Promise<CosignerLock | Unsupported>
  platformInputs: number
}

const COSIGNER_WITNESS = 0

/**
 * Takes the co-signer's witness out of what a client sent, and nothing else of it: the result is the stored transaction
 * with that one witness. What it came in must be the stored transaction in every other byte.
 *
 * @param rawTx Molecule-serialized, 0x-hex
 * @throws TxMismatch for any other difference
 * @throws InvalidSignature when the witness is not the co-signer's signature of the stored transaction
 */
export async function acceptWitness(chain: Chain, stored: StoredTransaction, rawTx: Hex): Promise<Signable> {
  // First, because it costs next to nothing: whoever does not send the stored transaction makes us do no more.
  return putWitness(chain, stored, sentWitness(stored.unsignedTx, rawTx))
}

/**
 * The stored transaction with a witness of the co-signer, checked.
 *
 * @param witness of `sentWitness`
 * @throws InvalidSignature when it is not the co-signer's signature of the stored transaction
 */
export async function putWitness(chain: Chain, stored: StoredTransaction, witness: Hex): Promise<Signable> {
  const cosigner = await parseAddress(chain, stored.cosigner)
  const rules = await stored.rulesFor(cosigner.lock, chain.client)
  if (rules.kind === "unsupported") throw new InvalidSignature(rules.reason)
  const tx = restoreTransaction(stored.unsignedTx, (index, inputs) =>
    index >= inputs - stored.platformInputs ? chain.signer.lock : cosigner.lock,
  )
  const verified = rules.verify(tx, COSIGNER_WITNESS, witness)
  if (!verified.ok) {
    throw new InvalidSignature(
      `${verified.reason} Nothing was sent and no money moved. Sign again with the wallet that owns ${stored.cosigner}.`,
    )
  }
  tx.witnesses[COSIGNER_WITNESS] = witness
  return tx
}
