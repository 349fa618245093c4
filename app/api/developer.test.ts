import { expect } from "vitest"
import type { Context } from "@/lib/context"
import { CONTRACTS } from "@/lib/http/api/contracts"
import { listProjectEvents } from "@/lib/http/api/event"
import * as link from "@/lib/http/api/link"
import * as project from "@/lib/http/api/project"
import * as webhook from "@/lib/http/api/webhook"
import { call, exhaust } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import { createOperator, signedIn as signedInAs } from "@/lib/http/operator.fixture"
import { createProject } from "@/lib/project/create"
import { testWebhook } from "@/lib/webhook/deliveries"
import { createWebhook } from "@/lib/webhook/manage"
import { fromSomewhere, OPERATOR } from "@/test/support/api"
import { TOO_LARGE } from "@/test/support/bad-input"
import { projectStage } from "@/test/support/projects"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"

const OURS = contractsSeenIn("app/api/developer")
const URL_OF_SHOP = { url: "https://shop.example/hooks" }
const nameOf = ({ method, path }: Contract) => `${method} ${path}`
/** What is somebody's by their project: found by rule, so that a new route is not forgotten. */
const OWNED = CONTRACTS.filter(({ access }) => ["projectOwner", "webhook", "delivery"].includes(access))

const test = projectStage().extend("petra", { scope: "file" }, async ({ ctx, elsewhere }) => {
  await createOperator(ctx, { name: "petra", roles: ["operate"] })
  return { ...fromSomewhere(), ...(await signedInAs(elsewhere(), { name: "petra" })) }
})

/** A project of this wallet, with one of everything. */
async function shopOf(ctx: Context, context: Context, headers: Record<string, string>) {
  const { json } = await call(context, project.createProject, { body: { name: "shop" }, headers })
  const key = await call(context, project.createKey, {
    params: { id: String(json.id) },
    body: { kind: "secret", name: "k" },
    headers,
  })
  const hook = await createWebhook(ctx, { projectId: BigInt(json.id), ...URL_OF_SHOP })
  const delivery = await testWebhook(ctx, hook.id)
  const ids = { projectOwner: json.id, webhook: hook.id, delivery: delivery.id } as Record<string, unknown>
  return {
    id: String(json.id),
    paramsOf: ({ access }: Contract) => ({ id: String(ids[access]), key_id: String(key.json.id) }),
  }
}
const bodyOf = ({ path, body }: Contract) => {
  if (!body) return undefined
  if (path.endsWith("/key")) return { kind: "secret", name: "k" }
  return path.endsWith("/webhook") ? URL_OF_SHOP : {}
}

test("a project with its keys, webhooks, deliveries and events is its owner's and an operator's, and nobody else's", async ({
  ctx,
  elsewhere,
  signedIn,
  receiver,
  stranger,
  petra,
  mine,
  keyFor,
}) => {
  const context = elsewhere()
  const [owner, other] = [await signedIn(receiver), await signedIn(stranger)]
  expect(OWNED.length).toBeGreaterThan(12)
  const foreign = await keyFor(mine)
  for (const contract of OWNED) {
    const { paramsOf } = await shopOf(ctx, context, owner)
    const body = bodyOf(contract)
    const ask = async (headers: object) => {
      const input = { params: paramsOf(contract), body, headers: { ...fromSomewhere(), ...headers } }
      return (await call(context, contract, input)).status
    }
    expect(await ask({}), nameOf(contract)).toBe(401)
    expect(await ask(other), nameOf(contract)).toBe(403)
    expect(await ask({ ...owner, "sec-fetch-site": "cross-site" }), nameOf(contract)).toBe(
      contract.method === "GET" ? 200 : 403,
    )
    const isKeyed = contract.key !== undefined
    expect(await ask({ authorization: `Bearer ${foreign.text.reveal()}` }), nameOf(contract)).toBe(isKeyed ? 404 : 401)
    // What ends a key cannot be done twice.
    if (!contract.path.endsWith("/rotate") || isKeyed) expect(await ask(owner), nameOf(contract)).toBeLessThan(300)
    expect(await ask(petra), nameOf(contract)).toBeLessThan(300)
    expect(await ask(OPERATOR), nameOf(contract)).toBe(contract.method === "GET" ? 200 : 403)
  }
})

test("what happens to a project is listed for its owner, the newest first", async ({
  mine,
  as,
  ctx,
  receiver,
  petra,
  elsewhere,
}) => {
  for (const title of ["a", "b", "c"]) await as(mine, link.createLink, { body: { receiver: receiver.address, title } })
  const ask = (query: object) =>
    call(elsewhere(), listProjectEvents, { params: { id: String(mine.id) }, query: query as never, headers: petra })
  const { json, headers } = await ask({ limit: "2" })
  expect(json).toMatchObject([{ type: "link.created" }, { type: "link.created" }])
  expect(json[0].id).toBeGreaterThan(json[1].id)
  expect(headers.get("link")).toContain(`cursor=${json[1].id}`)
  expect((await ask({ cursor: String(json[1].id) })).json).toHaveLength(1)
  expect(await ctx.db.event.count({ where: { project: mine.id } })).toBe(3)
})

test("an operator sees all projects, also with a wallet signed in", async ({
  ctx,
  elsewhere,
  signedIn,
  receiver,
  petra,
}) => {
  const own = await createProject(ctx, { name: "the newest" })
  const both = { ...petra, cookie: `${petra.cookie}; ${(await signedIn(receiver)).cookie}` }
  const { status, json } = await call(elsewhere(), project.listAllProjects, { headers: both })
  expect([status, json[0]]).toMatchObject([200, { id: Number(own.id), owner: null }])
  expect((await call(elsewhere(), project.listAllProjects, { headers: await signedIn(receiver) })).status).toBe(401)
})

test("what is wrong, too much, or cannot be answered now is said", async ({
  ctx,
  elsewhere,
  withoutDatabase,
  signedIn,
  stranger,
  petra,
}) => {
  const own = await signedIn(stranger)
  const { id } = await shopOf(ctx, elsewhere(), own)
  for (const contract of OURS) {
    const headers = contract.access === "look" ? petra : own
    const ask = async (options: Parameters<typeof call>[2], context = elsewhere()) =>
      (await call(context, contract, { params: { id }, headers, ...options })).status
    expect(await ask({ query: "limit=0", body: contract.body ? { url: 7 } : undefined }), nameOf(contract)).toBe(400)
    if (contract.body) expect(await ask({ body: TOO_LARGE }), nameOf(contract)).toBe(413)
    expect(await ask({}, withoutDatabase), nameOf(contract)).toBe(500)
    if (contract.params)
      expect(await ask({ params: { id: "999" }, headers: petra, body: bodyOf(contract) }), nameOf(contract)).toBe(
        contract.method === "POST" ? 404 : 200,
      )
    const from = fromSomewhere()
    exhaust(elsewhere(), contract.limit ?? "read", from["x-forwarded-for"])
    expect(await ask({ headers: from }), nameOf(contract)).toBe(429)
  }
  for (let made = 1; made < 20; made++) await createWebhook(ctx, { projectId: BigInt(id), ...URL_OF_SHOP })
  const input = { params: { id }, body: URL_OF_SHOP, headers: own }
  expect((await call(elsewhere(), webhook.createProjectWebhook, input)).status).toBe(409)
})

everyReplyIsSeen("app/api/developer")
