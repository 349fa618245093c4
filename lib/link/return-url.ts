import type { Network } from "@/lib/config-networks"
import { ValidationError } from "@/lib/errors"

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
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isLocal = url !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
  const isPage = url?.protocol === "https:" || (url?.protocol === "http:" && (network === "devnet" || isLocal))
  if (!url || !isPage)
    throw ValidationError.field(field, "must be a full address that begins with https://", {
      reason: "no_https_address",
    })
  if (url.username !== "" || url.password !== "")
    throw ValidationError.field(field, "must not contain a user name or a password")
  if (url.href.length > 2_000) throw ValidationError.field(field, "must have at most 2,000 characters")
  return url.href
}
