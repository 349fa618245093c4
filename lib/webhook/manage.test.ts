import { expect } from "vitest"
import { webhookLoop } from "@/lib/jobs/registry"
import { createProject } from "@/lib/project/create"
import { deliverWebhooks } from "./deliver"
import { webhookStage } from "./deliver.fixture"
import { fanOutEvents } from "./fan-out"
import { createWebhook } from "./manage"

const it = webhookStage()

it("an address that is none, or holds a password, is no webhook's; and a project has twenty", async ({
  context,
  project,
}) => {
  const make = (url: string) => createWebhook(context, { projectId: project.id, url })
  for (const url of ["", "shop.example", "ftp://shop.example/", "https://a:b@shop.example/", "https://shop.example/#a"])
    await expect(make(url), url).rejects.toMatchObject({ code: "VALIDATION_ERROR" })
  const elsewhere = { ...context, config: { ...context.config, network: "testnet" as const } }
  const plain = createWebhook(elsewhere, { projectId: project.id, url: "http://shop.example/" })
  await expect(plain).rejects.toMatchObject({ code: "VALIDATION_ERROR" })
  for (let made = 0; made < 20; made++) await make("https://shop.example/")
  await expect(make("https://shop.example/")).rejects.toMatchObject({ code: "STATE_MISMATCH" })
})

it("the first webhook hears of what happens from then on, and of nothing while nobody listened", async ({
  context,
  db,
  rows,
  inbox,
}) => {
  const shop = await createProject(context, { name: "shop" })
  for (let before = 0; before < 3; before++) await rows.payment({ projectId: shop.id })
  // Whoever comes second waits for the first, and must not move on past what the first is to hear of.
  const make = () => createWebhook(context, { projectId: shop.id, url: inbox.url })
  await Promise.all([make(), make().then(() => rows.payment({ projectId: shop.id }))])
  await make()
  await fanOutEvents(context)
  for (let tried = 1; tried > 0; ) tried = await deliverWebhooks(context)
  expect(await db.event.count({ where: { project: shop.id } })).toBe(4)
  expect(inbox.received.length).toBeGreaterThanOrEqual(2)
  expect(new Set(inbox.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1)
})

it("without a webhook the loop asks the database once and sleeps; with a quiet one it asks three times", async ({
  context,
  project,
  rows,
}) => {
  let statements = 0
  const count = ({ args, query }: { args: unknown; query: (args: unknown) => Promise<unknown> }) => {
    statements += 1
    return query(args)
  }
  const db = context.db.$extends({ query: { $allOperations: count } })
  const counted = { ...context, db, actor: { kind: "platform", job: "test" } } as never
  expect([await webhookLoop.run(counted), statements]).toEqual(["sleep", 1])
  await rows.payment()
  await createWebhook(context, { projectId: project.id, url: "https://shop.example/" })
  statements = 0
  expect([await webhookLoop.run(counted), statements]).toEqual(["wait", 3])
})
