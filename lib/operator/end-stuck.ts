import type { PlatformActor } from "@/lib/actor"
import { type OutPoint, outPointKey } from "@/lib/chain/cells"
import { deadOutPoints } from "@/lib/chain/sight"
import { dependenciesOfBytes } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import { StateMismatch } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, toHex } from "@/lib/hex"
import { kindAndId, type Owner, type OwnerRow, ownerOf } from "@/lib/transaction/owner"
import { endTransaction } from "./end-transaction"

/** A node that is upgraded or restarted may be wrong for a while. */
const PATIENCE_SECONDS = 3_600
const BATCH = 20

interface Signed extends OwnerRow {
  tx_hash: Uint8Array
  bytes: Uint8Array
  last_answer: string | null
}

/**
 * Ends transactions that would bind their cells for ever, because nothing else ever spends an input of theirs. Nothing
 * is lost when the node is wrong about one: the chain still takes either of the two.
 *
 * @returns the hashes of what was ended
 * @throws CatchingUp while the newest blocks are not taken in; ChainError when the node does not answer
 */
export async function endStuck(ctx: Context<PlatformActor>): Promise<{ ended: string[] }> {
  const invalid = await endAll(ctx, await findInvalid(ctx), "The node has called it invalid for an hour")
  const cheap = await endAll(ctx, await findTooCheap(ctx), "The node has refused it for its fee for an hour")
  const why = "A cell that it needs has been missing from the chain for an hour"
  const orphaned = await endAll(ctx, await findOrphaned(ctx), why)
  return { ended: [...invalid, ...cheap, ...orphaned] }
}

/**
 * Payments, settlements and pool operations that the node has called invalid, not merely unknown, for an hour. Excludes
 * self-spends, of which a second one would be just as invalid, and adopted transactions: we do not know whom they paid.
 */
function findInvalid(ctx: Context): Promise<Signed[]> {
  return signedSince(
    ctx,
    Prisma.sql`t.invalid_since`,
    Prisma.sql`coalesce(own.kind IN ('split', 'merge', 'fee_withdrawal'), true)`,
  )
}

/**
 * Only those whose fee is fixed, by a co-signature or because the operator has seen it. The others get a higher fee
 * (`raise-fee.ts`).
 */
function findTooCheap(ctx: Context): Promise<Signed[]> {
  return signedSince(
    ctx,
    Prisma.sql`t.fee_refused_since`,
    Prisma.sql`(t.payment_id IS NOT NULL OR own.kind = 'fee_withdrawal'
      OR EXISTS (SELECT FROM settlement s WHERE s.id = t.settlement_id AND s.kind = 'withdrawal'))`,
  )
}

/**
 * Payments and withdrawals that have lacked a cell for an hour that belongs to somebody else: a reorganisation removed
 * the transaction that made it and nobody has sent it again, or the script in it was replaced. If the cell comes back
 * meanwhile, the chain decides.
 */
async function findOrphaned(ctx: Context): Promise<Signed[]> {
  const unresolved = await signedSince(ctx, Prisma.sql`t.unresolved_since`, Prisma.sql`own.id IS NULL`)
  const orphaned: Signed[] = []
  for (const row of unresolved) if (await isOrphaned(ctx, row)) orphaned.push(row)
  return orphaned
}

/** What has been in a state for an hour and is not being ended yet, oldest first. */
function signedSince({ db }: Context, since: Prisma.Sql, which: Prisma.Sql): Promise<Signed[]> {
  return db.$queryRaw<Signed[]>`
    SELECT t.tx_hash, t.bytes, t.payment_id, t.settlement_id, t.pool_operation_id, t.last_answer
    FROM chain_transaction t
    LEFT JOIN pool_operation own ON own.id = t.pool_operation_id
    WHERE t.status = 'signed' AND ${since} < now() - ${PATIENCE_SECONDS} * interval '1 second' AND ${which}
      AND NOT EXISTS (SELECT FROM pool_operation o WHERE o.ends_id = t.id AND o.status = 'signed')
    ORDER BY t.id LIMIT ${BATCH}`
}

/**
 * Whether a cell that is not the platform's is gone, to a node that has the platform's: one that is still catching up
 * has neither.
 */
async function isOrphaned({ db, chain }: Context, row: Signed): Promise<boolean> {
  const claims = await db.claim.findMany({ where: stuck(row) })
  const isOwn = (lockHash: Uint8Array) => toHex(lockHash) === chain.platform.lockHash
  const own = claims.filter(({ lockHash }) => isOwn(lockHash)).map(outPointOf)
  const others = claims.filter(({ lockHash }) => !isOwn(lockHash)).map(outPointOf)
  const theirs = [...others, ...dependenciesOfBytes(row.bytes)]
  // A transaction of ours that made it is sent again until it is back, or known to be dead.
  const makers = others.map(({ txHash }) => fromHex(txHash))
  const waiting = { txHash: { in: makers }, status: { in: ["signed", "committed"] } }
  if ((await db.chainTransaction.count({ where: waiting })) > 0) return false
  const gone = new Set((await deadOutPoints(chain, [...own, ...theirs])).map(outPointKey))
  const isGone = (outPoint: OutPoint) => gone.has(outPointKey(outPoint))
  return theirs.some(isGone) && !own.some(isGone)
}

function outPointOf({ txHash, outputIndex }: { txHash: Uint8Array; outputIndex: number }): OutPoint {
  return { txHash: toHex(txHash), index: outputIndex }
}

async function endAll(ctx: Context<PlatformActor>, all: Signed[], why: string): Promise<string[]> {
  const ended: string[] = []
  for (const row of all) {
    const { tx_hash, last_answer } = row
    try {
      await endTransaction(ctx, stuck(row), `${why}: ${last_answer}`)
      ended.push(toHex(tx_hash))
    } catch (error) {
      // Another instance is ending it, or its cell is spent by now: the next run sees what is left.
      if (!(error instanceof StateMismatch)) throw error
      ctx.log.info({ tx_hash: toHex(tx_hash), reason: error.message }, "a stuck transaction was not ended")
    }
  }
  return ended
}

/** What the row's transaction is for. */
function stuck(row: Signed): Owner {
  const owner = kindAndId(row)
  // The database lets each have exactly one.
  if (!owner) throw new Error("a signed transaction is for nothing")
  return ownerOf(owner)
}
