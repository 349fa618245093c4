import { type OutPoint, outPointKey } from "@/lib/chain/cells"
import type { Signable } from "@/lib/chain/signable"
import { approve } from "@/lib/chain/signer"
import { dependenciesOf, outPointsOf } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { SchemaNewer } from "@/lib/errors"
import { type Hex, toHex } from "@/lib/hex"
import { refuseWhenPaused } from "@/lib/pause"
import { requireKnownSchema } from "@/lib/schema-version"
import { signTogether } from "@/lib/signing-lock"
import { inSpan, sayInSpan, traceParent } from "@/lib/trace"
import type { Owner } from "@/lib/transaction/owner"
import type { Tip } from "@/lib/transaction/tip"
import { catchingUp, type Look, lookAtChain, nodeBehind, type Standing, stillHolds, takeIn } from "./look"

/** Which pauses stop it. A self-spend passes: it ends what is signed already, and moves no money. */
export type SigningScope = "settlement" | "self-spend"

export interface ToSign {
  /** With the locks of its inputs, and with placeholders where signatures are missing */
  tx: Signable
  scope: SigningScope
}

export type SignedBytes = Uint8Array<ArrayBuffer>

/**
 * Signs for the settlement or pool operation that is to go out, and stores it.
 *
 * @throws Error when the row is in another state, or names another transaction
 */
export type Sign = (owner: PlatformOwner) => Promise<SignedBytes>

type PlatformOwner = Exclude<Owner, { paymentId: bigint }>

/** A cell that the transaction spends or depends on is not live at the node; nothing was stored. */
export class DeadCells extends Error {
  constructor(
    readonly inputs: OutPoint[],
    readonly dependencies: OutPoint[],
  ) {
    super("the chain has spent a cell of this transaction")
  }
}

/** Blocks that spend a cell of it, or leave the chain, between the look and the database transaction. */
const ATTEMPTS = 5

/**
 * The way to the platform's signature, beside `signAhead` for payments. It rests on what `whileChainStands` has seen,
 * every cell of the transaction among it.
 *
 * The signature exists in this process alone before that transaction commits, and is forgotten with it.
 *
 * @param work decides and binds; run once, when all of that holds
 * @returns what `work` returns; signed bytes may be sent once this has returned
 * @throws DeadCells, and what `whileChainStands` and `work` throw
 */
export async function withSignature<T>(
  ctx: Context,
  toSign: ToSign,
  work: (db: DbTransaction, sign: Sign) => Promise<T>,
): Promise<T> {
  return inSpan("transaction.sign", {}, () => lookAndSign(ctx, toSign, work))
}

async function lookAndSign<T>(
  ctx: Context,
  { tx, scope }: ToSign,
  work: (db: DbTransaction, sign: Sign) => Promise<T>,
): Promise<T> {
  const rests = { inputs: outPointsOf(tx), dependencies: dependenciesOf(tx), scope }
  return whileChainStands(ctx, rests, (db) => work(db, (owner) => signAndStore(ctx, db, owner, tx)))
}

/** What a decision about money rests on. */
export interface RestsOn {
  /** Cells that must be live */
  inputs?: OutPoint[]
  dependencies?: OutPoint[]
  scope: SigningScope
}

/**
 * Decides about money in a database transaction, by what the chain says now. It is looked at together, and compared in
 * that transaction: every cell was live at a node whose newest block this database has taken in, no block since then
 * has spent one, and no pause of the scope is open. While the transaction lasts no block is taken in and no pause
 * begins, so a spend that is followed later finds the claims, and a pause that has begun has stopped all that is not
 * decided.
 *
 * @param work run once, when all of that holds
 * @throws DeadCells, CatchingUp, Paused; SchemaNewer under a schema that this build does not know; ChainError when the
 *   node does not answer; what `work` throws
 */
export async function whileChainStands<T>(
  ctx: Context,
  { inputs = [], dependencies = [], scope }: RestsOn,
  work: (db: DbTransaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const look = await lookAtChain(ctx, [...inputs, ...dependencies])
    await takeIn(ctx, look)
    if (look.dead.length > 0) throw deadCells(look.dead, inputs, dependencies)
    try {
      return await ctx.db.$transaction(async (db) => {
        await db.$executeRaw`SELECT ${signTogether}`
        await requireKnownSchema(db)
        if (!(await stillHolds(db, look))) throw new ChainMoved()
        if (scope !== "self-spend") await refuseWhenPaused(db, scope)
        return work(db)
      })
    } catch (error) {
      if (!(error instanceof ChainMoved)) throw error
    }
  }
  throw catchingUp(1)
}

