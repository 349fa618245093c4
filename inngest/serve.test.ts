import { createHmac } from "node:crypto"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { json } from "node:stream/consumers"
import { NextRequest } from "next/server"
import { describe, expect, vi } from "vitest"
import { jobs } from "@/lib/jobs/registry"
import { setContext } from "@/lib/runtime"
import { Secret } from "@/lib/secret"
import { environment } from "@/test/support/environment"
import { instanceOnChainStage } from "@/test/support/instance-stage"

const ENDPOINT = "http://app.example/api/inngest"
const SIGNING_KEY = `signkey-test-${"0f".repeat(32)}`

/** What Inngest's own server is to an app: it takes registrations, and calls the functions back. */
interface InngestServer {
  url: string
  registrations: Registration[]
  close(): void
}
interface Registration {
  url: string
  appName: string
  functions: {
    id: string
    triggers: unknown[]
    steps: { step: { runtime: { url: string }; retries: { attempts: number } } }
  }[]
}

const test = instanceOnChainStage()
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads here which fixtures it uses
  .extend("server", { scope: "file" }, async ({}, { onCleanup }) => {
    const server = await startInngestServer()
    onCleanup(server.close)
    return server
  })
  .extend(
    "lastRun",
    ({ db }) =>
      (job: string) =>
        db.jobRun.findUnique({ where: { job } }),
  )

// The SDK keeps the environment that it saw when it was loaded, so each test loads it again.
test.beforeEach(({ database, chain, ctx }) => {
  vi.resetModules()
  setContext(ctx)
  for (const [name, value] of Object.entries(environment(database.url, chain.rpcUrl))) vi.stubEnv(name, value)
})
test.afterEach(() => {
  vi.unstubAllEnvs()
  setContext(undefined)
})

async function startInngestServer(): Promise<InngestServer> {
  const registrations: Registration[] = []
  const http = createServer(async (request, response) => {
    if (request.method !== "POST" || !request.url?.startsWith("/fn/register")) return response.writeHead(404).end()
    registrations.push((await json(request)) as Registration)
    return response
      .writeHead(200, { "content-type": "application/json" })
      .end('{"ok":true,"status":200,"modified":true}')
  })
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve))
  const { port } = http.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, registrations, close: () => void http.close() }
}

