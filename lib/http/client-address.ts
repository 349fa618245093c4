import { BlockList, isIPv4, isIPv6 } from "node:net"
import type { Config } from "@/lib/config"
import type { TrustedProxies } from "@/lib/config-proxies"

/** What stands further left than this was added by nobody whom we trust. */
const MAX_HOPS = 32

/**
 * Who is asking, for limits only: an IPv4 address, or the /64 of an IPv6 one, which is what a provider gives to one
 * customer.
 *
 * `guardRequests` has put the connection's own address last into X-Forwarded-For. From there on the left, proxies that
 * we trust are passed over, and the first other address is what the outermost of them saw. What stands before it is
 * only what the client says about itself. When the proxies' word is no address, the connection's own counts.
 */
export function addressOf(config: Pick<Config, "trustedProxies">, request: Request): string {
  const header = request.headers.get("x-forwarded-for") ?? ""
  const hops = header
    .split(",")
    .slice(-MAX_HOPS)
    .map((hop) => parseAddress(hop.trim()))
  const connection = hops.at(-1)
  const client = outsideOf(config.trustedProxies, hops) ?? connection
  return client === undefined ? "unknown" : networkOf(client)
}

/**
 * @returns undefined when a proxy that we trust says something that is no address, or there are fewer proxies than
 * there should be
 */
function outsideOf(trusted: TrustedProxies, hops: (string | undefined)[]): string | undefined {
  if (trusted.kind === "hops") return hops.at(-1 - trusted.count)
  const list = blockListOf(trusted.networks)
  const client = hops.findLastIndex((hop) => hop === undefined || !list.check(hop, isIPv4(hop) ? "ipv4" : "ipv6"))
  // All of them are ours: somebody in our own network asks.
  return hops[Math.max(client, 0)]
}

const blockLists = new WeakMap<readonly string[], BlockList>()

function blockListOf(networks: readonly string[]): BlockList {
  const known = blockLists.get(networks)
  if (known) return known
  const list = new BlockList()
  for (const network of networks) {
    const [address = "", prefix] = network.split("/")
    const family = isIPv4(address) ? "ipv4" : "ipv6"
    list.addSubnet(address, prefix === undefined ? (family === "ipv4" ? 32 : 128) : Number(prefix), family)
  }
  blockLists.set(networks, list)
  return list
}

/**
 * An address as proxies write it: with a port (`203.0.113.10:4711`, `[2001:db8::1]:443`), in quotes, with a zone
 * (`fe80::1%eth0`). An IPv4 address in IPv6's clothes (RFC 4291, 2.5.5.2; RFC 6052) is the IPv4 address.
 *
 * @returns undefined for what is none
 */
function parseAddress(text: string): string | undefined {
  const bare = text
    .replace(/^"(.*)"$/, "$1")
    .replace(/^\[([^\]]*)\](:\d{1,5})?$/, "$1")
    .replace(/^(\d[\d.]*):\d{1,5}$/, "$1")
    .replace(/%[\w.-]*$/, "")
  if (isIPv4(bare)) return bare
  if (!isIPv6(bare)) return undefined
  const groups = groupsOf(bare)
  const prefix = groups.slice(0, 6).join(":")
  if (prefix !== "0:0:0:0:0:ffff" && prefix !== "64:ff9b:0:0:0:0") return groups.join(":")
  return groups
    .slice(6)
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
    .join(".")
}

/**
 * The eight groups of an IPv6 address, in hex without leading zeros: the URL standard knows how to read all of its
 * spellings.
 */
function groupsOf(address: string): string[] {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::")
  const [left, right] = [head, tail ?? ""].map((part) => (part === "" ? [] : part.split(":"))) as [string[], string[]]
  return tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill("0"), ...right]
}

function networkOf(address: string): string {
  return isIPv4(address) ? address : `${address.split(":").slice(0, 4).join(":")}::/64`
}
