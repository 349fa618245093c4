import { ed25519 } from "@noble/curves/ed25519.js"
import { describe, expect } from "vitest"
import { CONTRACTS } from "@/lib/http/api/contracts"
import * as link from "@/lib/http/api/link"
import * as payment from "@/lib/http/api/payment"
import * as project from "@/lib/http/api/project"
import * as webhook from "@/lib/http/api/webhook"
import { type Answer, call, exhaust } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import { stopEvents } from "@/lib/http/event-stream"
import { createOperator, signedIn as signedInAs } from "@/lib/http/operator.fixture"
import { createProject } from "@/lib/project/create"
import { type CreateKeyInput, createKey, revokeKey } from "@/lib/project/keys"
import { KEY_SCOPES } from "@/lib/project/types"
import { apiStage, fromSomewhere, OPERATOR } from "@/test/support/api"
import { TOO_LARGE } from "@/test/support/bad-input"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"

const PAGE = "https://shop.example"
const bearer = (text: string) => ({ authorization: `Bearer ${text}` })
/** What a project has one of. */
type Named = Record<"slug" | "payment" | "webhook" | "delivery", string>

const nameOf = ({ method, path }: Contract) => `${method} ${path}`

const test = apiStage()
  .extend("mine", { scope: "file" }, ({ ctx }) => createProject(ctx, { name: "mine" }))
  .extend("theirs", { scope: "file" }, ({ ctx }) => createProject(ctx, { name: "theirs" }))
  .extend(
    "keyFor",
    { scope: "file" },
    ({ ctx }) =>
      async ({ id }: { id: bigint }, input: Partial<CreateKeyInput> = {}) =>
        createKey(ctx, { projectId: id, kind: "secret", name: "k", ...input }),
  )
  /** Off the devnet, as a program of this project. */
  .extend(
    "as",
    { scope: "file" },
    ({ elsewhere, keyFor }) =>
      async (whose: { id: bigint }, contract: Contract, options: Parameters<typeof call>[2] = {}) => {
        const headers = { ...fromSomewhere(), ...bearer((await keyFor(whose)).text.reveal()) }
        return call(elsewhere(), contract, { ...options, headers })
      },
  )

describe("a project", () => {
  test("belongs to the wallet that made it, which alone sees it and its keys; an operator sees all", async ({
    ctx,
    elsewhere,
    signedIn,
    stranger,
    receiver,
  }) => {
    const context = elsewhere()
    const owner = await signedIn(receiver)
    const made = await call(context, project.createProject, { body: { name: "Ana's shop" }, headers: owner })
    expect([made.status, made.json]).toMatchObject([201, { name: "Ana's shop", owner: receiver.address }])
    const params = { id: String(made.json.id) }
    const ask = (contract: Contract, headers: Record<string, string>, more: object = {}) =>
      call(context, contract, { params: { ...params, ...more }, headers })
    expect((await ask(project.getProject, owner)).json).toEqual(made.json)
    expect((await ask(project.listProjects, owner)).json).toEqual([made.json])
    expect((await ask(project.listProjects, await signedIn(stranger))).json).toEqual([])
    for (const contract of [project.getProject, project.listKeys]) {
      expect((await ask(contract, fromSomewhere())).status).toBe(401)
      expect((await ask(contract, await signedIn(stranger))).status).toBe(403)
      expect((await ask(contract, { ...fromSomewhere(), ...OPERATOR })).status).toBe(200)
    }
    expect((await ask(project.getProject, { ...fromSomewhere(), ...OPERATOR }, { id: "999" })).status).toBe(404)
    await createOperator(ctx, { name: "petra", roles: ["operate"] })
    const operator = { ...fromSomewhere(), ...(await signedInAs(context, { name: "petra" })) }
    const unknown = { params: { id: "999" }, body: { kind: "secret", name: "k" }, headers: operator }
    expect((await call(context, project.createKey, unknown)).status).toBe(404)
    const theirs = await call(context, project.createProject, { body: { name: "the operator's" }, headers: operator })
    expect(theirs.json).toMatchObject({ owner: null })
  })

  test("is one of at most fifty of a wallet", async ({ elsewhere, signedIn, walletWith }) => {
    const headers = await signedIn(await walletWith())
    const make = async () => (await call(elsewhere(), project.createProject, { body: { name: "s" }, headers })).status
    for (let made = 0; made < 50; made++) expect(await make()).toBe(201)
    expect(await make()).toBe(409)
  })

  test("makes keys that are shown once, rotates and revokes them", async ({ elsewhere, signedIn, receiver }) => {
    const context = elsewhere()
    const headers = await signedIn(receiver)
    const { json } = await call(context, project.createProject, { body: { name: "shop" }, headers })
    const params = { id: String(json.id) }
    const body = { kind: "secret", name: "server", scopes: ["link", "read"] }
    const { status, json: made } = await call(context, project.createKey, { params, body, headers })
    expect([status, made]).toMatchObject([201, { scopes: ["read", "link"], last_used_at: null }])
    expect(made.key).toMatch(/^mp_test_sk_/)
    const { key, ...known } = made
    expect((await call(context, project.listKeys, { params, headers })).json).toEqual([known])
    const of = { ...params, key_id: String(made.id) }
    const rotated = await call(context, project.rotateKey, { params: of, body: { overlap_seconds: 60 }, headers })
    expect([rotated.status, rotated.json.scopes, rotated.json.key === key]).toEqual([201, ["read", "link"], false])
    expect((await call(context, project.rotateKey, { params: of, headers })).status).toBe(409)
    expect((await call(context, project.revokeKey, { params: of, headers })).json.revoked_at).not.toBeNull()
    for (const contract of [project.revokeKey, project.rotateKey])
      expect((await call(context, contract, { params: { ...params, key_id: "999" }, headers })).status).toBe(404)
  })
})

