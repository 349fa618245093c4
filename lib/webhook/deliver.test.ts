import { Client } from "pg"
import { describe, expect } from "vitest"
import { createProject } from "@/lib/project/create"
import { deliverWebhooks } from "./deliver"
import { isSignedBy, webhookStage } from "./deliver.fixture"
import { listDeliveries, resendDelivery } from "./deliveries"
import { fanOutEvents } from "./fan-out"
import { createWebhook, disableWebhook, enableWebhook, getWebhook } from "./manage"

const DAYS = 24 * 3_600

const it = webhookStage()

describe("a webhook hears of its project's events", () => {
  it("each once, in order, signed in both ways, with the state of that moment", async ({
    webhook,
    inbox,
    pay,
    move,
    tick,
    told,
    rows,
  }) => {
    const id = await pay()
    await rows.payment()
    await move(id, "submitted")
    await move(id, "committed")
    await tick()
    await tick()
    expect(told().map(({ type, data }) => [type, data.id, data.status, data.sequence])).toEqual([
      ["payment.prepared", Number(id), "prepared", 1],
      ["payment.submitted", Number(id), "submitted", 2],
      ["payment.committed", Number(id), "committed", 3],
    ])
    expect(told()[0].data).toMatchObject({ object: "payment", amount: "100", receiver: "r", reference: null })
    for (const message of inbox.received) expect(isSignedBy(webhook, message)).toEqual([true, true])
    const [first] = inbox.received
    if (first) expect(isSignedBy(webhook, { ...first, body: first.body.replace("100", "900") })).toEqual([false, false])
    expect(new Set(inbox.received.map(({ headers }) => headers["webhook-id"])).size).toBe(3)
  })

  it("of those types alone that it asked for, and from its making on", async ({
    context,
    project,
    inbox,
    pay,
    move,
    tick,
    told,
    webhook,
  }) => {
    const id = await pay()
    await tick()
    await disableWebhook(context, webhook.id)
    const types = ["payment.committed"] as const
    await createWebhook(context, { projectId: project.id, url: `${inbox.url}/paid`, types: [...types] })
    await move(id, "submitted")
    await move(id, "committed")
    await tick()
    expect(told().map(({ type }) => type)).toEqual(["payment.prepared", "payment.committed"])
    expect(inbox.received.at(-1)?.path).toBe("/paid")
  })

  it("later where its server fails, with the same words, and what comes after waits; others do not", async ({
    inbox,
    pay,
    move,
    tick,
    later,
    told,
  }) => {
    const [id, other] = [await pay(), await pay()]
    await move(id, "submitted")
    inbox.answer(({ body }, response) => {
      response.writeHead(JSON.parse(body).data.id === Number(id) ? 500 : 200).end()
    })
    await tick()
    await tick()
    expect(told().map(({ data }) => data.id)).toEqual([Number(id), Number(other)])
    await later(4)
    await tick()
    expect(told()).toHaveLength(2)
    inbox.answer(200)
    await later(2)
    await tick()
    expect(told().map(({ data }) => [data.id, data.sequence])).toEqual([
      [Number(id), 1],
      [Number(other), 1],
      [Number(id), 1],
      [Number(id), 2],
    ])
    const [first, , again] = inbox.received
    expect([again?.body, again?.headers["webhook-id"]]).toEqual([first?.body, first?.headers["webhook-id"]])
  })

  it("each, also where it commits later than one with a larger id", async ({
    database,
    db,
    project,
    webhook,
    tick,
    told,
  }) => {
    const make = (slug: string) =>
      `INSERT INTO payment_link (slug, receiver, receiver_lock_hash, presets, title, one_time, project_id)
       VALUES ('${slug}', 'r', sha256('r'), '{}', 't', false, ${project.id})`
    expect(webhook.projectId).toBe(project.id)
    const early = new Client({ connectionString: database.url })
    await early.connect()
    await early.query("BEGIN")
    await early.query(make("0123456789ab"))
    await db.$executeRawUnsafe(make("0123456789ac"))
    await tick()
    await early.query("COMMIT")
    await early.end()
    await tick()
    expect(told().map(({ data }) => data.id)).toEqual(["0123456789ab", "0123456789ac"])
  })

  it("again when the process that was at it has died, and no sooner", async ({
    db,
    context,
    pay,
    later,
    told,
    inbox,
  }) => {
    await pay()
    await fanOutEvents(context)
    // What a claim leaves behind whose process is killed before it has written down what came of it.
    await db.$executeRaw`
      UPDATE webhook_delivery SET attempts = 1, tried_since = now(), due_at = now() + interval '60 seconds'`
    expect(await deliverWebhooks(context)).toBe(0)
    await later(61)
    expect(await deliverWebhooks(context)).toBe(1)
    expect(told()).toHaveLength(1)
    expect(inbox.received).toHaveLength(1)
  })

  it("once from however many instances, while payments are made", async ({ context, pay, told, db }) => {
    const ids: bigint[] = []
    const work = async () => {
      for (let round = 0; round < 6; round++) {
        ids.push(await pay())
        await fanOutEvents(context)
        await deliverWebhooks(context)
      }
    }
    await Promise.all([work(), work(), work()])
    for (let more = 1; more > 0; ) more = (await fanOutEvents(context)) + (await deliverWebhooks(context))
    expect(
      told()
        .map(({ data }) => data.id)
        .sort(),
    ).toEqual(ids.map(Number).sort())
    expect(await db.webhookDelivery.count({ where: { status: "delivered" } })).toBe(ids.length)
  })
})

