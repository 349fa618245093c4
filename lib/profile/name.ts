/** Names that a lock may have in all its time: as the database's trigger counts them. */
export const NAMES_OF_LOCK = 6

export const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/
export const NAME_LENGTH = { min: 3, max: 30 }

/** Pages of ours, or what somebody might take for one. */
const RESERVED = new Set([
  ...["about", "account", "admin", "api", "app", "blog", "contact", "developers", "docs", "faucet", "help", "home"],
  ...["imprint", "legal", "login", "mail", "me", "new", "null", "pay", "payment", "payments", "payout", "privacy"],
  ...["receipt", "receiver", "refund", "refunds", "robots", "settings", "signin", "status", "terms", "undefined"],
  ...["verify", "wallet", "webhook", "www", "you"],
])

/** Words by which somebody would pass for who runs this, with whatever else: `ckb-support`, `micropay-refunds`. */
const TRUSTED = /(^|-)(admin|ckb|joyid|nervos|official|operator|platform|root|security|staff|support|team|system)(-|$)/
const OWN_NAME = /micro-?pay/

/** A name that nobody gets: it would be taken for a page of the platform, or for the platform itself. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name) || TRUSTED.test(name) || OWN_NAME.test(name)
}

/** A name as somebody typed it: `@Ana `, or the address of their page. */
export function readName(text: string): string {
  const [last = ""] = text.trim().split("/").slice(-1)
  return last.replace(/^@/, "").toLowerCase()
}
