import { createPublicKey, verify } from "node:crypto"
import pino from "pino"
import { Webhook as StandardWebhook } from "standardwebhooks"
import { freshRowsStage } from "@/lib/payment/rows.fixture"
import { createProject } from "@/lib/project/create"
import { type Received, startInbox } from "@/test/support/inbox"
import { deliverWebhooks } from "./deliver"
import { fanOutEvents } from "./fan-out"
import { createWebhook } from "./manage"
import type { WebhookSecrets } from "./secrets"

/** What tests of webhooks stand on: a project, its webhook, and the shop's server on this machine. */
export function webhookStage() {
  return (
    freshRowsStage({ network: "devnet" })
      .extend("context", ({ ctx }) => ({ ...ctx, log: pino({ level: "silent" }) }))
      .extend("inbox", async ({ db: _ }, { onCleanup }) => {
        const inbox = await startInbox()
        onCleanup(() => inbox.stop())
        return inbox
      })
      .extend("project", ({ context }) => createProject(context, { name: "shop" }))
      .extend("webhook", ({ context, project, inbox }) =>
        createWebhook(context, { projectId: project.id, url: inbox.url }),
      )
      /** A payment of the project, with its first event. */
      .extend(
        "pay",
        ({ rows, project, webhook: _ }) =>
          () =>
            rows.payment({ projectId: project.id }),
      )
      .extend(
        "move",
        ({ db }) =>
          (id: bigint, status: string) =>
            db.$executeRaw`UPDATE payment SET status = ${status} WHERE id = ${id}`,
      )
      .extend("tick", ({ context }) => async () => {
        await fanOutEvents(context)
        for (let tried = 1; tried > 0; ) tried = await deliverWebhooks(context)
      })
      /** As if so many seconds had passed. */
      .extend("later", ({ db }) => async (seconds: number) => {
        await db.$executeRaw`
        UPDATE webhook_delivery SET due_at = due_at - ${seconds} * interval '1 second',
          tried_since = tried_since - ${seconds} * interval '1 second'`
        await db.$executeRaw`UPDATE webhook SET failing_since = failing_since - ${seconds} * interval '1 second'`
      })
      .extend(
        "told",
        ({ inbox }) =>
          () =>
            inbox.received.map(({ body }) => JSON.parse(body)),
      )
  )
}

/** Whether a message is signed by these secrets: by the shared one, and by the key pair. */
export function isSignedBy({ symmetric, publicKey }: WebhookSecrets, { headers, body }: Received): [boolean, boolean] {
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature } = headers
  const hmac = () => {
    try {
      new StandardWebhook(symmetric.reveal()).verify(body, headers as Record<string, string>)
      return true
    } catch {
      return false
    }
  }
  const raw = Buffer.from(publicKey.replace("whpk_", ""), "base64")
  const key = createPublicKey({
    key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]),
    format: "der",
    type: "spki",
  })
  const signatures = String(signature).split(" ")
  const isEd25519 = signatures
    .filter((each) => each.startsWith("v1a,"))
    .some((each) => verify(null, Buffer.from(`${id}.${timestamp}.${body}`), key, Buffer.from(each.slice(4), "base64")))
  return [hmac(), isEd25519]
}
