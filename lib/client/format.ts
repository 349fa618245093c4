import { formatCkb } from "@/lib/money"

/**
 * Exact CKB with grouped thousands, for reading: 123450000000n is "1,234.5". English and Chinese write digits alike, so
 * it needs no locale; its test compares it with `Intl` in each language of the pages.
 */
export function displayCkb(shannons: bigint | string): string {
  const [whole = "0", fraction] = formatCkb(BigInt(shannons)).split(".")
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",")
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** Keeps the ends, which people compare: "ckt1qzda0c…9xh2". Short texts stay as they are. */
export function shorten(text: string, head = 10, tail = 6): string {
  return text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`
}

/** "1%", "0.25%": basis points as people say them. */
export function displayBps(bps: number): string {
  return `${bps / 100}%`
}
