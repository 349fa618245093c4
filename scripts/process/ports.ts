import { randomInt } from "node:crypto"
import { createServer } from "node:net"

/** Whether nobody listens on a port of this machine, on the given address. */
export function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once("error", () => resolve(false))
    probe.listen({ port, host }, () => probe.close(() => resolve(true)))
  })
}

/** Asks the system for a port that nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once("error", reject)
    probe.listen({ port: 0, host: "127.0.0.1" }, () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("the system gave no port")),
      )
    })
  })
}

/** Below the ports that systems give out by themselves (RFC 6335, 6: 49152 and up; Linux from 32768 on). */
const LATER = { from: 20_000, below: 30_000 }

/** A free port to listen on later: nobody gets it meanwhile who only asks for any. */
export async function portForLater(): Promise<number> {
  for (;;) {
    const port = randomInt(LATER.from, LATER.below)
    if (await isPortFree(port)) return port
  }
}

/** The port used last time when it is still free (addresses that people noted keep working), else another one. */
export async function preferPort(last: number | undefined): Promise<number> {
  return last !== undefined && (await isPortFree(last)) ? last : freePort()
}
