import { isPortFree } from "../process/ports"
import { waitUntil } from "../process/wait"
import { StartError } from "../start-error"
import { NEXT } from "./build"
import { type Child, startChild } from "./children"
import type { Home } from "./home"

const READY_BOUND_MS = 120_000

/** @throws StartError when somebody else listens on the port */
export async function requirePort(port: number): Promise<void> {
  // Listening on every address and listening on 127.0.0.1 alone are two different ways of being in the way.
  if ((await isPortFree(port, "::")) && (await isPortFree(port))) return
  throw new StartError(`port ${port} is in use by another program.`, {
    data: "safe; nothing was touched.",
    todo: `stop that program, or choose another port: PORT=${port + 1} npm start`,
  })
}

/** Starts Next and waits until it answers requests. */
export async function startWeb(
  home: Home,
  options: { dev: boolean; port: number; env: NodeJS.ProcessEnv },
): Promise<Child> {
  const NODE_ENV = options.dev ? "development" : "production"
  const env = { ...options.env, NODE_ENV, NEXT_TELEMETRY_DISABLED: "1" } as const
  const child = startChild(home, "web", [NEXT, options.dev ? "dev" : "start", "-p", String(options.port)], {
    env,
  })
  let ended: string | undefined
  child.ended.then((why) => {
    ended = why
  })
  const url = `http://127.0.0.1:${options.port}/api/health`
  const up = await waitUntil(async () => ended !== undefined || (await answers(url)), READY_BOUND_MS)
  if (ended === undefined && up) return child
  await child.stop()
  throw new StartError(`the web server did not start (${ended ?? `no answer within ${READY_BOUND_MS / 1000} s`}).`, {
    data: "safe.",
    todo: "see its messages above, then start again.",
  })
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
