/** 0x-prefixed lower-case hex, the form of hashes and transactions in JSON. */
export type Hex = `0x${string}`

export function toHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`
}

/** The reverse of `toHex`. The text must have been validated: a wrong digit would be dropped silently. */
export function fromHex(hex: Hex): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hex.slice(2), "hex"))
}
