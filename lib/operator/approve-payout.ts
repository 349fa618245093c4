import type { Person } from "@/lib/actor"
import { audit } from "@/lib/audit"
import { parseAddress } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { NotFound } from "@/lib/errors"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { formatCkb, type Shannons, shannons } from "@/lib/money"
import { type Decision, decideAlone, type Proposal, propose, takeProposal } from "./four-eyes"

interface Approval {
  /** shannons */
  amount: Shannons
  reason: string
}

/** Done at once, or proposed: the number under which another person confirms it. */
export type Decided = { status: "done" } | { status: "proposed"; proposal: bigint }

/**
 * Lets one payout to a receiver pass, of this amount at most, whatever the limits, within seven days. It is used by the
 * first payout to them that is above the limits, and again only if that one fails. Above what one person may decide
 * alone it is only proposed.
 *
 * @throws ValidationError for an address that is none of this network
 */
export async function approvePayout(
  ctx: Context<Person>,
  { receiver, amount, reason }: Approval & { receiver: string },
): Promise<Decided> {
  const { address } = await parseAddress(ctx.chain, receiver, "receiver")
  return decide(ctx, { action: "approve_payout", recipient: address, amount, reason })
}

/**
 * Raises what may be paid out in 24 hours, for the next 24 hours. Above what one person may decide alone it is only
 * proposed.
 */
export async function raiseDayLimit(ctx: Context<Person>, { amount, reason }: Approval): Promise<Decided> {
  return decide(ctx, { action: "raise_day_limit", recipient: null, amount, reason })
}

async function decide(ctx: Context<Person>, decision: Decision): Promise<Decided> {
  const lockHash = await lockHashOf(ctx, decision)
  return ctx.db.$transaction(async (db): Promise<Decided> => {
    if (!(await decideAlone(ctx, db, decision)))
      return { status: "proposed", proposal: await propose(ctx, db, decision) }
    await approve(ctx, db, decision, lockHash, decision.reason)
    return { status: "done" }
  })
}

/** Does what another person has proposed. @throws what `takeProposal` throws */
export async function confirmApproval(ctx: Context<Person>, proposal: Proposal, reason: string): Promise<void> {
  const lockHash = await lockHashOf(ctx, proposal)
  await ctx.db.$transaction(async (db) => {
    await approve(ctx, db, await takeProposal(ctx, db, proposal.id), lockHash, reason, proposal.id)
  })
}

async function lockHashOf(ctx: Context, { recipient }: Decision): Promise<Hex | null> {
  return recipient === null ? null : (await parseAddress(ctx.chain, recipient, "receiver")).lockHash
}

async function approve(
  ctx: Context<Person>,
  db: DbTransaction,
  { action, recipient, amount }: Decision,
  lockHash: Hex | null,
  reason: string,
  proposal?: bigint,
): Promise<void> {
  await db.payoutApproval.create({
    data: { lockHash: lockHash === null ? null : fromHex(lockHash), receiver: recipient, amount },
  })
  const what = recipient === null ? "the day's payouts, by" : `${recipient}, at most`
  const confirmed = proposal === undefined ? "" : `, as proposed in ${proposal}`
  await audit(db, ctx, { action, subject: `${what} ${formatCkb(amount)} CKB${confirmed}`, reason })
}

export interface OpenApproval {
  id: bigint
  /** An address, or of old ones only the lock's hash; null for the day's limit */
  receiver: string | null
  amount: Shannons
  expiresAt: Date
}

/** Approvals that a payout could still use, and raises of the day's limit that still count; the oldest first. */
export async function openApprovals({ db }: Context): Promise<OpenApproval[]> {
  const rows = await db.$queryRaw<
    { id: bigint; receiver: string | null; lockHash: Uint8Array | null; amount: bigint; expiresAt: Date }[]
  >`
    SELECT a.id, a.receiver, a.lock_hash AS "lockHash", a.amount,
      CASE WHEN a.lock_hash IS NULL THEN a.created_at + interval '24 hours' ELSE a.expires_at END AS "expiresAt"
    FROM payout_approval a LEFT JOIN settlement used ON used.id = a.settlement_id
    WHERE a.withdrawn_at IS NULL AND a.expires_at > now() AND (used.id IS NULL OR used.status = 'failed')
      AND (a.lock_hash IS NOT NULL OR a.created_at > now() - interval '24 hours')
    ORDER BY a.id`
  return rows.map(({ id, receiver, lockHash, amount, expiresAt }) => ({
    ...{ id, expiresAt },
    receiver: receiver ?? (lockHash && toHex(lockHash)),
    amount: shannons(amount),
  }))
}

/**
 * Takes back an approval that nothing has used.
 *
 * @throws NotFound when there is none, or a payout uses it
 */
export async function withdrawApproval(
  ctx: Context<Person>,
  { id, reason }: { id: bigint; reason: string },
): Promise<void> {
  await ctx.db.$transaction(async (db) => {
    // Payouts take approvals under this lock: none is used and taken back at once.
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('payout limits'))`
    const withdrawn = await db.$executeRaw`
      UPDATE payout_approval a SET withdrawn_at = now()
      WHERE id = ${id} AND withdrawn_at IS NULL AND expires_at > now()
        AND NOT EXISTS (SELECT FROM settlement s WHERE s.id = a.settlement_id AND s.status <> 'failed')`
    if (withdrawn === 0) throw new NotFound(`There is no approval ${id} that could still be used.`)
    await audit(db, ctx, { action: "withdraw_approval", subject: String(id), reason })
  })
}
