import { hkdfSync, type KeyObject, sign } from "node:crypto"
import { Webhook as StandardWebhook } from "standardwebhooks"
import type { Db } from "@/lib/db"
import { ed25519Key, publicKeyText } from "@/lib/ed25519"
import { Secret } from "@/lib/secret"
import { installationKey } from "@/lib/session/installation-key"

/** Bytes of a symmetric secret; the specification wants 24 to 64. */
const SECRET_BYTES = 32

/** What a webhook's messages are signed with. Both are derived, so a copy of the table of webhooks forges nothing. */
export interface WebhookSecrets {
  /** `whsec_…`: whoever has it can sign, too */
  symmetric: Secret
  /** `whpk_…`: whoever has it can only check */
  publicKey: string
}

type Version = { id: bigint; version: number }

/** The secrets of one version of a webhook, in the forms that the Standard Webhooks specification gives them. */
export async function secretsOf(db: Db, of: Version): Promise<WebhookSecrets> {
  const { symmetric, privateKey } = await derive(db, of)
  return { symmetric: new Secret(`whsec_${symmetric.toString("base64")}`), publicKey: publicKeyText(privateKey) }
}

/**
 * Signs a message in both ways, by each of the versions: `v1,` is HMAC-SHA256 and `v1a,` is Ed25519, over
 * `id.timestamp.body` (Standard Webhooks, "Signature scheme").
 *
 * @param versions the one of now, and the one before while secrets are being exchanged
 * @returns what goes into `webhook-signature`
 */
export async function signMessage(
  db: Db,
  webhook: { id: bigint; versions: number[] },
  message: { id: string; timestamp: Date; body: string },
): Promise<string> {
  const { id, timestamp, body } = message
  const seconds = Math.floor(timestamp.getTime() / 1000)
  const signatures: string[] = []
  for (const version of webhook.versions) {
    const { symmetric, privateKey } = await derive(db, { id: webhook.id, version })
    const signature = sign(null, Buffer.from(`${id}.${seconds}.${body}`), privateKey).toString("base64")
    signatures.push(new StandardWebhook(symmetric.toString("base64")).sign(id, timestamp, body), `v1a,${signature}`)
  }
  return signatures.join(" ")
}

async function derive(db: Db, { id, version }: Version): Promise<{ symmetric: Buffer; privateKey: KeyObject }> {
  const key = await installationKey(db, "webhook")
  const part = (purpose: string) =>
    Buffer.from(hkdfSync("sha256", key, "", `${purpose} ${id} ${version}`, SECRET_BYTES))
  return { symmetric: part("hmac"), privateKey: ed25519Key(part("ed25519")) }
}
