/**
 * The HTTP API's replies as the pages read them. Amounts are shannons in decimal strings, times ISO 8601 UTC, ids
 * numbers. Only types: nothing of the server reaches the browser through this file.
 */

export type Network = "devnet" | "testnet" | "mainnet"

/** What `ccc.ClientPublicTestnet` takes for one known script of a private chain. */
export interface KnownScriptInfo {
  codeHash: `0x${string}`
  hashType: "type" | "data" | "data1" | "data2"
  cellDeps: {
    cellDep: { outPoint: { txHash: `0x${string}`; index: number | string }; depType: "code" | "depGroup" }
  }[]
}

/** `GET /api/config` */
export interface Config {
  network: Network
  rpc_url: string
  platform_address: string
  platform_fee_bps: number
  min_withdrawal: string
  confirmations: number
  hold_seconds: number
  scripts?: Record<string, KnownScriptInfo> | null
  genesis_hash?: string | null
  explorer_url?: string | null
}

export type PaymentStatus = "prepared" | "submitted" | "committed" | "confirmed" | "cancelled" | "expired" | "failed"
export type EntryStatus = "pending" | "available" | "settling" | "paid" | "void"
export type EntryKind = "receiver" | "split" | "fee"

/** What one payment owes one party. `tx_hash` is the payout's. */
export interface Entry {
  id: number
  payment_id: number
  receiver: string
  amount: string
  kind: EntryKind
  status: EntryStatus
  is_payed: boolean
  tx_hash: string | null
  created_at: string
  updated_at: string
}

export interface Payment {
  id: number
  sender: string
  receiver: string
  amount: string
  platform_fee: string
  network_fee: string
  status: PaymentStatus
  is_complete: boolean
  tx_hash: string
  confirmations: number
  info: string | null
  category: number | null
  created_at: string
  updated_at: string
  expires_at: string
  accounts?: Entry[]
}

/** `POST /api/payment/prepare` */
export interface Prepared {
  payment_id: number
  client_secret: string
  tx_hash: `0x${string}`
  raw_tx: `0x${string}`
  amount: string
  platform_fee: string
  network_fee: string
  expires_at: string
}

/** `POST /api/payment/transfer` */
export interface Transferred {
  payment_id: number
  tx_hash: string
  status: PaymentStatus
}

/** `GET /api/account/{address}` */
export interface Account {
  address: string
  pending: string
  available: string
  settling: string
  paid: string
  threshold: string
  next_settlement_at: string | null
}

export type CellState = "free" | "held" | "claimed" | "quarantined"

/** `GET /api/pool` */
export interface Pool {
  summary: Record<CellState, { cells: number; capacity: string }>
  oldest_hold_seconds: number | null
  cells: PoolCell[]
}

export interface PoolCell {
  id: number
  out_point: { tx_hash: string; index: number }
  capacity: string
  state: CellState
  created_at: string
  held_by: number[]
  claimed_by: { kind: string; id: number } | null
}

export interface Settlement {
  id: number
  status: "signed" | "committed" | "confirmed" | "failed"
  tx_hash: string
  amount?: string
  network_fee?: string
  created_at: string
  updated_at?: string
  payouts?: { receiver: string; amount: string }[]
}

/** `GET /api/reconciliation` */
export interface Reconciliation {
  ok: boolean
  block: number | { number: number; hash: string } | null
  pool: { chain: string; ledger: string; difference: string }
  owed: { entries: string; ledger: string; difference: string }
}

export interface Job {
  id: string
  schedule: string
  last_run_at: string | null
  last_status: string | null
  last_error: string | null
  duration_ms: number | null
  next_run_at: string | null
}
