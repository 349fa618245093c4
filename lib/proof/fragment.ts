import { KIND_LETTERS, NETWORK_LETTERS } from "./letters"

/** A receipt as the API answers it, or as it was read. */
export interface WrittenReceipt {
  version: 1
  genesis_hash: string
  tx_hash: string
  payment_id: number
  salt: string | null
  platform: string
  sender: string
  shares: { kind: string; address: string; amount: bigint | string }[]
}

/**
 * A receipt as the part of an address behind its `#`, which no browser sends to a server: short enough for a code that
 * prints well. Fields are joined by points, hashes are base64url, and a share whose address is the platform's does not
 * repeat it: `1.m.TX.ID.SALT.PLATFORM.SENDER.f35000.r3465000-ADDRESS`.
 */
export function receiptToFragment(receipt: WrittenReceipt): string {
  const { version, genesis_hash, tx_hash, payment_id, salt, platform, sender, shares } = receipt
  return [
    version,
    letterOf(NETWORK_LETTERS, genesis_hash) ?? toBase64Url(genesis_hash),
    toBase64Url(tx_hash),
    payment_id,
    salt === null ? "" : toBase64Url(salt),
    platform,
    sender,
    ...shares.map(
      ({ kind, address, amount }) =>
        `${letterOf(KIND_LETTERS, kind)}${amount}${address === platform ? "" : `-${address}`}`,
    ),
  ].join(".")
}

function letterOf(letters: Readonly<Record<string, string>>, value: string): string | undefined {
  return Object.keys(letters).find((letter) => letters[letter] === value)
}

function toBase64Url(hash: string): string {
  const bytes = hash.slice(2).replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)))
  const base64 = btoa(bytes)
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}
