import type { Event } from "./generated/api"
import { isSigned, SignatureError } from "./signatures"

/** A message of a webhook, whose signature is good. */
export interface WebhookMessage {
  /** the same one is the same event, however often it arrives */
  id: string
  type: Event["type"] | "webhook.test"
  timestamp: string
  data: Event["data"]
}

export interface VerifyOptions {
  /** how far the message's time may be off, in seconds: 300 unless said otherwise */
  toleranceSeconds?: number
  /** milliseconds */
  now?: number
}

type HeadersLike = Headers | Record<string, string | string[] | undefined>

const TOLERANCE_SECONDS = 300

/**
 * Checks a webhook's message by the Standard Webhooks specification, and reads it.
 *
 * @param body as it came: bytes or text, before anything has parsed it
 * @param headers of the request: `webhook-id`, `webhook-timestamp` and `webhook-signature`
 * @param keys the webhook's `whsec_…` or `whpk_…`; while you exchange them, the old one too
 * @throws SignatureError when no signature is good, or the message is too old or from the future
 */
export async function verifyWebhook(
  body: string | Uint8Array,
  headers: HeadersLike,
  keys: string | readonly string[],
  { toleranceSeconds = TOLERANCE_SECONDS, now = Date.now() }: VerifyOptions = {},
): Promise<WebhookMessage> {
  const [id, timestamp, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) =>
    headerOf(headers, name),
  )
  if (!id || !timestamp || !signatures) throw new SignatureError("The message is not signed.")
  if (!/^\d{1,12}$/.test(timestamp)) throw new SignatureError("The message does not say when it was sent.")
  if (Math.abs(now / 1_000 - Number(timestamp)) > toleranceSeconds)
    throw new SignatureError("The message is too old, or this machine's clock is wrong.")
  const content = typeof body === "string" ? new TextEncoder().encode(body) : body
  const text = joined(new TextEncoder().encode(`${id}.${timestamp}.`), content)
  for (const key of typeof keys === "string" ? [keys] : keys)
    if (await isSigned(text, signatures, key)) return { id, ...read(content) }
  throw new SignatureError("The message's signature is not good.")
}

function read(content: Uint8Array): Omit<WebhookMessage, "id"> {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content))
}

/** Node gives header names in small letters; other programs keep them as they came. */
function headerOf(headers: HeadersLike, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const found = Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1]
  return Array.isArray(found) ? found[0] : found
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}
