import { HELD, sendTransaction } from "@/lib/chain/send"
import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import { meters } from "@/lib/meters"
import { inSpan, sayInSpan } from "@/lib/trace"
import { type OwnerRow, ownerIds } from "./owner"

/** Seconds until a transaction that has not committed is sent again: often at first, later as often as blocks come. */
const FIRST_RETRY = 2
const LONGEST_RETRY = 60

/** Sends stored bytes and notes what the node said. Never throws for what a node may answer. */
export async function broadcast(ctx: Context, txHash: Uint8Array, bytes: Uint8Array): Promise<void> {
  return inSpan("transaction.send", {}, () => send(ctx, txHash, bytes))
}

async function send(ctx: Context, txHash: Uint8Array, bytes: Uint8Array): Promise<void> {
  const { accepted, invalid, unresolved, feeRefused, answer } = await sendTransaction(ctx.chain, bytes)
  ctx.log[accepted ? "info" : "warn"]({ tx_hash: toHex(txHash), answer }, "transaction sent")
  const { sends, sentSeconds } = meters()
  sends.inc({ accepted: `${accepted}` })
  const [noted] = await ctx.db.$queryRaw<(OwnerRow & { was_held: boolean; seconds: number })[]>`
    UPDATE chain_transaction t SET sends = t.sends + 1, last_answer = ${answer},
      invalid_since = CASE WHEN ${invalid} THEN coalesce(invalid_since,
        now()) WHEN ${accepted} THEN NULL ELSE invalid_since END,
      unresolved_since = CASE WHEN ${unresolved} THEN coalesce(unresolved_since,
        now()) WHEN ${accepted} THEN NULL ELSE unresolved_since END,
      fee_refused_since = CASE WHEN ${feeRefused} THEN coalesce(fee_refused_since,
        now()) WHEN ${accepted} THEN NULL ELSE fee_refused_since END,
      next_check_at = now() + least(${LONGEST_RETRY},
        ${FIRST_RETRY} * power(2, least(t.sends, 10))) * interval '1 second'
    FROM (
      SELECT id, coalesce(last_answer = ANY(${[...HELD]}), false) AS was_held FROM chain_transaction
      WHERE tx_hash = ${txHash}
    ) before
    WHERE t.id = before.id AND t.status = 'signed'
    RETURNING was_held, payment_id, settlement_id, pool_operation_id,
      extract(epoch FROM clock_timestamp() - t.created_at)::float8 AS seconds`
  if (noted) sayInSpan(ownerIds(noted))
  if (accepted && noted?.was_held === false) sentSeconds.observe(noted.seconds)
}
