import { bytesToHex } from "@noble/hashes/utils.js"
import type { Transaction } from "@/lib/chain/decode"
import type { Hex } from "@/lib/hex"

/** A transaction in a wallet's hands: CCC's `Transaction` is one. */
export interface WalletTransaction {
  hash(): string
  clone(): WalletTransaction
  toBytes(): Uint8Array
  witnesses: Hex[]
}

/** What signs: CCC's `Signer` is one. */
export interface WalletSigner {
  readonly signType: string
  getIdentity(): Promise<string>
  prepareTransaction(tx: Transaction): Promise<WalletTransaction>
  signOnlyTransaction(tx: WalletTransaction): Promise<WalletTransaction>
}

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
 * @param prepared a transaction that was checked, and its hash
 * @throws WalletChangesTransaction when it does not; JoyID's sub keys are known to, so they are not even asked
 */
export async function prepareInWallet(
  signer: WalletSigner,
  prepared: { tx: Transaction; hash: string },
): Promise<WalletTransaction> {
  if (await isJoyIdSubKey(signer)) throw new WalletChangesTransaction()
  const ready = await signer.prepareTransaction(prepared.tx)
  if (ready.hash() !== prepared.hash) throw new WalletChangesTransaction()
  return ready
}

/**
 * Has the wallet sign, and takes nothing but the sender's witness from what it returns.
 *
 * @param position the sender's first input
 * @returns the transaction with that witness, Molecule-serialized, 0x-hex
 * @throws NotSigned, WalletChangesTransaction
 */
export async function signInWallet(signer: WalletSigner, ready: WalletTransaction, position: number): Promise<Hex> {
  // signOnlyTransaction and no other: the others prepare, or send, and may change the hash.
  const signed = await signer.signOnlyTransaction(ready.clone()).catch((error: unknown) => {
    throw new NotSigned(error instanceof Error ? error.message : "", { cause: error })
  })
  if (signed.hash() !== ready.hash()) throw new WalletChangesTransaction()
  const witness = signed.witnesses[position]
  if (witness === undefined || witness === ready.witnesses[position]) throw new NotSigned()
  const result = ready.clone()
  result.witnesses[position] = witness
  return `0x${bytesToHex(result.toBytes())}`
}

/** In the words of CCC's `SignerSignType`. */
async function isJoyIdSubKey(signer: WalletSigner): Promise<boolean> {
  if (signer.signType !== "JoyId") return false
  const identity: unknown = JSON.parse(await signer.getIdentity())
  return typeof identity === "object" && identity !== null && "keyType" in identity && identity.keyType === "sub_key"
}