describe("a webhook that takes nothing", () => {
  it("is tried with growing gaps for three days, then given up and disabled", async ({
    context,
    webhook,
    inbox,
    pay,
    tick,
    later,
    db,
  }) => {
    inbox.answer(503)
    await pay()
    await tick()
    const gaps: number[] = []
    for (let tries = 1; tries < 13; tries++) {
      const [row] = await db.$queryRaw<{ seconds: number; status: string }[]>`
        SELECT extract(epoch FROM due_at - now())::float AS seconds, status FROM webhook_delivery`
      expect(row?.status, `${tries}`).toBe("pending")
      gaps.push(Math.round(row?.seconds ?? 0))
      await later((row?.seconds ?? 0) + 1)
      await tick()
    }
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b))
    expect(gaps.reduce((sum, gap) => sum + gap, 0)).toBeCloseTo(3 * DAYS, -2)
    const { items } = await listDeliveries(context, { webhookId: webhook.id, limit: 5 })
    expect(items).toMatchObject([{ status: "failed", attempts: 13, dueAt: null }])
    expect(items[0]?.log.slice(0, 2)).toMatchObject([{ statusCode: 503, failure: null }, { statusCode: 503 }])
    expect((await getWebhook(context, webhook.id)).disabled).toMatchObject({ for: "failing" })
    await pay()
    await tick()
    expect(inbox.received).toHaveLength(13)
    await enableWebhook(context, webhook.id)
    inbox.answer(204)
    await resendDelivery(context, items[0]?.id ?? 0n)
    await tick()
    expect(inbox.received).toHaveLength(14)
    expect((await getWebhook(context, webhook.id)).failingSince).toBeNull()
  })

  it("and says 410 is disabled at once; what was due stays due", async ({
    context,
    webhook,
    inbox,
    pay,
    tick,
    later,
  }) => {
    inbox.answer(410)
    await pay()
    await tick()
    expect((await getWebhook(context, webhook.id)).disabled).toMatchObject({ for: "gone" })
    inbox.answer(200)
    await later(10)
    await tick()
    expect(inbox.received).toHaveLength(1)
    await enableWebhook(context, webhook.id)
    await tick()
    expect(inbox.received).toHaveLength(2)
  })

  it("does not keep another project's waiting", async ({ context, webhook: _, inbox, pay, tick, rows }) => {
    const other = await createProject(context, { name: "other" })
    await createWebhook(context, { projectId: other.id, url: `${inbox.url}/other` })
    inbox.answer(({ path }, response) => {
      response.writeHead(path === "/other" ? 200 : 500).end()
    })
    for (let i = 0; i < 20; i++) await pay()
    await tick()
    await rows.payment({ projectId: other.id })
    await tick()
    expect(inbox.received.filter(({ path }) => path === "/other")).toHaveLength(1)
  })
})