describe("an API key", () => {
  /** What each route is asked for that a key can call: something of `mine`. */
  const inputFor = (contract: Contract, has: Named, receiver: string, sender: string) => {
    const bodies = new Map<Contract, unknown>([
      [payment.preparePayment, { sender, receiver, amount: "200000000" }],
      [link.createLink, { receiver, title: "x", amount: "200000000" }],
      [link.editLink, { title: "y" }],
      [webhook.createWebhook, { url: "https://shop.example/" }],
    ])
    const id = has[contract.access as "webhook" | "delivery"] ?? has.payment
    return { params: { slug: has.slug, id, did: "did:x" }, body: bodies.get(contract) }
  }
  const keyed = CONTRACTS.filter(({ key }) => key)
  const ofOne = keyed.filter(({ path }) => /\{(id|slug)\}/.test(path))

  test("opens what its scope says, of its own project, on every route that takes one, and nothing else", async ({
    ctx,
    elsewhere,
    mine,
    theirs,
    keyFor,
    as,
    sender,
    receiver,
  }) => {
    const context = elsewhere()
    const { json } = await as(mine, link.createLink, { body: { receiver: receiver.address, title: "x" } })
    const prepared = await as(mine, payment.preparePayment, {
      body: { sender: sender.address, receiver: receiver.address, amount: "200000000" },
    })
    // Streams would go on for ever.
    stopEvents()
    const hook = await as(mine, webhook.createWebhook, { body: { url: "https://shop.example/" } })
    const sent = await as(mine, webhook.testWebhook, { params: { id: String(hook.json.id) } })
    const has: Named = {
      slug: json.slug,
      payment: String(prepared.json.payment_id),
      webhook: String(hook.json.id),
      delivery: String(sent.json.id),
    }
    const ended = await keyFor(mine)
    await revokeKey(ctx, { projectId: mine.id, id: ended.id })
    const page = await keyFor(mine, { kind: "publishable", origins: [PAGE] })
    expect(keyed.length).toBeGreaterThan(8)
    for (const contract of keyed) {
      const name = nameOf(contract)
      const input = inputFor(contract, has, receiver.address, sender.address)
      const ask = (text: string, headers = {}) =>
        call(context, contract, { ...input, headers: { ...fromSomewhere(), ...bearer(text), ...headers } })
      // A refund of what is only prepared comes as far as that: it was let in.
      const codeOf = ({ status, json: reply }: Answer) =>
        status < 400 || reply.reason === "not_confirmed" ? "" : reply.code
      const others = KEY_SCOPES.filter((scope) => scope !== contract.key)
      const needed = contract.key === undefined ? [] : [contract.key]
      expect(codeOf(await ask((await keyFor(mine, { scopes: needed })).text.reveal())), name).toBe("")
      expect(codeOf(await ask((await keyFor(mine, { scopes: others })).text.reveal())), name).toBe("FORBIDDEN")
      expect(codeOf(await ask(ended.text.reveal())), name).toBe("KEY_REVOKED")
      expect(codeOf(await ask("mp_live_sk_nonsense")), name).toBe("UNAUTHORIZED")
      expect(codeOf(await ask(page.text.reveal())), name).toBe("ORIGIN_NOT_ALLOWED")
      const onPage = codeOf(await ask(page.text.reveal(), { origin: PAGE }))
      expect(onPage, name).toBe(contract.key === "pay" ? "" : "FORBIDDEN")
      if (ofOne.includes(contract))
        expect(codeOf(await ask((await keyFor(theirs)).text.reveal())), name).toBe("NOT_FOUND")
    }
  })

  test("opens none of the other routes: there its holder is nobody", async ({ elsewhere, mine, keyFor, receiver }) => {
    const { text } = await keyFor(mine)
    const params = { id: "1", key_id: "1", address: receiver.address, slug: "000000000000", did: "x", name: "nobody" }
    const others = CONTRACTS.filter(({ key }) => !key)
    expect(others.length).toBeGreaterThan(40)
    for (const contract of others) {
      const ask = (headers: object) =>
        call(elsewhere(), contract, { params, headers: { ...fromSomewhere(), ...headers } })
      const [nobody, holder] = [await ask({}), await ask(bearer(text.reveal()))]
      expect(holder.status, nameOf(contract)).toBe(nobody.status)
    }
  })

  test("shows on every list what is its project's, also where reads are open", async ({
    ctx,
    mine,
    theirs,
    keyFor,
    sender,
    receiver,
  }) => {
    const parties = { sender_did: "did:list", receiver_did: "did:list" }
    const order = { sender: sender.address, receiver: receiver.address, amount: "300000000", ...parties }
    const [one, other] = [bearer((await keyFor(mine)).text.reveal()), bearer((await keyFor(theirs)).text.reveal())]
    const made = await call(ctx, payment.preparePayment, { body: order, headers: one })
    await call(ctx, payment.preparePayment, { body: { ...order, amount: "300000001" } })
    const lists = keyed.filter(({ paged, path }) => paged && path.startsWith("/api/payment"))
    expect(lists.length).toBe(3)
    for (const contract of lists) {
      const ids = async (headers: Record<string, string>) => {
        const { json } = await call(ctx, contract, { params: { did: "did:list" }, headers })
        return json.map(({ id }: { id: number }) => id)
      }
      expect(await ids(other), nameOf(contract)).toEqual([])
      expect(await ids(one), nameOf(contract)).toContain(made.json.payment_id)
      expect((await ids({})).length, nameOf(contract)).toBeGreaterThan((await ids(one)).length)
    }
    const linkOf = async (headers: Record<string, string>) =>
      (await call(ctx, link.listLinksOfProject, { headers })).json.map(({ slug }: { slug: string }) => slug)
    const { json } = await call(ctx, link.createLink, {
      body: { receiver: receiver.address, title: "x", metadata: { cart: "7" } },
      headers: one,
    })
    expect(await linkOf(one)).toContain(json.slug)
    expect(await linkOf(other)).toEqual([])
  })
})

