import type { Network } from "@/lib/config-networks"
import { ValidationError } from "@/lib/errors"

const MOST_CHARACTERS = 2_000

/** Where the payer goes after paying, and without paying. */
export type ReturnField = "success_url" | "cancel_url"

/**
 * Checks where a payer is to be sent: a page over https. On the devnet, and on the payer's own machine, plain http will
 * do. Never a script, never somebody's password.
 *
 * @returns the address in its normal form
 * @throws ValidationError
 */
export function checkReturnUrl(network: Network, field: ReturnField, text: string): string {
  return fullAddress(field, text, (url) => network === "devnet" || isOwnMachine(url)).href
}

/**
 * Checks where messages are to be sent: an address over https. On the devnet plain http will do. Whether it leads into
 * a private network is seen when it is called (`webhook/call.ts`): names lead elsewhere tomorrow.
 *
 * @returns the address in its normal form
 * @throws ValidationError
 */
export function checkWebhookUrl(network: Network, text: string): string {
  const url = fullAddress("url", text, () => network === "devnet")
  if (url.hash !== "") throw ValidationError.field("url", "must not contain a #fragment: servers never see it")
  return url.href
}

/**
 * Checks the scheme and host of pages: over https, or plain on a developer's own machine where no real money is paid.
 *
 * @returns as browsers write it in `Origin` (RFC 6454, 6.2), so that the two can be compared as texts
 * @throws ValidationError
 */
export function checkOrigin(network: Network, field: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isSafe = url && isWeb(url, () => network !== "mainnet" && isOwnMachine(url))
  if (!isSafe || url.origin !== text.replace(/\/$/, ""))
    throw ValidationError.field(field, "must be scheme and host of a page, such as https://shop.example")
  return url.origin
}

function fullAddress(field: string, text: string, mayBePlain: (url: URL) => boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !isWeb(url, mayBePlain))
    throw ValidationError.field(field, "must be a full address that begins with https://", {
      reason: "no_https_address",
    })
  if (url.username !== "" || url.password !== "")
    throw ValidationError.field(field, "must not contain a user name or a password")
  if (url.href.length > MOST_CHARACTERS) throw ValidationError.field(field, "must have at most 2,000 characters")
  return url
}

function isWeb(url: URL, mayBePlain: (url: URL) => boolean): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && mayBePlain(url))
}

function isOwnMachine({ hostname }: URL): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
}
