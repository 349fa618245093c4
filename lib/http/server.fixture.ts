import { once } from "node:events"
import type { Server } from "node:http"
import type { AddressInfo } from "node:net"

/**
 * Lets a server listen on loopback until its test has ended.
 *
 * @param atTheEnd vitest's `onCleanup` or `onTestFinished`
 * @returns its port
 */
export async function listen(server: Server, atTheEnd: (work: () => void) => void): Promise<number> {
  atTheEnd(() => {
    server.closeAllConnections()
    server.close()
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return (server.address() as AddressInfo).port
}
