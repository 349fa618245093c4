import { setTimeout as wait } from "node:timers/promises"
import * as z from "zod/mini"
import { GENESIS, NETWORK_DEFAULTS } from "@/lib/config-networks"
import { CannotCheck } from "./faults"
import type { Flags } from "./flags"
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
    await wait(1_000 * Math.min(Number.isFinite(seconds) ? Math.max(1, seconds) : 1, MOST_SECONDS))
  }
}

/** The platform's files and lists. */
export function platformAt({ url, cookie }: Pick<Flags, "url" | "cookie">): Get {
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

/**
 * The node to ask: the one that is named, or a public one of the chain that the platform says it is on. On a
 * development chain it is the platform's own.
 *
 * @throws CannotCheck where nobody but the auditor can name one
 */
export async function chooseNode({ node, url }: Pick<Flags, "node" | "url">, get: Get): Promise<ChosenNode> {
  if (node) return { url: node.href, isPlatforms: false }
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
  if (!URL.canParse(rpc_url, url.href))
    throw new CannotCheck("NODE_FAILED", "the platform is on a chain of its own: name a node of it with --node URL")
  return { url: new URL(rpc_url, url).href, isPlatforms: true }
}

const replyShape = z.object({
  result: z.optional(z.unknown()),
  error: z.optional(z.nullable(z.object({ message: z.string() }))),
})

export function rpcAt({ url }: ChosenNode): Rpc {
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
