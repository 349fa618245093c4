import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

// A server that does nothing but refuse, in a process of its own: what it takes is the generator's and the machine's.

const REFUSAL = JSON.stringify({ code: "OVERLOADED" })

const server = createServer((_, response) => {
  response.writeHead(503, { "content-type": "application/json", "retry-after": "1" })
  response.end(REFUSAL)
})
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port))
