import { bytesToHex } from "@noble/hashes/utils.js"
import { bytesOfWords, readBech32 } from "@/lib/bech32"
import { readHashType, type Script } from "@/lib/chain/decode"

/** For pages, which read no chain by themselves. */
export { isSameScript, type Script } from "@/lib/chain/decode"

/** The lock of every ordinary address on mainnet and testnet alike (RFC 0024). */
export const SECP256K1_BLAKE160 = "0x9bd7e06f3ecf4be0f2fcd2188b23f1b9fcc88e5d4b65a8637b17723bbda3cce8"
const FULL = 0
/** Deprecated, and still about: a known script by its number, of which 0 is the ordinary one. */
const SHORT = 1

/**
 * The lock that a CKB address stands for: full addresses, and short ones of the ordinary lock (RFC 0021).
 *
 * @throws TypeError for what is none, or in another of its old forms
 */
export function lockOfAddress(address: string): Script {
  const [, prefix = "", data = ""] = /^(ckb|ckt)1([02-9ac-hj-np-z]+)$/.exec(address.toLowerCase()) ?? []
  const read = readBech32(prefix, data)
  const bytes = read && bytesOfWords(read.words)
  if (!bytes) throw new TypeError(`${address} is no CKB address.`)
  const hex = (from: number, to?: number) => `0x${bytesToHex(bytes.subarray(from, to))}` as const
  if (bytes[0] === FULL && read.encoding === "bech32m" && bytes.length >= 34)
    return { codeHash: hex(1, 33), hashType: readHashType(bytes[33]), args: hex(34) }
  if (bytes[0] === SHORT && bytes[1] === 0 && read.encoding === "bech32" && bytes.length === 22)
    return { codeHash: SECP256K1_BLAKE160, hashType: "type", args: hex(2) }
  throw new TypeError(`${address} is an address of an old form: ask for the full one, which begins with ck…1q.`)
}
