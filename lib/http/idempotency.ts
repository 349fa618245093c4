import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto"
import { setTimeout as delay } from "node:timers/promises"
import type { Context } from "@/lib/context"
import { IdempotencyConflict } from "@/lib/errors"
import { idempotencyKeyOf } from "./idempotency-key"
import { bigintAsText } from "./problem"

/** How long a request waits for the first one with its key, before it asks its client to come back. */
const WAIT_MS = 5_000
const POLL_MS = 100

/** A reply as it is sent, without what differs each time. */
export interface Reply {
  status: number
  body: string
}

/** A reply, and the little that must be kept to make its body again. */
export interface KeptReply extends Reply {
  kept: string
}

/** One request of one caller. */
export interface Once {
  /** the route; the same key on another route is another key */
  scope: string
  /** who is asking; the same key of somebody else is another key */
  caller: () => Promise<string>
  /** the parsed request */
  input: unknown
  work: () => Promise<KeptReply>
  /** makes the body again, the same bytes, from what was kept */
  recall: (kept: string) => Promise<string>
}

interface Row {
  request_hash: Uint8Array
  status: number | null
  body: string | null
}

/**
 * Answers a repeated request with the reply to the first one, for a day.
 *
 * Only successes are kept: a request that failed booked nothing, so repeating it does the work. What a process left
 * unfinished is taken over after a minute. A row has what the reply cannot be made without, not the reply: that holds a
 * transaction, which the database has already. The database never holds what it would need to read even that, for it
 * may be a client secret: rows are found by a hash of the client's key, and sealed with a key derived from it. Keys
 * that can be guessed would give that away, so they are refused where it matters; and who guesses one all the same is
 * another caller.
 *
 * @throws IdempotencyConflict when the key came with another request, or the first one is still at work
 * @throws ValidationError for a text that is no key, or can be guessed
 */
export async function idempotently(
  ctx: Context,
  request: Request,
  { scope, caller, input, work, recall }: Once,
): Promise<{ reply: Reply; replayed: boolean }> {
  const key = idempotencyKeyOf(ctx, request)
  if (key === null) return { reply: await work(), replayed: false }
  const id = createHash("sha256")
    .update([scope, await caller(), key].join("\0"))
    .digest("hex")
  const requestHash = createHash("sha256")
    .update(JSON.stringify(input, bigintAsText) ?? "")
    .digest()
  const begun = await begin(ctx, id, requestHash)
  if (begun === undefined) {
    const { status, kept } = await firstReply(ctx, id, requestHash, key)
    return { reply: { status, body: await recall(kept) }, replayed: true }
  }
  try {
    const reply = await work()
    await ctx.db.$executeRaw`
      UPDATE idempotency_key SET status = ${reply.status}, body = ${seal(key, reply.kept)}
      WHERE key = ${id} AND status IS NULL AND created_at = ${begun}::timestamptz`
    return { reply, replayed: false }
  } catch (error) {
    await ctx.db.$executeRaw`
      DELETE FROM idempotency_key WHERE key = ${id} AND status IS NULL AND created_at = ${begun}::timestamptz`
    throw error
  }
}

/**
 * @returns when this request took the key, as text (it marks the row as this request's), or undefined when another has
 * it
 */
async function begin({ db }: Context, id: string, requestHash: Uint8Array): Promise<string | undefined> {
  const rows = await db.$queryRaw<{ begun: string }[]>`
    INSERT INTO idempotency_key AS k (key, request_hash) VALUES (${id}, ${requestHash})
    ON CONFLICT (key) DO UPDATE SET request_hash = excluded.request_hash, status = NULL, body = NULL, created_at = now()
      WHERE k.created_at < now() - interval '24 hours' OR (k.status IS NULL
        AND k.created_at < now() - interval '1 minute')
    RETURNING created_at::text AS begun`
  return rows[0]?.begun
}

async function firstReply(
  { db }: Context,
  id: string,
  requestHash: Uint8Array,
  key: string,
): Promise<Pick<KeptReply, "status" | "kept">> {
  const deadline = Date.now() + WAIT_MS
  do {
    const [row] = await db.$queryRaw<Row[]>`SELECT request_hash, status, body FROM idempotency_key WHERE key = ${id}`
    // The first request failed and left no trace.
    if (!row) break
    if (!Buffer.from(row.request_hash).equals(requestHash)) {
      throw new IdempotencyConflict(
        "This Idempotency-Key came with another request before. Nothing was done. Use a new key.",
      )
    }
    if (row.status !== null && row.body !== null) return { status: row.status, kept: unseal(key, row.body) }
    await delay(POLL_MS)
  } while (Date.now() < deadline)
  throw new IdempotencyConflict("The first request with this Idempotency-Key is not done yet. Send this one again.", {
    retryAfter: 1,
  })
}

/**
 * What a reply was about, to be said again.
 *
 * @throws IdempotencyConflict when that is gone: an old backup was restored
 */
export function stillThere<T>(found: T | undefined): T {
  if (found !== undefined) return found
  throw new IdempotencyConflict("What this Idempotency-Key stood for is gone. Nothing was done. Use a new key.")
}

function sealKey(key: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", key, "", "micro-pay idempotent reply", 32))
}

function seal(key: string, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv("aes-256-gcm", sealKey(key), nonce)
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64")
}

function unseal(key: string, text: string): string {
  const bytes = Buffer.from(text, "base64")
  const cipher = createDecipheriv("aes-256-gcm", sealKey(key), bytes.subarray(0, 12))
  cipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString("utf8")
}