/** Why bytes that were signed ahead were not stored, for a reason that has nothing to do with what they are for. */
export type Obstacle = Exclude<Standing, "stands"> | "paused" | "schema_newer"

/** A payment's transaction, decided on by its row. */
interface Ahead {
  paymentId: bigint
  tx: Signable
  /** of the row, which never changes it: what may be signed */
  hash: Hex
  /** the newest block that the database had when the row was read */
  since: Tip | undefined
}

/**
 * As `withSignature`, where one statement decides, binds and stores: it is given bytes that are signed already. They
 * exist in this process alone, and are forgotten unless it stores them.
 *
 * @param store compares the look and pauses like `whileChainStands`, and stores the bytes or changes nothing
 * @returns what `store` says, and the bytes, which may be sent when it says that they are stored
 * @throws DeadCells, CatchingUp, Paused, SchemaNewer, ChainError; what `store` throws
 */
export async function signAhead<T extends string>(
  ctx: Context,
  { paymentId, tx, hash, since }: Ahead,
  store: (bytes: SignedBytes, look: Look) => Promise<T | Obstacle>,
): Promise<{ outcome: T; bytes: SignedBytes }> {
  return inSpan("transaction.sign", { payment_id: paymentId }, async () => {
    const [inputs, dependencies] = [outPointsOf(tx), dependenciesOf(tx)]
    let signed: SignedBytes | undefined
    let known = since
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const look = await lookAtChain(ctx, [...inputs, ...dependencies], known)
      known = undefined
      if (look.dead.length > 0) {
        await takeIn(ctx, look)
        throw deadCells(look.dead, inputs, dependencies)
      }
      signed ??= signBytes(ctx, tx, hash)
      let outcome = await store(signed, look)
      if (outcome === "not_taken_in") {
        await takeIn(ctx, look)
        outcome = await store(signed, look)
      }
      if (!(await isObstacle(ctx, outcome))) return { outcome: outcome as T, bytes: signed }
    }
    throw catchingUp(1)
  })
}

/** @returns true when it makes sense to look again. @throws for what stands in the way until somebody does something */
async function isObstacle(ctx: Context, outcome: string): Promise<boolean> {
  if (outcome === "schema_newer") throw new SchemaNewer()
  if (outcome === "node_behind") throw nodeBehind()
  if (outcome === "paused") await refuseWhenPaused(ctx.db, "prepare")
  return outcome === "paused" || outcome === "moved" || outcome === "not_taken_in"
}

function signBytes(ctx: Pick<Context, "chain">, tx: Signable, decidedHash: Hex): SignedBytes {
  ctx.chain.signer.sign(approve(tx, decidedHash))
  return Uint8Array.from(tx.toBytes())
}

/** A block that was taken in, or rolled back, since the look makes it void. */
class ChainMoved extends Error {}

function deadCells(dead: OutPoint[], inputs: OutPoint[], dependencies: OutPoint[]): DeadCells {
  const keys = new Set(dead.map(outPointKey))
  const isDead = (outPoint: OutPoint) => keys.has(outPointKey(outPoint))
  return new DeadCells(inputs.filter(isDead), dependencies.filter(isDead))
}

/** The hash that may be signed is read from the owner's row; `tx` can only be what that hash names. */
async function signAndStore(
  ctx: Pick<Context, "chain">,
  db: DbTransaction,
  owner: PlatformOwner,
  tx: Signable,
): Promise<SignedBytes> {
  const row = await decided(db, owner)
  if (!row) throw new Error("nothing of this number is about to be signed")
  const bytes = signBytes(ctx, tx, toHex(row.txHash))
  await db.chainTransaction.create({ data: { ...row, bytes, ...owner, traceParent: traceParent() } })
  if ("settlementId" in owner) sayInSpan({ settlement_id: owner.settlementId })
  else sayInSpan({ pool_operation_id: owner.poolOperationId })
  return bytes
}

interface Decided {
  txHash: Uint8Array<ArrayBuffer>
  /** shannons that the platform pays the network by it */
  networkFee: bigint
}

async function decided(db: DbTransaction, owner: PlatformOwner): Promise<Decided | null> {
  const select = { txHash: true, networkFee: true }
  if ("settlementId" in owner)
    return db.settlement.findFirst({ where: { id: owner.settlementId, status: "signed" }, select })
  return db.poolOperation.findFirst({ where: { id: owner.poolOperationId, status: "signed" }, select })
}
