import { createServer } from "node:http"
import { env } from "node:process"
import { Webhook } from "standardwebhooks"

const webhook = new Webhook(env.WEBHOOK_SECRET ?? "")

const server = createServer(async (request, response) => {
  let body = ""
  for await (const piece of request) body += piece
  try {
    // Over the body as it came. It throws when the signature or the time is wrong.
    const event = webhook.verify(body, request.headers as Record<string, string>) as { type: string }
    console.log(event.type)
    response.writeHead(204).end()
  } catch {
    response.writeHead(400).end()
  }
})
server.listen(Number(env.HOOKS_PORT), "127.0.0.1")
