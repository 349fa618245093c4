import { expect } from "vitest"
import type { Received } from "@/test/support/inbox"
import { deliverWebhooks } from "./deliver"
import { isSignedBy, webhookStage } from "./deliver.fixture"
import { testWebhook } from "./deliveries"
import { rotateWebhook } from "./manage"

const it = webhookStage()

it("a message is signed with both secrets while they are exchanged", async ({ context, webhook, inbox, db }) => {
  const next = await rotateWebhook(context, webhook.id, 60)
  expect(next.symmetric.reveal()).not.toBe(webhook.symmetric.reveal())
  const send = async () => {
    await testWebhook(context, webhook.id)
    await deliverWebhooks(context)
    return inbox.received.at(-1) as Received
  }
  const both = await send()
  expect([isSignedBy(webhook, both), isSignedBy(next, both)]).toEqual([
    [true, true],
    [true, true],
  ])
  await db.$executeRaw`UPDATE webhook SET previous_until = now()`
  const one = await send()
  expect([isSignedBy(webhook, one), isSignedBy(next, one)]).toEqual([
    [false, false],
    [true, true],
  ])
  expect(JSON.parse(one.body)).toMatchObject({ type: "webhook.test", data: { object: "webhook" } })
  const [{ stored } = { stored: "" }] = await db.$queryRaw<{ stored: string }[]>`
    SELECT string_agg(row_to_json(webhook)::text, '') AS stored FROM webhook`
  expect(stored).not.toContain(webhook.symmetric.reveal().slice(6))
})
