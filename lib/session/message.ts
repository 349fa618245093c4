import type { Chain } from "@/lib/chain/chain"
import type { Network } from "@/lib/config-networks"

/** What a person signs to sign in. All of it stands in the text, so a signature is good for nothing else. */
interface SignIn {
  /** scheme and host that people see in their browser */
  origin: string
  /** canonical */
  address: string
  nonce: string
  issuedAt: Date
  expiresAt: Date
}

const NAMES: Record<Network, string> = {
  devnet: "Nervos CKB (development chain)",
  testnet: "Nervos CKB (testnet)",
  mainnet: "Nervos CKB",
}

/**
 * The text of a sign-in, in the form of CAIP-122 (EIP-4361 for other chains), which wallets show and some check against
 * the page that asks. The chain is named by its genesis hash, as CAIP-4 names Bitcoin's.
 *
 * It can never stand for a transaction's signature. What the locks sign for a transaction begins with that
 * transaction's hash (secp256k1) or with a text of its own: `CKB transaction: 0x…`,
 * `CKB (Bitcoin Layer) transaction: …`, 32 bare bytes, or 64 hex digits (JoyID). This text begins with a host name,
 * which has no space and no colon followed by one, goes on with words, and is longer than any of those.
 */
export function signInMessage(
  { network, genesisHash }: Pick<Chain, "network" | "genesisHash">,
  signIn: SignIn,
): string {
  return [
    `${new URL(signIn.origin).host} wants you to sign in with your ${NAMES[network]} account:`,
    signIn.address,
    "",
    "Shows you your payments and what is owed to you, and lets you change how it is paid. This moves no money.",
    "",
    `URI: ${signIn.origin}`,
    "Version: 1",
    `Chain ID: ckb:${genesisHash.slice(2, 34)}`,
    `Nonce: ${signIn.nonce}`,
    `Issued At: ${signIn.issuedAt.toISOString()}`,
    `Expiration Time: ${signIn.expiresAt.toISOString()}`,
  ].join("\n")
}