describe("a project's links", () => {
  test("send the payer back with a signature that the shop can check without asking", async ({
    ctx,
    chain,
    platform,
    mine,
    as,
    sender,
    receiver,
  }) => {
    const shop = { receiver: receiver.address, title: "Order 13.5", amount: "200000000", reference: "order 13.5" }
    const made = await as(mine, link.createLink, { body: { ...shop, success_url: "https://shop.example/thanks?a=1" } })
    const { json } = await call(ctx, payment.preparePayment, {
      body: { sender: sender.address, link: made.json.slug },
      headers: fromSomewhere(),
    })
    const params = { id: String(json.payment_id) }
    const back = async () => (await as(mine, payment.getPayment, { params })).json.return_url
    expect(await back()).toBeNull()
    const body = { payment_id: json.payment_id, raw_tx: await sender.sign(json.raw_tx) }
    expect((await call(ctx, payment.transferPayment, { body })).status).toBe(200)
    expect(await back()).toBeNull()
    await chain.commit(json.tx_hash)
    await platform.follow()
    const { a, signature = "", ...said } = Object.fromEntries(new URL(await back()).searchParams)
    expect([a, said]).toEqual(["1", { payment_id: params.id, tx_hash: json.tx_hash, reference: "order 13.5" }])
    const isSigned = (text: string) => {
      const key = Buffer.from(mine.publicKey.slice("whpk_".length), "base64")
      return ed25519.verify(Buffer.from(signature.slice("v1a,".length), "base64"), Buffer.from(text), key)
    }
    expect(isSigned(`${said.payment_id}.${said.tx_hash}.${said.reference}`)).toBe(true)
    expect(isSigned(`${said.payment_id}.${said.tx_hash}.order 14`)).toBe(false)
  })

  test("bring payments that are the project's, whoever pays, and an order once for the project", async ({
    ctx,
    mine,
    theirs,
    as,
    sender,
    receiver,
    stranger,
  }) => {
    const order = { receiver: receiver.address, title: "Order 12", amount: "200000000", reference: "order-12" }
    const body = { ...order, metadata: { cart: "7" }, cancel_url: "https://shop.example/cart" }
    const made = await as(mine, link.createLink, { body })
    expect(made.json).toMatchObject({ reference: "order-12", cancel_url: "https://shop.example/cart" })
    expect(made.json).not.toHaveProperty("metadata")
    expect((await as(mine, link.createLink, { body })).json.slug).toBe(made.json.slug)
    const elsewhere = await as(mine, link.createLink, { body: { ...body, receiver: stranger.address } })
    expect(elsewhere.json).toMatchObject({ code: "REFERENCE_TAKEN", link: made.json.slug })
    const theirOwn = await as(theirs, link.createLink, { body })
    expect(theirOwn.json.slug).not.toBe(made.json.slug)
    const noProject = await call(ctx, link.createLink, { body: order })
    expect([made.json.slug, theirOwn.json.slug]).not.toContain(noProject.json.slug)
    const found = await as(mine, link.listLinksOfProject, { query: { reference: "order-12" } })
    expect(found.json).toEqual([{ ...made.json, metadata: { cart: "7" } }])

    const { json } = await call(ctx, payment.preparePayment, {
      body: { sender: sender.address, link: made.json.slug },
      headers: fromSomewhere(),
    })
    const params = { id: String(json.payment_id) }
    expect((await as(mine, payment.getPayment, { params })).json.reference).toBe("order-12")
    expect((await as(theirs, payment.getPayment, { params })).status).toBe(404)
    const events = await ctx.db.event.findMany({ where: { object: "payment", objectId: BigInt(json.payment_id) } })
    expect(events.map(({ project: whose }) => whose)).toEqual([mine.id])
    const move = ctx.db.$executeRaw`UPDATE payment SET project_id = ${theirs.id} WHERE id = ${json.payment_id}`
    await expect(move).rejects.toThrow(/keeps what was said/)
  })

  test("carry no more than they may", async ({ ctx, mine, as, receiver }) => {
    const order = { receiver: receiver.address, title: "x" }
    for (const metadata of [
      Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, "v"])),
      { k: "x".repeat(501) },
      { "": "v" },
      { k: 1 },
      { k: "a\0b" },
    ])
      expect((await as(mine, link.createLink, { body: { ...order, metadata } })).status).toBe(400)
    expect((await call(ctx, link.createLink, { body: { ...order, metadata: { k: "v" } } })).status).toBe(400)
    for (const cancel_url of ["javascript:0", "http://shop.example"])
      expect((await as(mine, link.createLink, { body: { ...order, cancel_url } })).status).toBe(400)
  })
})

