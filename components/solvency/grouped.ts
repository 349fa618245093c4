/** A number of blocks, cells or people with grouped thousands, as amounts are written: in English and in Chinese. */
export function grouped(count: number): string {
  return count.toLocaleString("en")
}
