"use client"

import { ccc } from "@ckb-ccc/connector-react"

/** This wallet would send another transaction than the one prepared. */
export class WalletChangesTransaction extends Error {
  override readonly name = "WalletChangesTransaction"
}

/** The person refused in the wallet, closed it, or it did not sign for another reason. Nothing was sent. */
export class NotSigned extends Error {
  override readonly name = "NotSigned"
}

/**
 * Lets the wallet add what it needs before signing. The platform put all of it in already, so the hash must stay.
 *
 * @throws WalletChangesTransaction when it does not; JoyID's sub keys are known to, so they are not even asked
 */
export async function prepareInWallet(signer: ccc.Signer, tx: ccc.Transaction): Promise<ccc.Transaction> {
  if (await isJoyIdSubKey(signer)) throw new WalletChangesTransaction()
  const ready = await signer.prepareTransaction(tx.clone())
  if (ready.hash() !== tx.hash()) throw new WalletChangesTransaction()
  return ready
}

/**
 * Has the wallet sign, and takes nothing but the sender's witness from what it returns.
 *
 * @returns the transaction with that witness, Molecule-serialized, 0x-hex
 * @throws NotSigned, WalletChangesTransaction
 */
export async function signInWallet(signer: ccc.Signer, ready: ccc.Transaction, sender: ccc.Script): Promise<ccc.Hex> {
  const position = await ready.findInputIndexByLock(sender, signer.client)
  if (position === undefined) throw new WalletChangesTransaction()
  // signOnlyTransaction and no other: the others prepare, or send, and may change the hash.
  const signed = await signer.signOnlyTransaction(ready.clone()).catch((error: unknown) => {
    throw new NotSigned(error instanceof Error ? error.message : "", { cause: error })
  })
  if (signed.hash() !== ready.hash()) throw new WalletChangesTransaction()
  const witness = signed.witnesses[position]
  if (witness === undefined || witness === ready.witnesses[position]) throw new NotSigned()
  const result = ready.clone()
  result.witnesses[position] = witness
  return ccc.hexFrom(result.toBytes())
}

async function isJoyIdSubKey(signer: ccc.Signer): Promise<boolean> {
  if (signer.signType !== ccc.SignerSignType.JoyId) return false
  const identity: unknown = JSON.parse(await signer.getIdentity())
  return typeof identity === "object" && identity !== null && "keyType" in identity && identity.keyType === "sub_key"
}
