import { inVerb } from "@/lib/failpoint"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { createProject } from "@/lib/project/create"
import { deliverWebhooks } from "@/lib/webhook/deliver"
import { fanOutEvents } from "@/lib/webhook/fan-out"
import { createWebhook } from "@/lib/webhook/manage"
import { startInbox } from "@/test/support/inbox"
import { ckb } from "@/test/support/payment"
import type { Scenario, Server } from "../scenario"
import { comesThrough } from "../scenario-steps"

/** A shop's server is told of a payment, from its beginning to its end. */
export const tellAShop: Scenario = {
  run: async ({ ctx, sender, receiver }) => {
    const shop = await startInbox()
    const { id: projectId } = await createProject(ctx, { name: "shop" })
    await createWebhook(ctx, { projectId, url: shop.url })
    const order = { sender: sender.address, receiver: receiver.address, amount: ckb("20"), splits: [], projectId }
    const { paymentId, rawTx } = await preparePayment(ctx, order)
    await tell(ctx)
    await submitPayment(ctx, { paymentId, rawTx: await sender.sign(rawTx) })
    await comesThrough(ctx)
    await tell(ctx)
    await shop.stop()
  },
  // The shop's server comes back at another address, and is told what it has not been told, in order.
  expect: async ({ ctx, expect }) => {
    const shop = await startInbox()
    await ctx.db.$executeRaw`UPDATE webhook SET url = ${shop.url}`
    await ctx.db.$executeRaw`UPDATE webhook_delivery SET due_at = now() WHERE status = 'pending'`
    const known = await ctx.db.webhookDelivery.findMany({ where: { status: "delivered" }, orderBy: { id: "asc" } })
    for (let more = 1; more > 0; ) more = (await fanOutEvents(ctx)) + (await deliverWebhooks(ctx))
    await shop.stop()
    const told = shop.received.map(({ headers }) => Number(headers["webhook-id"]))
    const events = await ctx.db.event.findMany({ where: { project: { not: null } }, orderBy: { id: "asc" } })
    expect([...known.map(({ eventId }) => Number(eventId)), ...told]).toEqual(events.map(({ id }) => Number(id)))
    expect(await ctx.db.webhookDelivery.count({ where: { status: { not: "delivered" } } })).toBe(0)
  },
}

async function tell(ctx: Server["ctx"]): Promise<void> {
  await inVerb("tell", async () => {
    await fanOutEvents(ctx)
    for (let tried = 1; tried > 0; ) tried = await deliverWebhooks(ctx)
  })
}
