import type { Hex } from "@/lib/hex"
import type { Sha256 } from "@/lib/proof/liabilities"
import type { Fault, Unchecked } from "./faults"
import type { Progress } from "./progress"

/** Reads a path of the platform, such as `/api/solvency`, as `fetch` does. */
export type Get = (path: string) => Promise<Response>

/** One call of CKB's JSON-RPC to a node of the auditor's choice; its `result`. Throws when there is none. */
export type Rpc = (method: string, params: unknown[]) => Promise<unknown>

/** A payer's receipt, as the file has it that they can keep. */
export interface ShownReceipt {
  /** where it comes from, for people */
  name: string
  receipt: unknown
}

export interface AuditOptions {
  /** reads the platform's public files: `(path) => fetch(new URL(path, url))` */
  get: Get
  /** asks a CKB node that the auditor has chosen */
  rpc: Rpc
  /** somebody's whose own account is looked at as well */
  address?: string
  /** the block of the epoch to look at; the newest one when absent */
  epoch?: number
  /** of payers who have paid the address */
  receipts?: readonly ShownReceipt[]
  /** a manifest that was shown before, as `AuditResult.epoch` has it */
  seen?: unknown
  /** a faster one than that of @noble/hashes */
  sha256?: Sha256
  onProgress?: (progress: Progress) => void
}

export interface AuditResult {
  /** the manifest that was looked at, with its signature: the next audit takes it as `seen` */
  epoch?: EpochJson
  /** whether the platform has bound itself to it on the chain; a new one waits for that for an hour or so */
  isAnchored: boolean
  /** the newest manifest that the platform has bound itself to; looked at as well while the one above waits */
  anchored?: EpochJson
  faults: Fault[]
  unchecked: Unchecked[]
  yours?: Yours
}

/** What is owed to an address at the epoch's block, in shannons. */
export interface Yours {
  /** by its pieces among the leaves */
  owed: bigint
  /** by the chain: what payments gave it, less what payouts brought it, less and more refunds */
  byChain: bigint
  credited: bigint
  paidOut: bigint
  /** by the platform's word alone: nothing of a refund is on the chain */
  refunded: bigint
}

/** A manifest as the platform shows it. Amounts are shannons, as digits. */
export interface EpochJson {
  block_number: number
  block_hash: Hex
  genesis_hash: Hex
  every: number
  platform_address: string
  platform_lock_hash: Hex
  owed: string
  leaves: number
  root: Hex
  leaves_hash: Hex
  held: string
  cells: number
  cells_hash: Hex
  previous: Hex | null
  created_at: string
  hash: Hex
  signature: Hex
  files: boolean
  anchor: {
    tx_hash: Hex
    status: "signed" | "committed" | "confirmed"
    anchored_block_number: number | null
  } | null
}
