import { ccc } from "@ckb-ccc/core"
import { InvalidSignature, TxMismatch } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { parseAddress } from "./address"
import type { Chain } from "./chain"
import { senderLockFor } from "./locks"
import { restoreTransaction } from "./transaction"

/** The stored 2-2 transaction of a payment: the sender's inputs, then one of the platform. */
export interface StoredPayment {
  unsignedTx: Uint8Array
  sender: string
}

const SENDER_WITNESS = 0

/**
 * Takes the sender's witness out of what a client sent, and nothing else of it: the result is the stored transaction with
 * that one witness. What it came in must be the stored transaction in every other byte.
 *
 * @param rawTx Molecule-serialized, 0x-hex
 * @throws TxMismatch for any other difference
 * @throws InvalidSignature when the witness is not the sender's signature of the stored transaction
 */
export async function acceptSenderWitness(chain: Chain, stored: StoredPayment, rawTx: Hex): Promise<ccc.Transaction> {
  const sender = await parseAddress(chain, stored.sender)
  const rules = await senderLockFor(sender.lock, chain.client)
  if (rules.kind === "unsupported") throw new InvalidSignature(rules.reason)
  const tx = restoreTransaction(stored.unsignedTx, (index, inputs) =>
    index === inputs - 1 ? chain.signer.lock : sender.lock,
  )
  const witness = onlyDifference(tx, parseTransaction(rawTx))
  const verified = rules.verify(tx, SENDER_WITNESS, witness)
  if (!verified.ok) {
    throw new InvalidSignature(
      `${verified.reason} Nothing was sent and no money moved. Sign again with the wallet that owns ${stored.sender}.`,
    )
  }
  tx.setWitnessAt(SENDER_WITNESS, witness)
  return tx
}

function parseTransaction(rawTx: Hex): ccc.Transaction {
  try {
    const tx = ccc.Transaction.fromBytes(rawTx)
    // Molecule permits one encoding; anything that does not encode back to itself was not made by an encoder.
    if (ccc.hexFrom(tx.toBytes()) === rawTx.toLowerCase()) return tx
  } catch {
    // Falls through: what cannot be read is not the prepared transaction either.
  }
  throw new TxMismatch(
    "raw_tx is not a Molecule-serialized transaction. Nothing was sent. Send back what prepare returned, signed.",
  )
}

function onlyDifference(stored: ccc.Transaction, sent: ccc.Transaction): Hex {
  if (sent.hash() !== stored.hash()) {
    throw new TxMismatch(
      `The transaction was changed after it was prepared (its hash is ${sent.hash()}, not ${stored.hash()}). Nothing was sent. Sign exactly what prepare returned.`,
    )
  }
  const witness = sent.witnesses[SENDER_WITNESS]
  const sameRest =
    sent.witnesses.length === stored.witnesses.length &&
    sent.witnesses.every((other, index) => index === SENDER_WITNESS || other === stored.witnesses[index])
  if (witness === undefined || !sameRest) {
    throw new TxMismatch(
      "A witness other than the sender's was changed. Nothing was sent. Sign exactly what prepare returned.",
    )
  }
  return witness
}
