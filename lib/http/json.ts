import type { Context } from "@/lib/context"
import type { Entry, ReceivedEntry } from "@/lib/ledger/entries"
import type { PaymentLinkWithSums } from "@/lib/link/query"
import type { PaymentLink } from "@/lib/link/types"
import type { PreparedPayment } from "@/lib/payment/prepare"
import type { Payment, PaymentState } from "@/lib/payment/query"
import type { PoolCell, PoolSummary } from "@/lib/pool/query"
import type { PayoutTerms } from "@/lib/receiver/payout-terms"
import type { SettlementView } from "@/lib/settlement/query"
import type { PreparedWithdrawal } from "@/lib/withdrawal/prepare"
import type { Withdrawal } from "@/lib/withdrawal/query"
import type {
  ConfigJson,
  EntryJson,
  LinkJson,
  LinkWithSumsJson,
  PaymentJson,
  PaymentStateJson,
  PayoutSettingsJson,
  PoolJson,
  PreparedJson,
  PreparedWithdrawalJson,
  ReceivedEntryJson,
  SettlementJson,
  WithdrawalJson,
} from "./replies"

/** The API's shapes: snake_case, amounts as strings of digits, ids as numbers, times as ISO 8601 in UTC. */

/** What a client needs to know of this installation. */
export function configJson({
  config,
  chain,
}: Pick<Context, "config" | "chain">): Omit<ConfigJson, "scripts"> & Pick<Context["config"], "scripts"> {
  return {
    network: config.network,
    rpc_url: config.publicRpcUrl,
    platform_address: chain.platform.address,
    platform_fee_bps: Number(config.feeBps),
    min_withdrawal: config.minWithdrawal.toString(),
    confirmations: config.confirmations,
    hold_seconds: config.holdSeconds,
    genesis_hash: chain.genesisHash,
    scripts: config.scripts,
  }
}

export function preparedJson(prepared: PreparedPayment): PreparedJson {
  return {
    payment_id: Number(prepared.paymentId),
    client_secret: prepared.clientSecret,
    salt: prepared.salt,
    tx_hash: prepared.txHash,
    raw_tx: prepared.rawTx,
    amount: prepared.amount.toString(),
    platform_fee: prepared.platformFee.toString(),
    network_fee: prepared.networkFee.toString(),
    expires_at: prepared.expiresAt.toISOString(),
  }
}

export function paymentJson(payment: Payment): PaymentJson {
  return {
    id: Number(payment.id),
    sender: payment.sender,
    receiver: payment.receiver,
    amount: payment.amount.toString(),
    platform_fee: payment.platformFee.toString(),
    network_fee: payment.networkFee.toString(),
    status: payment.status,
    is_complete: payment.isComplete,
    tx_hash: payment.txHash,
    confirmations: payment.confirmations,
    info: payment.info,
    category: payment.category,
    sender_did: payment.senderDid,
    receiver_did: payment.receiverDid,
    link: payment.link,
    created_at: payment.createdAt.toISOString(),
    updated_at: payment.updatedAt.toISOString(),
    expires_at: payment.expiresAt.toISOString(),
  }
}

export function paymentStateJson(state: PaymentState): PaymentStateJson {
  return {
    id: Number(state.id),
    status: state.status,
    is_complete: state.isComplete,
    confirmations: state.confirmations,
    updated_at: state.updatedAt.toISOString(),
  }
}

export function entryJson(entry: Entry): EntryJson {
  return {
    id: Number(entry.id),
    payment_id: Number(entry.paymentId),
    receiver: entry.receiver,
    amount: entry.amount.toString(),
    kind: entry.kind,
    status: entry.status,
    is_payed: entry.isPayed,
    tx_hash: entry.txHash,
    created_at: entry.createdAt.toISOString(),
    updated_at: entry.updatedAt.toISOString(),
  }
}

export function receivedEntryJson(entry: ReceivedEntry): ReceivedEntryJson {
  return { ...entryJson(entry), sender: entry.sender, info: entry.info }
}

export function payoutSettingsJson(terms: PayoutTerms): PayoutSettingsJson {
  return {
    threshold: terms.threshold.toString(),
    minimum: terms.minimum.toString(),
    own_threshold: terms.ownThreshold?.toString() ?? null,
    paused: terms.paused,
  }
}

export function settlementJson(settlement: SettlementView): SettlementJson {
  return {
    id: Number(settlement.id),
    status: settlement.status,
    tx_hash: settlement.txHash,
    amount: settlement.amount.toString(),
    network_fee: settlement.networkFee.toString(),
    created_at: settlement.createdAt.toISOString(),
    updated_at: settlement.updatedAt.toISOString(),
    payouts: settlement.payouts.map(({ receiver, amount }) => ({ receiver, amount: amount.toString() })),
  }
}

export function poolJson(summary: PoolSummary, oldestHoldSeconds: number | null, cells: PoolCell[]): PoolJson {
  const part = ({ cells, capacity }: PoolSummary["free"]) => ({ cells, capacity: capacity.toString() })
  return {
    summary: {
      free: part(summary.free),
      held: part(summary.held),
      claimed: part(summary.claimed),
      quarantined: part(summary.quarantined),
      immature: part(summary.immature),
    },
    oldest_hold_seconds: oldestHoldSeconds,
    cells: cells.map((cell) => ({
      id: Number(cell.id),
      out_point: { tx_hash: cell.outPoint.txHash, index: cell.outPoint.index },
      capacity: cell.capacity.toString(),
      state: cell.state,
      created_at: cell.createdAt.toISOString(),
      held_by: cell.heldBy.map(Number),
      claimed_by: cell.claimedBy && { kind: cell.claimedBy.kind, id: Number(cell.claimedBy.id) },
    })),
  }
}

export function preparedWithdrawalJson(prepared: PreparedWithdrawal): PreparedWithdrawalJson {
  return {
    withdrawal_id: Number(prepared.withdrawalId),
    tx_hash: prepared.txHash,
    raw_tx: prepared.rawTx,
    amount: prepared.amount.toString(),
    network_fee: prepared.networkFee.toString(),
    expires_at: prepared.expiresAt.toISOString(),
  }
}

export function withdrawalJson(withdrawal: Withdrawal): WithdrawalJson {
  return {
    id: Number(withdrawal.id),
    receiver: withdrawal.receiver,
    amount: withdrawal.amount.toString(),
    network_fee: withdrawal.networkFee.toString(),
    status: withdrawal.status,
    tx_hash: withdrawal.txHash,
    created_at: withdrawal.createdAt.toISOString(),
    updated_at: withdrawal.updatedAt.toISOString(),
    expires_at: withdrawal.expiresAt.toISOString(),
  }
}

export function linkJson(link: PaymentLink): LinkJson {
  return {
    slug: link.slug,
    receiver: link.receiver,
    amount: link.amount?.toString() ?? null,
    presets: link.presets.map(String),
    title: link.title,
    note: link.note,
    splits: link.splits.map((split) =>
      "bps" in split ? split : { receiver: split.receiver, amount: split.amount.toString() },
    ),
    info: link.info,
    category: link.category,
    one_time: link.oneTime,
    success_url: link.successUrl,
    status: link.status,
    expires_at: link.expiresAt?.toISOString() ?? null,
    created_at: link.createdAt.toISOString(),
  }
}

export function linkWithSumsJson(link: PaymentLinkWithSums): LinkWithSumsJson {
  const sum = ({ count, amount }: PaymentLinkWithSums["paid"]) => ({ count, amount: amount.toString() })
  return { ...linkJson(link), paid: sum(link.paid), pending: sum(link.pending) }
}
