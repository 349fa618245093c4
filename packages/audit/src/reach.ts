import * as z from "zod/mini"
import { GENESIS, NETWORK_DEFAULTS } from "@/lib/config-networks"
import { CannotCheck } from "./faults"
import type { Get, Rpc } from "./types"

/** A large platform's leaves are tens of megabytes. */
const TIMEOUT_MS = 120_000
const ATTEMPTS = 6
const MOST_SECONDS = 10

/** A request that waits its turn where the other side says that there are too many, and when that will be over. */
const patientFetch: typeof fetch = async (input, init) => {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(input, init)
    const isBusy = response.status === 429 || response.status === 503
    if (!isBusy || attempt === ATTEMPTS) return response
    const seconds = Number(response.headers.get("retry-after") ?? "1")
    await response.body?.cancel()
    await wait(Number.isFinite(seconds) ? Math.min(Math.max(1, seconds), MOST_SECONDS) : 1)
  }
}

const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1_000 * seconds))

/** The platform's files and lists. @param cookie of who is signed in; a browser sends its own */
export function platformAt(url: URL, cookie?: string): Get {
  const headers = new Headers(cookie === undefined ? {} : { cookie })
  // Elsewhere nobody is to see the cookie.
  return (path) =>
    patientFetch(new URL(path, url), { headers, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) })
}

const configShape = z.object({ genesis_hash: z.string(), rpc_url: z.string() })

export interface ChosenNode {
  url: string
  /** the platform itself has named it: there is no other on a chain of its own */
  isPlatforms: boolean
}

/** On this machine, and so in nobody else's hands. */
const LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

/**
 * The node to ask where nobody has named one: a public one of the chain that the platform says it is on. A platform on
 * this machine, with a development chain, may name its own; any other could have made up the whole chain.
 *
 * @throws CannotCheck where nobody but the auditor can name one
 */
export async function chooseNode(url: URL, get: Get): Promise<ChosenNode> {
  const response = await get("/api/config").catch((cause: unknown) => {
    throw new CannotCheck("PLATFORM_FAILED", `nothing answers at ${url.href}`, { cause })
  })
  const config = z.safeParse(configShape, await response.json().catch(() => undefined))
  if (!config.success) throw new CannotCheck("PLATFORM_FAILED", `what answers at ${url.href} is no micro-pay`)
  const { genesis_hash, rpc_url } = config.data
  for (const network of ["mainnet", "testnet"] as const) {
    const { publicRpcUrl } = NETWORK_DEFAULTS[network]
    if (genesis_hash === GENESIS[network] && publicRpcUrl) return { url: publicRpcUrl, isPlatforms: false }
  }
  if (!LOCAL_HOSTS.includes(url.hostname) || !URL.canParse(rpc_url, url.href))
    throw new CannotCheck("NODE_FAILED", "the platform is on a chain of its own: name a node of it with --node URL")
  return { url: new URL(rpc_url, url).href, isPlatforms: true }
}

const replyShape = z.object({
  result: z.optional(z.unknown()),
  error: z.optional(z.nullable(z.object({ message: z.string() }))),
})

/** A node by its address. */
export function rpcAt(url: string): Rpc {
  return async (method, params) => {
    const response = await patientFetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id: 1, jsonrpc: "2.0", method, params }),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const reply = z.safeParse(replyShape, await response.json().catch(() => undefined))
    if (!reply.success) throw new Error(`it answers ${response.status}, and not as CKB's nodes do`)
    if (reply.data.error) throw new Error(reply.data.error.message)
    return reply.data.result
  }
}
