import { HELD, type Sent, sendTransaction } from "@/lib/chain/send"
import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import { meters } from "@/lib/meters"
import { inSpan, sayInSpan } from "@/lib/trace"
import { type OwnerRow, ownerIds } from "./owner"

/**
 * Seconds until a transaction that the node has is sent again: not before a block could have come (CKB aims at one in 8
 * to 20 seconds, RFC 0020).
 */
export const RETRY_WHEN_HELD = 15
/** Until one that the node does not have is: often at first, later as often as blocks come. */
const FIRST_RETRY = 2
const LONGEST_RETRY = 60

/** Sends stored bytes and notes what the node said. Never throws for what a node may answer. */
export async function broadcast(ctx: Context, txHash: Uint8Array, bytes: Uint8Array): Promise<void> {
  return inSpan("transaction.send", {}, async () => {
    const sent = await send(ctx, txHash, bytes)
    const noted = await note(ctx, txHash, sent)
    if (noted) sayInSpan(ownerIds(noted))
    if (sent.accepted && noted?.was_held === false) meters().sentSeconds.observe(noted.seconds)
  })
}

/**
 * Sends what was stored this moment as sent. When the node takes it, as nearly always, there is nothing more to note.
 * Never throws for what a node may answer.
 *
 * @param storedAt of `performance.now()`
 */
export async function broadcastFirst(
  ctx: Context,
  of: { paymentId: bigint; txHash: Uint8Array; bytes: Uint8Array; storedAt: number },
): Promise<void> {
  return inSpan("transaction.send", { payment_id: of.paymentId }, async () => {
    const sent = await send(ctx, of.txHash, of.bytes)
    if (sent.accepted) meters().sentSeconds.observe((performance.now() - of.storedAt) / 1_000)
    else await note(ctx, of.txHash, sent, 0)
  })
}

async function send(ctx: Context, txHash: Uint8Array, bytes: Uint8Array): Promise<Sent> {
  const sent = await sendTransaction(ctx.chain, bytes)
  const { accepted, answer } = sent
  ctx.log[accepted ? "info" : "warn"]({ tx_hash: toHex(txHash), answer }, "transaction sent")
  meters().sends.inc({ accepted: `${accepted}` })
  return sent
}

interface Noted extends OwnerRow {
  was_held: boolean
  seconds: number
}

/** @param sends how many more times it was sent than is stored */
async function note(ctx: Context, txHash: Uint8Array, sent: Sent, sends = 1): Promise<Noted | undefined> {
  const { accepted, invalid, unresolved, feeRefused, answer } = sent
  const [noted] = await ctx.db.$queryRaw<Noted[]>`
    UPDATE chain_transaction t SET sends = t.sends + ${sends}, last_answer = ${answer},
      invalid_since = CASE WHEN ${invalid} THEN coalesce(invalid_since,
        now()) WHEN ${accepted} THEN NULL ELSE invalid_since END,
      unresolved_since = CASE WHEN ${unresolved} THEN coalesce(unresolved_since,
        now()) WHEN ${accepted} THEN NULL ELSE unresolved_since END,
      fee_refused_since = CASE WHEN ${feeRefused} THEN coalesce(fee_refused_since,
        now()) WHEN ${accepted} THEN NULL ELSE fee_refused_since END,
      next_check_at = now() + least(${LONGEST_RETRY},
        ${accepted ? RETRY_WHEN_HELD : FIRST_RETRY} * power(2, least(t.sends, 10))) * interval '1 second'
    FROM (
      SELECT id, coalesce(last_answer = ANY(${[...HELD]}), false) AS was_held FROM chain_transaction
      WHERE tx_hash = ${txHash}
    ) before
    WHERE t.id = before.id AND t.status = 'signed'
    RETURNING was_held, payment_id, settlement_id, pool_operation_id,
      extract(epoch FROM clock_timestamp() - t.created_at)::float8 AS seconds`
  return noted
}
