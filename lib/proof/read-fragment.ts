import { bytesToHex } from "@noble/hashes/utils.js"
import type { Hex } from "@/lib/hex"
import { receiptToFragment } from "./fragment"
import { KIND_LETTERS, NETWORK_LETTERS } from "./letters"
import { type ReadReceipt, readReceipt } from "./receipt"

/**
 * Reads what `receiptToFragment` has written, with its `#` or without. A receipt has one text: whatever would be
 * written otherwise is none.
 */
export function receiptFromFragment(text: string): ReadReceipt {
  const fragment = text.replace(/^#/, "")
  const [version = "", genesis = "", tx = "", id = "", salt = "", platform, sender, ...shares] = fragment.split(".")
  if (version !== "1")
    return { ok: false, code: /^[1-9]\d{0,3}$/.test(version) ? "OTHER_VERSION" : "MALFORMED_RECEIPT" }
  const read = readReceipt({
    version: 1,
    genesis_hash: ofLetter(NETWORK_LETTERS, genesis) ?? fromBase64Url(genesis),
    tx_hash: fromBase64Url(tx),
    payment_id: Number(id),
    salt: salt === "" ? null : fromBase64Url(salt),
    platform,
    sender,
    shares: shares.map((share) => readShare(share, platform)),
  })
  const isItsOwn = read.ok && receiptToFragment(read.receipt) === fragment
  return read.ok && !isItsOwn ? { ok: false, code: "MALFORMED_RECEIPT" } : read
}

function readShare(text: string, platform: string | undefined): object {
  const [, letter = "", amount, address = platform] = /^([a-z])(\d+)(?:-(.*))?$/.exec(text) ?? []
  return { kind: ofLetter(KIND_LETTERS, letter), address, amount }
}

function ofLetter<T>(letters: Readonly<Record<string, T>>, letter: string): T | undefined {
  return Object.hasOwn(letters, letter) ? letters[letter] : undefined
}

/** Of 32 bytes, undefined for any other text. */
function fromBase64Url(text: string): Hex | undefined {
  if (!/^[\w-]{43}$/.test(text)) return undefined
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
  return `0x${bytesToHex(Uint8Array.from(binary, (char) => char.charCodeAt(0)))}`
}
