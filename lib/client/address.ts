import { readBech32 } from "@/lib/bech32"
import type { Network } from "./types"

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
  if (!readBech32(prefix, data)) return "typo"
  return prefix === addressPrefix(network) ? "ok" : "other-network"
}
