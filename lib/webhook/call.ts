import { request as httpRequest } from "node:http"
import { request as httpsRequest } from "node:https"
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from "request-filtering-agent"
import type { Config } from "@/lib/config"
import type { AttemptFailure } from "./types"

/** Name, connection, TLS and answer together. */
const TIMEOUT_MS = 15_000
/** Clouds tell machines their secrets at these addresses, and one of them is public. */
const METADATA = ["168.63.129.16", "169.254.169.254", "fd00:ec2::254"]

export interface CallOutcome {
  /** what the server answered; null when it did not */
  statusCode: number | null
  failure: AttemptFailure | null
  ms: number
}

/**
 * Posts a message to an address that a stranger chose. No private, loopback or reserved address is called, by number or
 * by name: each address that a name resolves to is looked at, and exactly those are connected to, so a name cannot lead
 * elsewhere between the two. On the devnet this machine may be called. Redirects are not followed, and of the answer
 * nothing but its status is read.
 */
export async function callWebhook(
  { network }: Pick<Config, "network">,
  url: string,
  message: { headers: Record<string, string>; body: string },
): Promise<CallOutcome> {
  const startedAt = performance.now()
  const since = () => Math.round(performance.now() - startedAt)
  try {
    const statusCode = await post(network, new URL(url), message)
    return { statusCode, failure: null, ms: since() }
  } catch (error) {
    return { statusCode: null, failure: failureOf(error), ms: since() }
  }
}

function post(
  network: Config["network"],
  url: URL,
  { headers, body }: { headers: Record<string, string>; body: string },
): Promise<number> {
  const options = {
    allowIPAddressList: network === "devnet" ? ["127.0.0.0/8", "::1"] : [],
    denyIPAddressList: METADATA,
  }
  const isHttps = url.protocol === "https:"
  const agent = isHttps ? new RequestFilteringHttpsAgent(options) : new RequestFilteringHttpAgent(options)
  return new Promise((resolve, reject) => {
    const call = (isHttps ? httpsRequest : httpRequest)(url, {
      method: "POST",
      agent,
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    call.on("error", reject)
    call.on("response", (response) => {
      resolve(response.statusCode ?? 0)
      // What a server says besides could be endless.
      response.destroy()
    })
    call.end(body)
  })
}

function failureOf(error: unknown): AttemptFailure {
  const { name, message, code = "" } = error as Error & { code?: string }
  if (name === "AbortError" || name === "TimeoutError") return "timeout"
  if (/is not allowed\. Because/.test(message)) return "refused_address"
  return /^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_SSL|EPROTO)/.test(code) ? "tls" : "no_connection"
}
