export type Hex = `0x${string}`

export const ZERO_HASH: Hex = `0x${"00".repeat(32)}`

export function toHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`
}

export function fromHex(hex: Hex): Uint8Array {
  return Buffer.from(hex.slice(2), "hex")
}

export function numToHex(value: number | bigint): Hex {
  return `0x${value.toString(16)}`
}
