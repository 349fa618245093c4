import { join } from "node:path"
import { isPortFree } from "../process/ports"
import { waitUntil } from "../process/wait"
import { StartError } from "../start-error"
import { NEXT, NEXT_ENVIRONMENT } from "./build"
import { type Child, startChild } from "./children"
import { type Home, ROOT } from "./home"

const READY_BOUND_MS = 120_000

/**
 * Longer than a proxy keeps an idle connection to us (nginx and AWS 60 s, Google 600 s). A server that closes first may
 * do so in the moment in which the proxy sends the next request on it, and that becomes a 502.
 */
const KEEP_ALIVE_MS = 620_000

const WEB_PROCESSES = join(ROOT, "scripts/web-processes.mjs")

interface WebOptions {
  /** Next's server for development: always one process */
  dev: boolean
  port: number
  host: string | undefined
  processes: number
}

/** @throws StartError when somebody else listens on the port */
export async function requirePort(port: number, host: string | undefined): Promise<void> {
  // Listening on every address and listening on 127.0.0.1 alone are two different ways of being in the way.
  if (host === undefined ? (await isPortFree(port, "::")) && (await isPortFree(port)) : await isPortFree(port, host))
    return
  throw new StartError(
    `port ${port} is in use by another program${host === undefined ? "" : `, or ${host} is no address of this machine`}.`,
    {
      data: "safe; nothing was touched.",
      todo: `stop that program, or choose another port: PORT=${port + 1} npm start`,
    },
  )
}

/** Where a server that listens there is reached from this machine. */
export function serverUrl(host: string | undefined, port: number): string {
  const reached = host === undefined || host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`
}

/** Starts Next and waits until it answers requests. */
export async function startWeb(home: Home, options: WebOptions & { env: NodeJS.ProcessEnv }): Promise<Child> {
  const NODE_ENV = options.dev ? "development" : "production"
  const env = { ...options.env, NODE_ENV, ...NEXT_ENVIRONMENT } as const
  const child = startChild(home, "web", webArguments(options), { env })
  let ended: string | undefined
  child.ended.then((why) => {
    ended = why
  })
  const url = `${serverUrl(options.host, options.port)}/api/health`
  const up = await waitUntil(async () => ended !== undefined || (await answers(url)), READY_BOUND_MS)
  if (ended === undefined && up) return child
  await child.stop()
  throw new StartError(`the web server did not start (${ended ?? `no answer within ${READY_BOUND_MS / 1000} s`}).`, {
    data: "safe.",
    todo: "see its messages above, then start again.",
  })
}

function webArguments({ dev, port, host, processes }: WebOptions): string[] {
  const next = [
    NEXT,
    dev ? "dev" : "start",
    ...["-p", String(port)],
    ...(host === undefined ? [] : ["-H", host]),
    ...(dev ? [] : ["--keepAliveTimeout", String(KEEP_ALIVE_MS)]),
  ]
  if (dev) return next
  // What is started by node:cluster gets the same.
  return [...memoryBounds(), ...(processes === 1 ? [] : [WEB_PROCESSES, String(processes)]), ...next]
}

/**
 * Without a bound V8 collects late: a gigabyte for what needs a tenth of it. More room for what is young makes up for
 * the collecting. Who sets a bound in NODE_OPTIONS has a reason.
 */
function memoryBounds(): string[] {
  const isSet = /--max[-_]old[-_]space[-_]size/.test(process.env.NODE_OPTIONS ?? "")
  return isSet ? [] : ["--max-old-space-size=352", "--max-semi-space-size=32"]
}

async function answers(url: string): Promise<boolean> {
  try {
    const reply = await fetch(url, { signal: AbortSignal.timeout(30_000) })
    await reply.arrayBuffer()
    return true
  } catch {
    return false
  }
}
