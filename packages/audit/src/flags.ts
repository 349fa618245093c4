import { parseArgs } from "node:util"
import { ownerOf } from "./owner"

export const USAGE = `Checks what a micro-pay platform owes and holds, believing nothing but a CKB node.

  micro-pay-audit --url https://pay.example [--address ckb1…] [flags]

  --url URL        the platform
  --address ADDR   your own: checks what it owes to you as well
  --node URL       the CKB node to believe; a public one when it is left out
  --epoch BLOCK    the epoch of this block instead of the newest one
  --receipt FILE   a payer's receipt (JSON) of a payment to you; as often as you like
  --seen FILE      compares with the manifest in this file, and keeps the new one there
  --cookie TEXT    of a browser that is signed in for the address, where the platform asks for it
  --fraud FILE     where the evidence goes when something is wrong; fraud.json when it is left out
`

export interface Flags {
  url: URL
  address: string | undefined
  node: URL | undefined
  epoch: number | undefined
  receipts: string[]
  seen: string | undefined
  cookie: string | undefined
  fraud: string
}

/** The command was given in a way that it does not know. */
export class UsageError extends Error {
  override readonly name = "UsageError"
}

/** @returns "help" when that is asked for. @throws UsageError */
export function readFlags(args: string[]): Flags | "help" {
  const values = parsed(args)
  if (values.help) return "help"
  const { url, address, node, epoch, receipt = [], seen, cookie, fraud = "fraud.json" } = values
  if (url === undefined) throw new UsageError("Say which platform: --url https://pay.example")
  if (epoch !== undefined && !/^\d{1,15}$/.test(epoch)) throw new UsageError(`--epoch ${epoch} is no block's number.`)
  if (receipt.length > 0 && address === undefined)
    throw new UsageError("A receipt is compared with an address: give --address too.")
  return {
    url: webAddress("--url", url),
    address: address === undefined ? undefined : ckbAddress(address),
    node: node === undefined ? undefined : webAddress("--node", node),
    epoch: epoch === undefined ? undefined : Number(epoch),
    ...{ receipts: receipt, seen, cookie, fraud },
  }
}

function parsed(args: string[]) {
  const text = { type: "string" } as const
  try {
    return parseArgs({
      args,
      options: {
        ...{ url: text, address: text, node: text, epoch: text, seen: text, cookie: text, fraud: text },
        receipt: { type: "string", multiple: true },
        help: { type: "boolean", short: "h" },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function webAddress(flag: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== "https:" && url?.protocol !== "http:")
    throw new UsageError(`${flag} ${text} is no web address: it begins with https://`)
  return url
}

function ckbAddress(text: string): string {
  try {
    return ownerOf(text).address
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
