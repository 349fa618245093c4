import { receiptFromFragment } from "@/lib/proof/read-fragment"
import { type ReadReceipt, readReceipt } from "@/lib/proof/receipt"
import { INVISIBLE } from "@/lib/typed"

/** Reads what somebody has pasted or opened: a link of any site, what stands behind its `#`, or a receipt's file. */
export function readBrought(text: string): ReadReceipt {
  const trimmed = text.trim()
  if (trimmed.startsWith("{")) return readReceipt(parsed(trimmed))
  const fragment = trimmed.replace(INVISIBLE, "").replace(/^[^#]*#/, "")
  return receiptFromFragment(fragment)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
