import { describe, expect } from "vitest"
import { CONTRACTS } from "@/lib/http/api/contracts"
import * as link from "@/lib/http/api/link"
import * as payment from "@/lib/http/api/payment"
import { getTotalOfInfo, getTotals } from "@/lib/http/api/totals"
import * as webhook from "@/lib/http/api/webhook"
import { type Answer, call } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import { stopEvents } from "@/lib/http/event-stream"
import { revokeKey } from "@/lib/project/keys"
import { KEY_SCOPES } from "@/lib/project/types"
import { fromSomewhere } from "@/test/support/api"
import { bearer } from "@/test/support/keys"
import { projectStage } from "@/test/support/projects"

const PAGE = "https://shop.example"
/** What a project has one of. */
type Named = Record<"slug" | "payment" | "webhook" | "delivery", string>

const nameOf = ({ method, path }: Contract) => `${method} ${path}`

const test = projectStage()

describe("an API key", () => {
  /** What each route is asked for that a key can call: something of `mine`. */
  const inputFor = (contract: Contract, has: Named, receiver: string, sender: string) => {
    const bodies = new Map<Contract, unknown>([
      [payment.preparePayment, { sender, link: has.slug, amount: "200000000" }],
      [link.createLink, { receiver, title: "x", amount: "200000000" }],
      [link.editLink, { title: "y" }],
      [webhook.createWebhook, { url: "https://shop.example/" }],
      [getTotals, { by: "info", keys: ["x"] }],
    ])
    const id = has[contract.access as "webhook" | "delivery"] ?? has.payment
    const query = contract === (getTotalOfInfo as Contract) ? "info=x" : ""
    return { params: { slug: has.slug, id, did: "did:x" }, query, body: bodies.get(contract) }
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
      // What is only prepared is neither refunded nor proved: who is told so was let in.
      const codeOf = ({ status, json: reply }: Answer) =>
        status < 400 || reply.code === "STATE_MISMATCH" ? "" : reply.code
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

  test("that a page shows pays through links alone: who reads it cannot pay themselves under an order of the project", async ({
    elsewhere,
    mine,
    keyFor,
    as,
    sender,
    receiver,
    stranger,
  }) => {
    const { json: order } = await as(mine, link.createLink, { body: { receiver: receiver.address, title: "x" } })
    const { text } = await keyFor(mine, { kind: "publishable", origins: [PAGE] })
    const headers = { ...fromSomewhere(), ...bearer(text.reveal()), origin: PAGE }
    const prepare = (body: object) => call(elsewhere(), payment.preparePayment, { body, headers })
    const own = {
      sender: sender.address,
      receiver: stranger.address,
      amount: "100",
      reference: "order 3",
      info: "post",
    }
    expect((await prepare(own)).json).toMatchObject({ status: 403, code: "FORBIDDEN" })
    const through = await prepare({ sender: sender.address, link: order.slug, amount: "200000000" })
    expect(through.status).toBe(201)
    const wrong = { sender: sender.address, receiver: stranger.address, link: order.slug, amount: "200000000" }
    expect((await prepare(wrong)).status).toBe(400)
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
