import { spawn } from "node:child_process"
import { connect, createServer, type Socket } from "node:net"
import { portForLater } from "@/scripts/process/ports"
import { NEXT, NEXT_ENVIRONMENT } from "@/scripts/start/build"
import { ROOT } from "@/scripts/start/home"
import { until } from "@/test/support/rpc"

const READY_BOUND_MS = 120_000

/** A server process by itself, of those that share a database: the production build, which must be there. */
export interface Instance {
  port: number
  /** What it has printed */
  log(): string
  /** `kill -9` */
  kill(): Promise<void>
  stop(): Promise<void>
}

/** Starts one and waits until it is ready to be sent requests. */
export async function startInstance(env: Record<string, string>): Promise<Instance> {
  const port = await portForLater()
  const child = spawn(process.execPath, [NEXT, "start", "-p", String(port), "-H", "127.0.0.1"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...NEXT_ENVIRONMENT, ...env },
  })
  let log = ""
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      log += chunk.toString()
    })
  let over = false
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve())).then(() => {
    over = true
  })
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/api/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  await until("an instance", async () => over || (await isReady()), READY_BOUND_MS)
  if (over) throw new Error(`An instance has ended:\n${log.slice(-2_000)}`)
  return { port, log: () => log, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") }
}

export interface Balancer {
  url: string
  /** Whom connections go to from now on, in turn; those that are open stay. */
  ports: number[]
  stop(): void
}

/**
 * Hands connections out in turn, as a load balancer does that knows nothing of HTTP. What is open to an instance that
 * dies breaks, and whoever asked does not get to know what came of it.
 */
export async function startBalancer(): Promise<Balancer> {
  let turn = 0
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const port = balancer.ports[turn++ % balancer.ports.length] ?? 0
    const instance = connect({ port, host: "127.0.0.1" })
    for (const [from, to] of [
      [client, instance],
      [instance, client],
    ] as const) {
      open.add(from)
      from.pipe(to)
      from.on("error", () => to.destroy())
      from.on("close", () => {
        open.delete(from)
        to.destroy()
      })
    }
  })
  const port = await portForLater()
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
  const balancer: Balancer = {
    url: `http://127.0.0.1:${port}`,
    ports: [],
    stop: () => {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
  return balancer
}
