import { secp256k1 } from "@noble/curves/secp256k1.js"
import { keccak_256 } from "@noble/hashes/sha3.js"
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js"
import type { Hex } from "@/lib/hex"

/** What an Ethereum wallet such as MetaMask does with a key. */
export interface EvmAccount {
  address: Hex
  /** EIP-191's personal message, given in hex, signed: r, s and 27 or 28. */
  personalSign(message: string): Hex
}

export function evmAccount(key: Uint8Array): EvmAccount {
  return {
    address: `0x${bytesToHex(keccak_256(secp256k1.getPublicKey(key, false).subarray(1)).subarray(12))}`,
    personalSign: (message) => {
      const bytes = hexToBytes(message.replace(/^0x/, ""))
      const prefix = utf8ToBytes(`\x19Ethereum Signed Message:\n${bytes.length}`)
      const digest = keccak_256(concatBytes(prefix, bytes))
      const [recovery = 0, ...rs] = secp256k1.sign(digest, key, { prehash: false, format: "recovered" })
      return `0x${bytesToHex(Uint8Array.from([...rs, 27 + recovery]))}`
    },
  }
}

/** The wallet as programs see it, by EIP-1193: connected, and willing to sign whatever it is shown. */
export function evmProvider({ address, personalSign }: EvmAccount) {
  const request = async ({ method, params }: { method: string; params?: unknown[] }) =>
    method === "personal_sign" ? personalSign(String(params?.[0])) : [address]
  const provider = { request, on: () => provider, removeListener: () => provider }
  return provider
}
