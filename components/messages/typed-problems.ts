import { addressPrefix, checkAddress } from "@/lib/client/address"
import type { Network } from "@/lib/client/types"
import { readingsOf, readTypedCkb } from "@/lib/typed"
import type { Messages } from "./en"

/** What is wrong with an amount in CKB that somebody wrote. */
export function amountProblem(messages: Messages, text: string): string | null {
  const texts = messages.checkout.form.errors
  const amount = readTypedCkb(text)
  if (text.trim() === "") return texts.amountMissing
  if (amount === "ambiguous") return messages.common.ambiguousAmount(...readingsOf(text))
  if (amount === undefined) return texts.amountMalformed
  return amount === 0n ? texts.amountZero : null
}

/**
 * What is wrong with an address. While the network is unknown, any network's address passes: the server checks again.
 */
export function addressProblem(messages: Messages, address: string, network: Network | undefined): string | null {
  const texts = messages.checkout.form.errors
  if (address === "") return texts.addressMissing
  const own = network ?? (address.toLowerCase().startsWith(addressPrefix("mainnet")) ? "mainnet" : "testnet")
  const check = checkAddress(address, own)
  if (check === "malformed") return texts.addressMalformed
  return check === "other-network" ? texts.addressOtherNetwork(messages.common.networks[own]) : null
}
