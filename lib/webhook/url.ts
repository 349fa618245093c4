import type { Config } from "@/lib/config"
import { ValidationError } from "@/lib/errors"

/**
 * Checks where messages are to be sent: an address over https, with no password in it. On the devnet plain http will
 * do. Whether it leads into a private network is seen when it is called (`call.ts`): names lead elsewhere tomorrow.
 *
 * @returns the address in its normal form
 * @throws ValidationError
 */
export function checkWebhookUrl({ network }: Pick<Config, "network">, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isAllowed = url?.protocol === "https:" || (url?.protocol === "http:" && network === "devnet")
  if (!url || !isAllowed)
    throw ValidationError.field("url", "must be a full address that begins with https://", {
      reason: "no_https_address",
    })
  if (url.username !== "" || url.password !== "")
    throw ValidationError.field("url", "must not contain a user name or a password: messages are signed")
  if (url.hash !== "") throw ValidationError.field("url", "must not contain a #fragment: servers never see it")
  return url.href
}
