import { addressPrefix, checkAddress } from "@/lib/client/address"
import { displayCkb } from "@/lib/client/format"
import type { Network } from "@/lib/client/types"
import { readTypedCkb } from "@/lib/typed-amount"
import type { Messages } from "./en"

/** What an amount may be, in shannons, where that is known before it is sent. */
interface Bounds {
  least?: bigint
  most?: bigint
}

/** What is wrong with an amount in CKB that somebody typed. The field itself asks about one with two readings. */
export function amountProblem(messages: Messages, text: string, { least, most }: Bounds = {}): string | null {
  const texts = messages.typed.amount
  const read = readTypedCkb(text)
  if (read.is === "question") return texts.question
  if (read.is !== "amount") return texts.faults[read.is]
  if (read.amount === 0n) return texts.zero
  if (least !== undefined && read.amount < least) return texts.tooSmall(displayCkb(least))
  return most !== undefined && read.amount > most ? texts.tooLarge(displayCkb(most)) : null
}

/**
 * What is wrong with an address. While the network is unknown, any network's address passes: the server checks again.
 */
export function addressProblem(messages: Messages, address: string, network: Network | undefined): string | null {
  const texts = messages.typed.address
  if (address === "") return texts.missing
  const own = network ?? (address.toLowerCase().startsWith(addressPrefix("mainnet")) ? "mainnet" : "testnet")
  const check = checkAddress(address, own)
  if (check === "ok") return null
  if (check === "typo") return texts.typo
  if (check === "other-network") return texts.otherNetwork(messages.common.networks[own])
  return texts[check](`${addressPrefix(own)}1`)
}
