import { describe, expect } from "vitest"
import { GET } from "@/app/api/event/stream/route"
import type { Context } from "@/lib/context"
import * as event from "@/lib/http/api/event"
import * as link from "@/lib/http/api/link"
import * as payment from "@/lib/http/api/payment"
import * as webhook from "@/lib/http/api/webhook"
import { call, exhaust } from "@/lib/http/api.fixture"
import { stopEvents } from "@/lib/http/event-stream"
import { limitCalls } from "@/lib/http/limits"
import { takeProjectStreamPlace } from "@/lib/http/stream-places"
import { setContext } from "@/lib/runtime"
import { apiStage, fromSomewhere } from "@/test/support/api"
import { TOO_LARGE } from "@/test/support/bad-input"
import { bearer, newProgram, refuseKeys } from "@/test/support/keys"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"

const OURS = contractsSeenIn("app/api/webhook")
const URL_OF_SHOP = { url: "https://shop.example/hooks" }

const test = apiStage()
  .extend("program", { scope: "file" }, ({ ctx }) => newProgram(ctx))
  .extend("make", { scope: "file" }, ({ ctx, program }) => async (body: object = URL_OF_SHOP) => {
    const { status, json } = await call(ctx, webhook.createWebhook, { body, headers: program.headers })
    expect(status, JSON.stringify(json)).toBe(201)
    return { ...json, params: { id: String(json.id) } }
  })

describe("a project's webhooks", () => {
  test("are made with secrets that are shown once, listed, rotated, stopped and begun again", async ({
    ctx,
    program: { headers },
    make,
  }) => {
    const { params, secret, public_key, ...made } = await make({ ...URL_OF_SHOP, types: ["payment.confirmed"] })
    expect(made).toMatchObject({ ...URL_OF_SHOP, types: ["payment.confirmed"], disabled: null, failing_since: null })
    expect([secret, public_key]).toEqual([expect.stringMatching(/^whsec_/), expect.stringMatching(/^whpk_/)])
    expect((await call(ctx, webhook.listWebhooks, { headers })).json).toEqual([made])
    const rotated = await call(ctx, webhook.rotateWebhook, { params, headers })
    expect(rotated.json).toMatchObject({ id: made.id, secret: expect.stringMatching(/^whsec_/) })
    expect(rotated.json.secret).not.toBe(secret)
    expect((await call(ctx, webhook.disableWebhook, { params, headers })).json.disabled).toMatchObject({ for: "asked" })
    expect((await call(ctx, webhook.enableWebhook, { params, headers })).json.disabled).toBeNull()
  })

  test("say what was sent, and send it again", async ({ ctx, program: { headers }, make }) => {
    const { params } = await make()
    const { status, json } = await call(ctx, webhook.testWebhook, { params, headers })
    expect([status, json]).toMatchObject([201, { type: "webhook.test", event_id: null, status: "pending", log: [] }])
    expect((await call(ctx, webhook.listDeliveries, { params, headers })).json).toEqual([json])
    const delivered = await call(ctx, webhook.listDeliveries, { params, headers, query: { status: "delivered" } })
    expect(delivered.json).toEqual([])
    const again = await call(ctx, webhook.resendDelivery, { params: { id: String(json.id) }, headers })
    expect(again.json).toMatchObject({ id: json.id, status: "pending" })
  })

  test("are another project's in nothing", async ({ ctx, program: { headers }, make }) => {
    const { params } = await make()
    const { json } = await call(ctx, webhook.testWebhook, { params, headers })
    const other = await newProgram(ctx)
    for (const contract of OURS.filter(({ path }) => path.includes("{id}"))) {
      const id = contract.access === "delivery" ? String(json.id) : params.id
      expect((await call(ctx, contract, { params: { id }, headers: other.headers })).status, contract.path).toBe(404)
    }
    expect((await call(ctx, webhook.listWebhooks, { headers: other.headers })).json).toEqual([])
  })

  test("are at most twenty", async ({ ctx }) => {
    const { headers } = await newProgram(ctx)
    const make = () => call(ctx, webhook.createWebhook, { body: URL_OF_SHOP, headers })
    for (let made = 0; made < 20; made++) expect((await make()).status).toBe(201)
    expect((await make()).status).toBe(409)
  })
})

describe("events", () => {
  test("are read from where one has got to, the project's own alone, oldest first", async ({
    ctx,
    program: { headers },
    receiver,
    sender,
  }) => {
    const body = { receiver: receiver.address, title: "Order 7", reference: "order-7", metadata: { cart: "7" } }
    const { json: made } = await call(ctx, link.createLink, { body, headers })
    const paid = { sender: sender.address, link: made.slug, amount: "200000000" }
    const { json: prepared } = await call(ctx, payment.preparePayment, { body: paid, headers: fromSomewhere() })
    await call(ctx, payment.preparePayment, { body: { ...paid, link: undefined, receiver: receiver.address } })
    const read = (query: Record<string, string>) => call(ctx, event.listEvents, { query, headers })
    const all = await read({ after: "0" })
    expect(all.json).toMatchObject([
      { type: "link.created", data: { object: "link", id: made.slug, reference: "order-7", sequence: 1 } },
      {
        type: "payment.prepared",
        data: { id: prepared.payment_id, status: "prepared", link: made.slug, metadata: { cart: "7" } },
      },
    ])
    const first = await read({ limit: "1" })
    expect(first.headers.get("link")).toBe(`</api/event?limit=1&after=${all.json[0].id}>; rel="next"`)
    expect((await read({ after: String(all.json[0].id) })).json).toEqual([all.json[1]])
    expect((await read({ type: "link.created" })).json).toEqual([all.json[0]])
    const other = await newProgram(ctx)
    expect((await call(ctx, event.listEvents, { headers: other.headers })).json).toEqual([])
  })
})

