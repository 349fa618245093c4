/**
 * Sends a project's events on to a server on this machine, as a webhook would, while it is written.
 *
 *   MICROPAY_KEY=mp_test_sk_… npm run listen -- --forward http://localhost:4000/hooks [--api http://localhost:3000]
 *
 * The messages are signed with a secret that is made for this run, and printed. What the server answers is shown; what
 * it refuses is not sent again.
 */
import { randomBytes } from "node:crypto"
import { parseArgs } from "node:util"
import { Webhook as StandardWebhook } from "standardwebhooks"
import { sleep } from "@/lib/sleep"
import { say } from "./command-context"

const POLL_MS = 1_000
const USAGE =
  "Say where to: MICROPAY_KEY=mp_test_sk_… npm run listen -- --forward http://localhost:4000/hooks [--api http://localhost:3000]"

interface Event {
  id: number
  type: string
  timestamp: string
  data: { object: string; id: number | string; status: string }
}

const { values } = parseArgs({
  options: { forward: { type: "string" }, api: { type: "string", default: "http://localhost:3000" } },
})
const { MICROPAY_KEY: key } = process.env
const { api, forward } = values

if (!key || !forward || !URL.canParse(forward)) {
  process.stderr.write(`${USAGE}\n`)
  process.exitCode = 1
} else {
  await listen(key, forward)
}

async function listen(key: string, forward: string): Promise<void> {
  const secret = `whsec_${randomBytes(32).toString("base64")}`
  say(`Messages are signed with ${secret}`)
  let after = (await newest(key)) ?? 0
  for (const never = new AbortController().signal; ; ) {
    for (const event of await eventsAfter(key, after)) {
      await send(forward, secret, event)
      after = event.id
    }
    await sleep(POLL_MS, never)
  }
}

async function send(forward: string, secret: string, { id, type, timestamp, data }: Event): Promise<void> {
  const body = JSON.stringify({ type, timestamp, data })
  const now = new Date()
  const signature = new StandardWebhook(secret).sign(String(id), now, body)
  const headers = {
    "content-type": "application/json",
    "webhook-id": String(id),
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": signature,
  }
  const answer = await fetch(forward, { method: "POST", headers, body, redirect: "manual" }).then(
    ({ status }) => String(status),
    () => "no answer",
  )
  say(`${timestamp}  ${type}  ${data.object} ${data.id} (${data.status})  → ${answer}`)
}

/** The last event that there is: what is older is not sent. */
async function newest(key: string): Promise<number | undefined> {
  let last: number | undefined
  for (let events = await eventsAfter(key, 0); events.length > 0; events = await eventsAfter(key, last ?? 0))
    last = events.at(-1)?.id
  return last
}

async function eventsAfter(key: string, after: number): Promise<Event[]> {
  const response = await fetch(`${api}/api/event?limit=200&after=${after}`, {
    headers: { authorization: `Bearer ${key}` },
  }).catch(() => undefined)
  // The server is being restarted: its developer is at work.
  if (!response || response.status >= 500) return []
  if (!response.ok) throw new Error(`${api} answers ${response.status}: ${await response.text()}`)
  return (await response.json()) as Event[]
}
