import { type ActorName, nameOf, type Person } from "@/lib/actor"
import { audit } from "@/lib/audit"
import type { Context } from "@/lib/context"
import type { Db, DbTransaction } from "@/lib/db"
import { Forbidden, NotFound, StateMismatch } from "@/lib/errors"
import { formatCkb, type Shannons, shannons } from "@/lib/money"

/** What one person alone may decide only up to FOUR_EYES_CKB in a day. */
export const DECISIONS = ["approve_payout", "raise_day_limit", "withdraw_fees"] as const
export type DecisionKind = (typeof DECISIONS)[number]

export interface Decision {
  action: DecisionKind
  /** an address; null where the day's limit is raised */
  recipient: string | null
  /** shannons */
  amount: Shannons
  reason: string
}

/** Long enough for a weekend. */
const HOURS_TO_CONFIRM = 72

/**
 * Whether this is more than the person may decide alone now: with what they have decided alone in the last 24 hours, so
 * that cutting a sum into pieces does not help.
 */
export async function needsAnother(ctx: Context<Person>, db: Db | DbTransaction, decision: Decision): Promise<boolean> {
  const { fourEyes } = ctx.config
  if (fourEyes === undefined) return false
  const [row] = await db.$queryRaw<{ alone: bigint }[]>`
    SELECT coalesce(sum(amount), 0)::bigint AS alone FROM operator_decision
    WHERE actor = ${nameOf(ctx.actor)} AND created_at > now() - interval '24 hours' AND expires_at IS NULL`
  return (row?.alone ?? 0n) + decision.amount > fourEyes
}

/**
 * Records what one person decides alone, in the database transaction that does it. Decisions queue here, so that two at
 * once cannot both take what is left of the sum.
 *
 * @returns false when it needs another person; nothing is recorded then
 */
export async function decideAlone(ctx: Context<Person>, db: DbTransaction, decision: Decision): Promise<boolean> {
  await db.$queryRaw`SELECT FROM pg_advisory_xact_lock(hashtext('micro-pay operator decision'))`
  if (await needsAnother(ctx, db, decision)) return false
  await db.operatorDecision.create({ data: { ...decision, actor: nameOf(ctx.actor) } })
  return true
}

/** @returns the number under which another person confirms it */
export async function propose(ctx: Context<Person>, db: DbTransaction, decision: Decision): Promise<bigint> {
  const [proposed] = await db.$queryRaw<{ id: bigint }[]>`
    INSERT INTO operator_decision (action, recipient, amount, reason, actor, expires_at)
    VALUES (${decision.action}, ${decision.recipient}, ${decision.amount}, ${decision.reason}, ${nameOf(ctx.actor)},
      now() + ${HOURS_TO_CONFIRM} * interval '1 hour') RETURNING id`
  if (!proposed) throw new Error("no proposal was stored")
  const subject = `${proposed.id}: ${describe(decision)}`
  await audit(db, ctx, { action: "propose", subject, reason: decision.reason })
  return proposed.id
}

/**
 * Takes a proposal for its confirmation, in the database transaction that does what was proposed. Once, by another
 * person than who proposed it (a CHECK holds this as well), and only while that one may still approve.
 *
 * @throws NotFound, Forbidden for the one who proposed it, StateMismatch when it can no longer be confirmed
 */
export async function takeProposal(ctx: Context<Person>, db: DbTransaction, id: bigint): Promise<Decision> {
  const by = nameOf(ctx.actor)
  const [taken] = await db.$queryRaw<Decision[]>`
    UPDATE operator_decision d SET confirmed_by = ${by}, confirmed_at = now()
    WHERE id = ${id} AND actor <> ${by} AND expires_at > now() AND confirmed_at IS NULL AND withdrawn_at IS NULL
      AND (actor = 'command' OR EXISTS (SELECT FROM operator o
        WHERE 'operator:' || o.name = d.actor AND o.disabled_at IS NULL AND 'approve' = ANY (o.roles)))
    RETURNING action, recipient, amount, reason`
  if (!taken) throw await whyNot(db, id, by)
  return taken
}

async function whyNot(db: Db | DbTransaction, id: bigint, by: ActorName) {
  const known = await db.operatorDecision.findFirst({ where: { id, expiresAt: { not: null } } })
  if (!known) return new NotFound(`There is no proposal ${id}. Nothing was done.`)
  if (known.actor === by)
    return new Forbidden("You have proposed this yourself. Another operator must confirm it. Nothing was done.")
  return new StateMismatch(`Proposal ${id} is done, withdrawn or over. Nothing was done.`)
}

/** @throws NotFound when it is not open */
export async function withdrawProposal(
  ctx: Context<Person>,
  { id, reason }: { id: bigint; reason: string },
): Promise<void> {
  await ctx.db.$transaction(async (db) => {
    const withdrawn = await db.$executeRaw`
      UPDATE operator_decision SET withdrawn_at = now()
      WHERE id = ${id} AND expires_at > now() AND confirmed_at IS NULL AND withdrawn_at IS NULL`
    if (withdrawn === 0) throw new NotFound(`There is no open proposal ${id}.`)
    await audit(db, ctx, { action: "withdraw_proposal", subject: String(id), reason })
  })
}

export interface Proposal extends Decision {
  id: bigint
  /** who proposes it */
  actor: ActorName
  createdAt: Date
  expiresAt: Date
}

/** Those that can still be confirmed, the oldest first. */
export async function openProposals({ db }: Context): Promise<Proposal[]> {
  const rows = await db.$queryRaw<Proposal[]>`
    SELECT id, action, recipient, amount, reason, actor, created_at AS "createdAt", expires_at AS "expiresAt"
    FROM operator_decision WHERE expires_at > now() AND confirmed_at IS NULL AND withdrawn_at IS NULL ORDER BY id`
  return rows.map((row) => ({ ...row, amount: shannons(row.amount) }))
}

export async function findProposal(ctx: Context, id: bigint): Promise<Proposal> {
  const proposal = (await openProposals(ctx)).find((open) => open.id === id)
  if (!proposal) throw new NotFound(`There is no open proposal ${id}. Nothing was done.`)
  return proposal
}

/** In the words of the audit log. */
export function describe({ action, recipient, amount }: Pick<Decision, "action" | "recipient" | "amount">): string {
  const what = { approve_payout: "payout", raise_day_limit: "day's limit raised by", withdraw_fees: "fees" }[action]
  return `${what} ${formatCkb(amount)} CKB${recipient === null ? "" : ` to ${recipient}`}`
}
