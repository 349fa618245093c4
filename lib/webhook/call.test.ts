import { describe, expect } from "vitest"
import { startInbox } from "@/test/support/inbox"
import { deliverWebhooks } from "./deliver"
import { webhookStage } from "./deliver.fixture"
import { listDeliveries, testWebhook } from "./deliveries"
import { createWebhook } from "./manage"

const it = webhookStage()

describe("a message", () => {
  it.for([301, 302, 307, 308])(
    "that is answered with %i is not sent elsewhere",
    async (status, { inbox, pay, tick }) => {
      const elsewhere = await startInbox()
      inbox.answer((_, response) => {
        response.writeHead(status, { location: elsewhere.url }).end()
      })
      await pay()
      await tick()
      expect([inbox.received.length, elsewhere.received.length]).toEqual([1, 0])
      await elsewhere.stop()
    },
  )

  it("is delivered when the answer begins, however long it goes on", async ({ db, inbox, pay, tick }) => {
    inbox.answer((_, response) => {
      response.writeHead(200)
      const endless = setInterval(() => response.write("x".repeat(65_536)), 1)
      response.on("close", () => clearInterval(endless))
    })
    await pay()
    await tick()
    expect(await db.webhookDelivery.count({ where: { status: "delivered" } })).toBe(1)
  })

  it.for([
    ["testnet", "https://127.0.0.1:1/"],
    ["testnet", "https://[::1]:1/"],
    ["testnet", "https://[::ffff:127.0.0.1]:1/"],
    ["testnet", "https://localhost:1/"],
    ["testnet", "https://2130706433/"],
    ["testnet", "https://10.0.0.1/"],
    ["testnet", "https://100.64.0.1/"],
    ["testnet", "https://[fd00::1]/"],
    ["testnet", "https://169.254.169.254/latest/meta-data/"],
    ["testnet", "https://168.63.129.16/"],
    ["devnet", "http://192.168.0.1/"],
    ["devnet", "http://169.254.169.254/"],
    ["devnet", "http://0.0.0.0:1/"],
  ] as const)("is sent on the %s to no address like %s", async ([network, url], { context, project }) => {
    const elsewhere = { ...context, config: { ...context.config, network } }
    const { id } = await createWebhook(elsewhere, { projectId: project.id, url })
    await testWebhook(elsewhere, id)
    await deliverWebhooks(elsewhere)
    const { items } = await listDeliveries(elsewhere, { webhookId: id, limit: 1 })
    expect(items[0]?.log).toMatchObject([{ statusCode: null, failure: "refused_address" }])
  })
})
