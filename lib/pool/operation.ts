import { type BuiltTransaction, buildPlatformTransaction, type Payout } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { StateMismatch } from "@/lib/errors"
import { fromHex, type Hex } from "@/lib/hex"
import { type Shannons, shannons, sum } from "@/lib/money"
import { DeadCells, withSignature } from "@/lib/signing/sign"
import { broadcast } from "@/lib/transaction/broadcast"
import { takeCells, writeClaims } from "@/lib/transaction/claim"
import { cellsTaken } from "./cells"
import type { PlatformCell } from "./platform-cell"
import type { OperationKind } from "./types"

/** A transaction of the platform's own cells as it would be: nothing is signed, nothing bound. Amounts in shannons. */
export interface OperationPlan {
  cells: PlatformCell[]
  /** What leaves the platform; none when it only rearranges its cells */
  payouts: Payout[]
  /** What the platform's cells that come out hold */
  outputs: Shannons[]
  built: BuiltTransaction
}

interface Parts {
  cells: PlatformCell[]
  payouts?: Payout[]
  /** How many platform cells come out: all but the last with `changeCapacity`, the last with what is left */
  changeCells: number
  changeCapacity: Shannons
  /** A witness beyond those of the inputs */
  says?: Hex
}

/** @returns undefined when the cells cannot pay for it */
export async function planOperation(ctx: Context, parts: Parts): Promise<OperationPlan | undefined> {
  const { cells, payouts = [], changeCells, changeCapacity } = parts
  const feeRate = await ctx.chain.feeRate()
  const built = await buildPlatformTransaction(ctx.chain, { ...parts, payouts, feeRate })
  if (!built) return undefined
  const equal = Array.from({ length: changeCells - 1 }, () => changeCapacity)
  const last = sum(cells.map(({ capacity }) => capacity)) - sum([...equal, ...payouts.map(({ capacity }) => capacity)])
  return { cells, payouts, outputs: [...equal, shannons(last - built.networkFee)], built }
}

/** @throws StateMismatch when what would be signed is not what was looked at */
export function requireSamePlan(plan: OperationPlan, txHash: Hex): void {
  if (plan.built.hash !== txHash)
    throw new StateMismatch(
      "The transaction would be another than the one in the preview. Nothing was sent. Look again.",
      { details: { reason: "plan_changed" } },
    )
}

/** What the row of the operation says it is. */
type OperationData =
  | { kind: Extract<OperationKind, "split" | "merge"> }
  | { kind: Extract<OperationKind, "fee_withdrawal">; amount: Shannons; recipient: string }
  | { kind: Extract<OperationKind, "anchor">; anchors: bigint }

/**
 * Carries a plan out: signed and stored with its claims in one database transaction, and only then sent.
 *
 * @param beforehand runs in that database transaction before anything is written: to check, and to leave a record
 * @throws StateMismatch when a cell of the plan is no longer free; nothing was sent then
 * @throws Paused while payouts stand still; CatchingUp while the newest blocks are not taken in
 * @throws ChainError when the node does not answer before anything is signed
 */
export async function executeOperation(
  ctx: Context,
  plan: OperationPlan,
  kind: OperationData,
  beforehand: (db: DbTransaction) => Promise<void> = async () => {},
): Promise<{ id: bigint; txHash: Hex }> {
  const { tx, hash, inputs, networkFee } = plan.built
  const txHash = fromHex(hash)
  const { id, bytes } = await withSignature(ctx, { tx, scope: "settlement" }, async (db, sign) => {
    await beforehand(db)
    const operation = await db.poolOperation.create({ data: { ...kind, networkFee, txHash }, select: { id: true } })
    const owner = { poolOperationId: operation.id }
    const cellIds = plan.cells.map((cell) => cell.id)
    const claims = inputs.map((outPoint) => ({ outPoint, lockHash: ctx.chain.platform.lockHash }))
    if (!(await takeCells(db, cellIds, "alone")) || (await writeClaims(db, owner, claims)).length > 0)
      throw cellsTaken()
    return { id: operation.id, bytes: await sign(owner) }
  }).catch((error: unknown) => {
    throw error instanceof DeadCells ? cellsTaken() : error
  })
  ctx.log.info({ operation: Number(id), kind: kind.kind, tx_hash: hash }, "pool operation signed")
  await broadcast(ctx, txHash, bytes)
  return { id, txHash: hash }
}
