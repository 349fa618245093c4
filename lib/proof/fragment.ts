import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js"
import { GENESIS } from "@/lib/config-networks"
import type { Hex } from "@/lib/hex"
import type { ShareKind } from "@/lib/ledger/types"
import { type ProvableReceipt, type ProvableShare, type ReadReceipt, readReceipt } from "./receipt"

/** The public networks by a letter; another chain is named by its genesis hash. */
const NETWORK_LETTERS: Record<string, Hex> = { m: GENESIS.mainnet, t: GENESIS.testnet }
const KIND_LETTERS: Record<string, ShareKind> = { f: "fee", r: "receiver", s: "split" }

/**
 * A receipt as the part of an address behind its `#`, which no browser sends to a server: short enough for a code that
 * prints well. Fields are joined by points, hashes are base64url, and a share whose address is the platform's does not
 * repeat it: `1.m.TX.ID.SALT.PLATFORM.SENDER.f35000.r3465000-ADDRESS`.
 */
export function receiptToFragment(receipt: ProvableReceipt): string {
  const { genesis_hash, tx_hash, payment_id, salt, platform, sender, shares } = receipt
  return [
    receipt.version,
    letterOf(NETWORK_LETTERS, genesis_hash) ?? toBase64Url(genesis_hash),
    toBase64Url(tx_hash),
    payment_id,
    salt === null ? "" : toBase64Url(salt),
    platform,
    sender,
    ...shares.map(
      ({ kind, address, amount }) =>
        `${letterOf(KIND_LETTERS, kind)}${amount}${address === platform ? "" : `-${address}`}`,
    ),
  ].join(".")
}

/** Reads such a text, with its `#` or without. A receipt has one text and no other. */
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

function readShare(text: string, platform: string | undefined): Partial<Record<keyof ProvableShare, unknown>> {
  const [, letter = "", amount, address = platform] = /^([a-z])(\d+)(?:-(.*))?$/.exec(text) ?? []
  return { kind: ofLetter(KIND_LETTERS, letter), address, amount }
}

function letterOf(letters: Record<string, string>, value: string): string | undefined {
  return Object.keys(letters).find((letter) => letters[letter] === value)
}

function ofLetter<T>(letters: Record<string, T>, letter: string): T | undefined {
  return Object.hasOwn(letters, letter) ? letters[letter] : undefined
}

function toBase64Url(hash: Hex): string {
  const base64 = btoa(String.fromCharCode(...hexToBytes(hash.slice(2))))
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

/** Of 32 bytes, undefined for any other text. */
function fromBase64Url(text: string): Hex | undefined {
  if (!/^[\w-]{43}$/.test(text)) return undefined
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"))
  return `0x${bytesToHex(Uint8Array.from(binary, (char) => char.charCodeAt(0)))}`
}
