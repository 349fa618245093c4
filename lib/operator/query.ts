import type { AuditAction } from "@/lib/audit"
import { oneOf } from "@/lib/closed-list"
import type { Context } from "@/lib/context"
import { type Hex, toHex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import { type Page, pageOf } from "@/lib/page"
import { PAUSE_SCOPES, type PauseScope } from "@/lib/pause-scopes"
import { OPERATION_KINDS, OPERATION_STATUSES, type OperationKind, type OperationStatus } from "@/lib/pool/types"

export interface AuditRecord {
  id: bigint
  actor: string
  action: string
  subject: string
  reason: string
  createdAt: Date
}

interface PageRequest {
  /** only ids below this one */
  cursor?: bigint
  limit: number
}

export interface AuditFilter {
  actor?: string
  action?: AuditAction
  from?: Date
  to?: Date
}

/**
 * What was done in the operator's name, newest first.
 *
 * What people and the platform have done is little, so the other filters need no index.
 *
 * @param request.actor only what this one did; without it everything but what receivers set for themselves, of which
 *   there may be a lot
 */
export async function listAudit(
  { db }: Context,
  { cursor, limit, actor, action, from, to }: PageRequest & AuditFilter,
): Promise<Page<AuditRecord>> {
  const rows = await db.auditLog.findMany({
    where: {
      actor: actor ?? { not: "receiver" },
      ...(action === undefined ? {} : { action }),
      ...(from || to ? { createdAt: { gte: from, lte: to } } : {}),
      ...(cursor === undefined ? {} : { id: { lt: cursor } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  })
  return pageOf(rows, limit)
}

export interface PauseRecord {
  id: bigint
  scope: PauseScope
  reason: string
  detail: string
  createdAt: Date
  resolvedAt: Date | null
}

const ENDED_SHOWN = 10

/** The oldest first. */
export async function openPauses({ db }: Pick<Context, "db">): Promise<PauseRecord[]> {
  return (await db.pause.findMany({ where: { resolvedAt: null }, orderBy: { id: "asc" } })).map(toPause)
}

/** Open pauses, the oldest first, then the latest that have ended. */
export async function listPauses({ db }: Pick<Context, "db">): Promise<PauseRecord[]> {
  const open = await openPauses({ db })
  const ended = await db.pause.findMany({
    where: { resolvedAt: { not: null } },
    orderBy: { resolvedAt: "desc" },
    take: ENDED_SHOWN,
  })
  return [...open, ...ended.map(toPause)]
}

function toPause<Row extends { scope: string }>(row: Row): Row & { scope: PauseScope } {
  return { ...row, scope: oneOf(PAUSE_SCOPES, row.scope) }
}

export interface PoolOperation {
  id: bigint
  kind: OperationKind
  status: OperationStatus
  /** What left the platform, of a fee withdrawal */
  amount: Shannons | null
  recipient: string | null
  networkFee: Shannons
  txHash: Hex
  createdAt: Date
}

/** Transactions of the platform's own cells, newest first. */
export async function listPoolOperations(
  { db }: Context,
  { cursor, limit }: PageRequest,
): Promise<Page<PoolOperation>> {
  const rows = await db.poolOperation.findMany({
    where: cursor === undefined ? {} : { id: { lt: cursor } },
    orderBy: { id: "desc" },
    take: limit + 1,
  })
  const items = rows.map(({ id, kind, status, amount, recipient, networkFee, txHash, createdAt }) => ({
    ...{ id, recipient, createdAt },
    kind: oneOf(OPERATION_KINDS, kind),
    status: oneOf(OPERATION_STATUSES, status),
    amount: amount === null ? null : shannons(amount),
    networkFee: shannons(networkFee),
    txHash: toHex(txHash),
  }))
  return pageOf(items, limit)
}
