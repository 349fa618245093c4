import type { Config } from "@/lib/config"
import type { DayOfRevenue, FeeBalance } from "@/lib/ledger/fees"
import { sum } from "@/lib/money"
import type { Decided, OpenApproval } from "@/lib/operator/approve-payout"
import type { Proposal } from "@/lib/operator/four-eyes"
import type { AuditRecord, PauseRecord, PoolOperation } from "@/lib/operator/query"
import type { FeesDecided } from "@/lib/operator/withdraw-fees"
import type { OperationPlan } from "@/lib/pool/operation"
import type { PoolLevel, UsageBucket } from "@/lib/pool/usage"
import type { AwaitingApproval } from "@/lib/settlement/payable"
import type { Operator } from "./operator"
import type {
  AuditJson,
  AwaitingJson,
  DecidedJson,
  FeesJson,
  PauseJson,
  PlanJson,
  PoolOperationJson,
  UsageJson,
} from "./operator-replies"
import type { SessionJson } from "./replies"

/** The operator's shapes, as in `json.ts`. */

export function planJson({ cells, payouts, outputs, built }: OperationPlan): PlanJson {
  return {
    inputs: cells.map(({ id, capacity }) => ({ id: Number(id), capacity: capacity.toString() })),
    outputs: outputs.map(String),
    payout: payouts.length === 0 ? null : sum(payouts.map(({ capacity }) => capacity)).toString(),
    network_fee: built.networkFee.toString(),
    tx_hash: built.hash,
  }
}

export function operationJson({ id, txHash }: { id: bigint; txHash: PlanJson["tx_hash"] }) {
  return { id: Number(id), tx_hash: txHash }
}

export function poolOperationJson(operation: PoolOperation): PoolOperationJson {
  return {
    id: Number(operation.id),
    kind: operation.kind as PoolOperationJson["kind"],
    status: operation.status as PoolOperationJson["status"],
    amount: operation.amount?.toString() ?? null,
    recipient: operation.recipient,
    network_fee: operation.networkFee.toString(),
    tx_hash: operation.txHash,
    created_at: operation.createdAt.toISOString(),
  }
}

export function usageJson({ low, lendable, lowBelow }: PoolLevel, buckets: UsageBucket[]): UsageJson {
  return {
    low,
    lendable,
    low_below: lowBelow,
    buckets: buckets.map(({ from, free, claimed, quarantined, capacity, claimedCapacity }) => ({
      ...{ free, claimed, quarantined },
      from: from.toISOString(),
      capacity: capacity.toString(),
      claimed_capacity: claimedCapacity.toString(),
    })),
  }
}

export function feesJson(balance: FeeBalance, days: DayOfRevenue[]): FeesJson {
  return {
    earned: balance.earned.toString(),
    withdrawn: balance.withdrawn.toString(),
    network_fees: balance.networkFees.toString(),
    losses: balance.losses.toString(),
    withdrawable: balance.withdrawable.toString(),
    days: days.map(({ day, platformFees, networkFees }) => ({
      day,
      platform_fees: platformFees.toString(),
      network_fees: networkFees.toString(),
    })),
  }
}

export function pauseJson({ id, scope, reason, detail, createdAt, resolvedAt }: PauseRecord): PauseJson {
  return {
    ...{ reason, detail },
    id: Number(id),
    scope: scope as PauseJson["scope"],
    created_at: createdAt.toISOString(),
    resolved_at: resolvedAt?.toISOString() ?? null,
  }
}

export function auditJson({ id, actor, action, subject, reason, createdAt }: AuditRecord): AuditJson {
  return { ...{ actor, action, subject, reason }, id: Number(id), created_at: createdAt.toISOString() }
}

export function awaitingJson(
  { settlementLimit, dayLimit, dayLeft, receivers }: AwaitingApproval,
  more: { aloneLimit: bigint | undefined; approvals: OpenApproval[]; proposals: Proposal[] },
): AwaitingJson {
  const text = (amount: bigint | null | undefined) => amount?.toString() ?? null
  return {
    settlement_limit: text(settlementLimit),
    day_limit: text(dayLimit),
    day_left: text(dayLeft),
    receivers: receivers.map(({ receiver, amount }) => ({ receiver, amount: amount.toString() })),
    alone_limit: text(more.aloneLimit),
    approvals: more.approvals.map(({ id, receiver, amount, expiresAt }) => ({
      ...{ id: Number(id), receiver, amount: amount.toString() },
      expires_at: expiresAt.toISOString(),
    })),
    proposals: more.proposals.map(({ id, action, recipient, amount, reason, actor, createdAt, expiresAt }) => ({
      ...{ id: Number(id), action, recipient, amount: amount.toString(), reason, actor },
      created_at: createdAt.toISOString(),
      expires_at: expiresAt.toISOString(),
    })),
  }
}

export function decidedJson(decided: Decided): DecidedJson {
  return { status: decided.status, proposal: decided.status === "proposed" ? Number(decided.proposal) : null }
}

export function feesDecidedJson(decided: FeesDecided) {
  const { status } = decided
  if (status === "proposed") return { status, proposal: Number(decided.proposal), id: null, tx_hash: null }
  return { status, proposal: null, ...operationJson(decided) }
}

export function sessionJson({ network }: Config, operator: Operator | undefined): SessionJson {
  if (!operator) return { operator: false, name: null, roles: [], second_factor: null }
  const { name, roles, enrolled, secondFactor } = operator
  const second = { enrolled, proven: secondFactor, needed: network !== "devnet" }
  return { operator: true, name, roles: [...roles], second_factor: second }
}
