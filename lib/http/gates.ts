import type { GateName } from "@/lib/meters"

/**
 * Behind which gate each route stands that changes something for whoever asks. Operators have none: while too much goes
 * on they must be able to stop it. A test compares this list with the contracts, which are not loaded for it: this is
 * read before anything of Next is.
 */
export const GATE_OF: Readonly<Record<string, GateName>> = {
  "/api/payment/prepare": "prepare",
  "/api/withdrawal/prepare": "prepare",
  "/api/payment/submit": "sign",
  "/api/payment/transfer": "sign",
  "/api/withdrawal/submit": "sign",
  "/api/payment/{id}/cancel": "write",
  "/api/payment/{id}/refund": "write",
  "/api/link": "write",
  "/api/link/{slug}/edit": "write",
  "/api/link/{slug}/close": "write",
  "/api/session": "write",
  "/api/session/nonce": "write",
  "/api/account/{address}/profile": "write",
  "/api/account/{address}/payout-settings": "write",
  "/api/project": "write",
  "/api/project/{id}/key": "write",
  "/api/project/{id}/key/{key_id}/revoke": "write",
  "/api/project/{id}/key/{key_id}/rotate": "write",
  "/api/project/{id}/webhook": "write",
  "/api/webhook": "write",
  "/api/webhook/{id}/rotate": "write",
  "/api/webhook/{id}/enable": "write",
  "/api/webhook/{id}/disable": "write",
  "/api/webhook/{id}/test": "write",
  "/api/delivery/{id}/resend": "write",
}

const templates = Object.keys(GATE_OF).map((template) => ({
  template,
  pattern: new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`),
}))

/** @returns the route's template; undefined for what has no gate */
export function gatedRoute(method: string | undefined, url: string | undefined): string | undefined {
  if (method !== "POST" || url === undefined) return undefined
  const [path = ""] = url.split("?", 1)
  if (path in GATE_OF) return path
  return templates.find(({ pattern }) => pattern.test(path))?.template
}