describe("the stream of events", () => {
  test("tells what happens, from the event on that the client has got last", async ({ ctx, program, receiver }) => {
    const { headers } = program
    const make = async (title: string) => {
      const body = { receiver: receiver.address, title }
      return (await call(ctx, link.createLink, { body, headers })).json.slug
    }
    const first = await make("a")
    const known = (await call(ctx, event.listEvents, { query: { type: "link.created", limit: "200" }, headers })).json
    const reader = await follow(ctx, headers)
    const second = await make("b")
    const told = await reader.until(second)
    expect(told).not.toContain(first)
    expect(told).toMatch(/id: \d+\nevent: link\.created\ndata: \{"id":\d+,"type":"link\.created"/)
    await reader.cancel()
    const again = await follow(ctx, { ...headers, "last-event-id": String(known.at(-1).id - 1) })
    const missed = await again.until(second)
    expect(missed.indexOf(first)).toBeLessThan(missed.indexOf(second))
    expect(missed).toContain(first)
    await again.cancel()
    const other = await newProgram(ctx)
    const theirs = await follow(ctx, { ...other.headers, "last-event-id": "0" })
    const { json } = await call(ctx, link.createLink, {
      body: { receiver: receiver.address, title: "c" },
      headers: other.headers,
    })
    expect(await theirs.until(json.slug)).not.toContain(first)
    await theirs.cancel()
  })

  test("is refused from a place that is none, and where too many listen", async ({ ctx, program }) => {
    const { headers, project } = program
    const ask = (more = {}) => call(ctx, event.followEvents, { headers: { ...headers, ...more } })
    expect((await ask({ "last-event-id": "x" })).status).toBe(400)
    const places = Array.from({ length: 8 }, () => takeProjectStreamPlace(project.id))
    expect((await ask()).status).toBe(429)
    const others = Array.from({ length: 2_000 - places.length }, (_, i) => takeProjectStreamPlace(BigInt(-i)))
    places[0]?.()
    const one = takeProjectStreamPlace(-5_000n)
    expect((await ask()).status).toBe(503)
    for (const leave of [...places, ...others, one]) leave()
  })
})

/** Listens as a program does. */
async function follow(ctx: Context, headers: Record<string, string>) {
  setContext(ctx)
  const response = await GET(new Request("http://localhost:3000/api/event/stream", { headers }), {
    params: Promise.resolve({}),
  })
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const decoder = new TextDecoder()
  let text = ""
  return {
    /** All that was told until a word came. */
    async until(word: string) {
      while (!text.includes(word)) {
        const { done, value } = await reader.read()
        if (done) throw new Error(`the stream ended before "${word}": ${text}`)
        text += decoder.decode(value, { stream: true })
      }
      return text
    },
    cancel: () => reader.cancel(),
  }
}

test("keys that are none, or may do all else, are refused; without one nobody comes in", async ({ ctx }) => {
  await refuseKeys(ctx, OURS)
  for (const contract of OURS) expect((await call(ctx, contract, { params: { id: "1" } })).status).toBe(401)
})

test("a secret key's calls count by the key, wherever they come from", async ({ elsewhere, ctx }) => {
  const { headers } = await newProgram(ctx)
  const { id: keyId } = await ctx.db.apiKey.findFirstOrThrow({ orderBy: { id: "desc" } })
  const ask = () => call(elsewhere(), event.listEvents, { headers: { ...headers, ...fromSomewhere() } })
  const first = await ask()
  expect(first.status).toBe(200)
  expect(first.headers.get("ratelimit-policy")).toBe('"read";q=600;w=60')
  expect(first.headers.get("ratelimit")).toBe('"read";r=599;t=60')
  try {
    for (;;) limitCalls(elsewhere(), "read", { keyId }, new Headers())
  } catch (error) {
    expect(error).toMatchObject({ code: "RATE_LIMITED" })
  }
  const { headers: last, json } = await ask()
  expect(json).toMatchObject({ code: "RATE_LIMITED", detail: expect.stringContaining("API key") })
  expect(last.get("ratelimit")).toBe(`"read";r=0;t=${last.get("retry-after")}`)
})

test("what is wrong, too much, or cannot be answered now is said", async ({
  ctx,
  elsewhere,
  withoutDatabase,
  program: { headers },
}) => {
  for (const contract of OURS) {
    const ask = (options: Parameters<typeof call>[2], context: Context = ctx) =>
      call(context, contract, { params: { id: "x" }, query: "limit=0", ...options })
    const name = `${contract.method} ${contract.path}`
    const isWrong = contract.params || contract.query || contract.body
    if (isWrong) expect((await ask({ headers, body: contract.body ? { url: 7 } : undefined })).status, name).toBe(400)
    const there = { params: { id: "1" }, query: "", headers }
    if (contract.body) expect((await ask({ ...there, body: TOO_LARGE })).status, name).toBe(413)
    expect((await ask(there, withoutDatabase)).status, name).toBe(500)
    const from = fromSomewhere()
    exhaust(elsewhere(), contract.limit ?? "read", from["x-forwarded-for"])
    const unknown = { ...there, headers: { ...from, ...bearer("mp_test_sk_x") } }
    expect((await ask(unknown, elsewhere())).status, name).toBe(429)
  }
})

test("a stream ends when the process is told to stop", async ({ ctx, program: { headers } }) => {
  stopEvents()
  expect((await call(ctx, event.followEvents, { headers })).status).toBe(200)
})

everyReplyIsSeen("app/api/webhook")
