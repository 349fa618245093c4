import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** A shop's server on this machine: keeps what arrives, and answers as it is told. */
export interface Inbox {
  url: string
  received: Received[]
  /** what is answered from now on: a status, or whatever the function does with the response */
  answer: (status: number | ((received: Received, response: ServerResponse) => void)) => void
  stop(): Promise<void>
}

export async function startInbox(): Promise<Inbox> {
  let answer: number | ((received: Received, response: ServerResponse) => void) = 200
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const message = { path: request.url ?? "", headers: request.headers, body: Buffer.concat(pieces).toString() }
    received.push(message)
    if (typeof answer === "function") return answer(message, response)
    response.writeHead(answer).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (next) => {
      answer = next
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
