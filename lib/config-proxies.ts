import { isIP } from "node:net"
import { z } from "zod"

/**
 * Whose word about the client's address counts: that of so many proxies one behind the other, or of those in these
 * networks.
 */
export type TrustedProxies =
  | { kind: "hops"; count: number }
  /** addresses, and networks as `10.0.0.0/8` */
  | { kind: "networks"; networks: readonly string[] }

/** Addresses that cannot come from the internet: proxies beside this server, and its own network. */
export const PRIVATE_NETWORKS: readonly string[] = [
  ...["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"],
  ...["::1", "fc00::/7", "fe80::/10"],
]

/** A number of proxies, or a list of addresses and networks, in which `private` stands for all private ones. */
export function trustedProxies(text: string, ctx: z.RefinementCtx): TrustedProxies {
  const words = text.split(",").map((word) => word.trim())
  if (/^\d$/.test(text.trim())) return { kind: "hops", count: Number(text) }
  if (words.every((word) => word === "private" || isNetwork(word)))
    return { kind: "networks", networks: words.flatMap((word) => (word === "private" ? PRIVATE_NETWORKS : word)) }
  ctx.addIssue("must be how many proxies there are (0 to 9), or their addresses: private,203.0.113.0/24,2001:db8::/32")
  return z.NEVER
}

function isNetwork(text: string): boolean {
  const [address = "", prefix = "1", ...more] = text.split("/")
  const bits = { 4: 32, 6: 128 }[isIP(address)] ?? 0
  // Not /0: whoever trusts everybody lets everybody choose an address.
  return more.length === 0 && /^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits
}
