import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { Devnet } from "./devnet"
import { answer } from "./rpc/dispatch"

/** A block is 597,000 bytes, in hex twice that; a batch may hold several. */
const MAX_BODY_BYTES = 20_000_000

const CORS = {
  vary: "origin, access-control-request-method, access-control-request-headers",
  "access-control-allow-origin": "*",
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

async function handle(devnet: Devnet, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "OPTIONS") {
    const preflight = { ...CORS, "access-control-allow-methods": "*", "access-control-allow-headers": "*" }
    response.writeHead(200, { ...preflight, allow: "POST,GET,HEAD", "content-length": "0" }).end()
    return
  }
  const headers = { ...CORS, "access-control-expose-headers": "*" }
  if (request.method !== "POST") {
    response.writeHead(405, { ...headers, "content-type": "text/plain; charset=utf-8" })
    response.end("Used HTTP Method is not allowed. POST or OPTIONS is required")
    return
  }
  const body = await readBody(request)
  if (body === null) {
    response.writeHead(413, headers).end()
    return
  }
  const reply = await answer(devnet, body)
  if (reply === null) response.writeHead(204, headers).end()
  else response.writeHead(200, { ...headers, "content-type": "application/json" }).end(reply)
}

/**
 * Serves a devnet on 127.0.0.1.
 *
 * @param port 0 picks a free one
 * @returns the server and its address, once it listens
 */
export function serve(devnet: Devnet, port: number): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    handle(devnet, request, response).catch((error: unknown) => {
      console.error("devnet: a request failed", error)
      response.destroy()
    })
  })
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, "127.0.0.1", () => {
      const address = server.address()
      const bound = typeof address === "object" && address !== null ? address.port : port
      resolve({ server, url: `http://127.0.0.1:${bound}` })
    })
  })
}