async function call(
  method: "GET" | "POST" | "PUT",
  url = ENDPOINT,
  body?: unknown,
  signature?: string,
): Promise<Response> {
  const routes = await import("@/app/api/inngest/route")
  const headers = { "content-type": "application/json", host: "app.example", "x-inngest-signature": signature ?? "" }
  const request = new NextRequest(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return routes[method](request)
}

function runRequest(
  steps: Record<string, unknown> = {},
  event: object = { name: "inngest/scheduled.timer", data: {} },
) {
  const stack = Object.keys(steps)
  return {
    version: 2,
    event,
    events: [event],
    steps,
    ctx: {
      run_id: "01J0000000000000000000000",
      fn_id: "4d0cb4a2",
      attempt: 0,
      stack: { stack, current: stack.length },
    },
  }
}

/** RFC 8785, as far as our bodies go: no spaces, and members in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`
}

/** Inngest's way of signing: HMAC-SHA256 over the canonical body and the time. */
function sign(body: unknown, key = SIGNING_KEY, seconds = Math.floor(Date.now() / 1000)): string {
  const secret = key.replace(/^signkey-\w+-/, "")
  return `t=${seconds}&s=${createHmac("sha256", secret)
    .update(`${canonical(body)}${seconds}`)
    .digest("hex")}`
}

describe("without Inngest", () => {
  test.for(["GET", "POST", "PUT"] as const)(
    "%s answers 404 as a problem, and runs nothing",
    async (method, { lastRun }) => {
      const url = `${ENDPOINT}?fnId=micro-pay-prune&stepId=step`
      const response = await call(method, url, method === "GET" ? undefined : runRequest())
      expect(response.status).toBe(404)
      expect(response.headers.get("content-type")).toBe("application/problem+json")
      expect(response.headers.get("x-request-id")).toBeTruthy()
      expect(await response.json()).toMatchObject({ status: 404, code: "NOT_FOUND" })
      expect(await lastRun("prune")).toBeNull()
    },
  )
})

describe("with an Inngest dev server", () => {
  test.beforeEach(({ server }) => void vi.stubEnv("INNGEST_DEV", server.url))

  test("PUT registers every function with its schedule and where to call it", async ({ server }) => {
    const response = await call("PUT", ENDPOINT, { url: ENDPOINT })
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ modified: true })
    const registration = server.registrations.at(-1)
    expect(registration).toMatchObject({ appName: "micro-pay", url: ENDPOINT })
    const settle = registration?.functions.find(({ id }) => id === "micro-pay-settle")
    expect(settle?.triggers).toEqual([{ cron: "* * * * *" }, { event: "micropay/settle.requested" }])
    expect(settle?.steps.step.runtime.url).toBe(`${ENDPOINT}?fnId=micro-pay-settle&stepId=step`)
    expect(registration?.functions).toHaveLength(jobs.length)
  })

  test("every registered function runs to its end: 206 with the step's result, then 200 with the outcome", async ({
    server,
    lastRun,
  }) => {
    await call("PUT", ENDPOINT, { url: ENDPOINT })
    const functions = server.registrations.at(-1)?.functions ?? []
    for (const { id, steps } of functions) {
      const url = steps.step.runtime.url
      const first = await call("POST", url, runRequest())
      expect([id, first.status]).toEqual([id, 206])
      const [step] = (await first.json()) as { id: string; op: string; displayName: string; data: unknown }[]
      expect(step).toMatchObject({ op: "StepRun", displayName: "run", data: { status: "ok" } })
      if (!step) throw new Error("no step")
      const second = await call("POST", url, runRequest({ [step.id]: { type: "data", data: step.data } }))
      expect([id, second.status]).toEqual([id, 200])
      expect(await second.json()).toEqual(step.data)
    }
    expect(await lastRun("settle")).toMatchObject({ status: "ok" })
  })

  test("a failing job answers so that Inngest tries again, without the secrets of the error", async ({ ctx }) => {
    const broken = {
      ...ctx,
      config: { ...ctx.config, databaseUrl: new Secret("postgresql://me:sesame@127.0.0.1:1/none") },
    }
    setContext(broken)
    const response = await call("POST", `${ENDPOINT}?fnId=micro-pay-prune&stepId=step`, runRequest())
    expect(response.status).toBe(206)
    expect(response.headers.get("x-inngest-no-retry")).toBe("false")
    const text = await response.text()
    expect(text).toContain("StepError")
    expect(text).not.toContain("sesame")
  })

  test("GET says what is served", async () => {
    const response = await call("GET")
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ function_count: jobs.length, mode: "dev" })
  })

  test("an unknown function is an error", async () => {
    expect((await call("POST", `${ENDPOINT}?fnId=micro-pay-drain&stepId=step`, runRequest())).status).toBe(500)
  })
})

describe("with Inngest's keys", () => {
  const url = `${ENDPOINT}?fnId=micro-pay-prune&stepId=step`
  test.beforeEach(({ server }) => {
    vi.stubEnv("INNGEST_EVENT_KEY", "event-key")
    vi.stubEnv("INNGEST_SIGNING_KEY", SIGNING_KEY)
    vi.stubEnv("INNGEST_BASE_URL", server.url)
  })

  test("a run must be signed with the signing key, over this body, lately", async ({ lastRun }) => {
    const body = runRequest()
    const before = await lastRun("prune")
    const stale = Math.floor(Date.now() / 1000) - 3_600
    const other = `signkey-test-${"1e".repeat(32)}`
    const wrong = [undefined, sign(body, other), sign({ ...body, version: 1 }), sign(body, SIGNING_KEY, stale)]
    for (const signature of wrong) expect((await call("POST", url, body, signature)).status).toBe(401)
    expect(await lastRun("prune")).toEqual(before)
    expect((await call("POST", url, body, sign(body))).status).toBe(206)
    expect(await lastRun("prune")).not.toEqual(before)
  })

  test("registering must be signed: otherwise anybody could register this endpoint under another host", async ({
    server,
  }) => {
    const body = { url: ENDPOINT }
    const before = server.registrations.length
    expect((await call("PUT", ENDPOINT, body)).status).toBe(401)
    expect(server.registrations).toHaveLength(before)
    expect((await call("PUT", ENDPOINT, body, sign(body))).status).toBe(200)
    expect(server.registrations).toHaveLength(before + 1)
  })
})
