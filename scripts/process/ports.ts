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

/** The port used last time when it is still free (addresses that people noted keep working), else another one. */
export async function preferPort(last: number | undefined): Promise<number> {
  return last !== undefined && (await isPortFree(last)) ? last : freePort()
}