describe("a project's routes", () => {
  test("say what is wrong, and what is too much", async ({
    ctx,
    elsewhere,
    withoutDatabase,
    mine,
    signedIn,
    stranger,
  }) => {
    const own = await signedIn(stranger)
    const { json } = await call(elsewhere(), project.createProject, { body: { name: "s" }, headers: own })
    const params = { id: String(json.id), key_id: "1" }
    const writes: Contract[] = [project.createProject, project.createKey, project.rotateKey, project.revokeKey]
    for (const contract of writes) {
      const ask = (options: Parameters<typeof call>[2]) => call(elsewhere(), contract, { params, ...options })
      expect((await ask({ body: TOO_LARGE, headers: own })).status, nameOf(contract)).toBe(contract.body ? 413 : 404)
      expect((await ask({ body: { name: 7 }, headers: own, params: { ...params, key_id: "x" } })).status).toBe(400)
      expect((await ask({ body: { name: "x", kind: "secret" }, headers: fromSomewhere() })).status).toBe(401)
      const foreign = { params: { id: String(mine.id), key_id: "1" }, headers: own }
      if (contract !== project.createProject)
        expect((await ask({ ...foreign, body: contract.body ? undefined : {} })).status).toBe(403)
    }
    const cross = { ...own, "sec-fetch-site": "cross-site" }
    expect((await call(elsewhere(), project.createProject, { body: { name: "s" }, headers: cross })).status).toBe(403)
    for (const contract of [project.listProjects, project.listKeys, project.getProject])
      expect((await call(elsewhere(), contract, { params: { id: "x" }, query: "limit=0", headers: own })).status).toBe(
        400,
      )
    for (const contract of contractsSeenIn("app/api/project")) {
      expect((await call(withoutDatabase, contract, { params, headers: own })).status, nameOf(contract)).toBe(500)
      const from = fromSomewhere()
      exhaust(elsewhere(), contract.limit ?? "read", from["x-forwarded-for"])
      expect((await call(elsewhere(), contract, { params, headers: from })).status, nameOf(contract)).toBe(429)
    }
    expect(ctx.config.network).toBe("devnet")
  })
})

// Every wallet may ask for its own, every operator for all.
everyReplyIsSeen("app/api/project", ["GET /api/project 403"])
