/**
 * Whether some input's since can ever satisfy this one, 8 bytes little-endian: the reserved bits are clear, and the
 * metric is a block number, an epoch or a time. Source: RFC 0017.
 */
export function isSince(bytes: Uint8Array): boolean {
  const top = bytes[7] ?? 0xff
  const reserved = top & 0b0001_1111
  const metric = (top & 0b0110_0000) >> 5
  return reserved === 0 && metric !== 0b11
}
