import type { Network } from "./types"

const CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const BECH32 = 1
const BECH32M = 0x2bc830a3

/** `typo`: it begins as an address does, and a letter is wrong or missing. `malformed`: it is no address of CKB. */
export type AddressCheck = "ok" | "malformed" | "typo" | "ethereum" | "other-network"

/** The first characters of every address of a network (RFC 0021); the devnet shares the testnet's. */
export function addressPrefix(network: Network): "ckb" | "ckt" {
  return network === "mainnet" ? "ckb" : "ckt"
}

/**
 * Finds mistyped addresses without loading any wallet code: form, checksum (BIP 173, BIP 350) and network. Whether
 * the lock inside can be paid is for the server to say.
 */
export function checkAddress(text: string, network: Network): AddressCheck {
  const lower = text.toLowerCase()
  if (/^0x[0-9a-f]{40}$/.test(lower)) return "ethereum"
  if (!/^ck[bt]1/.test(lower)) return "malformed"
  if (text !== lower && text !== text.toUpperCase()) return "typo"
  const match = lower.match(/^(ckb|ckt)1([02-9ac-hj-np-z]{40,1000})$/)
  const prefix = match?.[1]
  const data = match?.[2]
  if (!prefix || !data) return "typo"
  const values = Array.from(data, (char) => CHARSET.indexOf(char))
  const checksum = polymod([...expandPrefix(prefix), ...values])
  if (checksum !== BECH32 && checksum !== BECH32M) return "typo"
  return prefix === addressPrefix(network) ? "ok" : "other-network"
}

function expandPrefix(prefix: string): number[] {
  const codes = Array.from(prefix, (char) => char.charCodeAt(0))
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)]
}

function polymod(values: number[]): number {
  let checksum = 1
  for (const value of values) {
    const top = checksum >> 25
    checksum = ((checksum & 0x1ffffff) << 5) ^ value
    GENERATOR.forEach((term, bit) => {
      if ((top >> bit) & 1) checksum ^= term
    })
  }
  return checksum
}
