import type { ReplyTo } from "./call"

/**
 * The HTTP API's replies, derived from the contracts that the server checks them by. Amounts are shannons in decimal
 * strings, times ISO 8601 UTC, ids numbers. Only types: nothing of the server reaches the browser through this file.
 */

export type Config = ReplyTo<"GET", "/api/config">
export type Network = Config["network"]

export type Payment = ReplyTo<"GET", "/api/payment/all">[number]
export type PaymentWithAccounts = ReplyTo<"GET", "/api/payment/{id}">
export type PaymentState = Pick<Payment, "id" | "status" | "is_complete" | "confirmations" | "updated_at">
export type PaymentLink = ReplyTo<"GET", "/api/link/{slug}">
/** A receiver's own page. */
export type Profile = ReplyTo<"GET", "/api/profile/{name}">
export type OwnProfile = ReplyTo<"GET", "/api/account/{address}/profile">
export type PaymentStatus = Payment["status"]
export type Prepared = ReplyTo<"POST", "/api/payment/prepare">

export type PreparedWithdrawal = ReplyTo<"POST", "/api/withdrawal/prepare">

/** What an address was paid on chain, or is being paid. */
export type Payout = ReplyTo<"GET", "/api/account/{address}/payouts">[number]

/** What the platform owed and held at a block. */
export type Epoch = ReplyTo<"GET", "/api/solvency">[number]

/** A month of what an address was owed. */
export type Statement = ReplyTo<"GET", "/api/statement/{address}">

/** What one payment owes one party. `tx_hash` is the payout's. */
export type Entry = ReplyTo<"GET", "/api/account/{address}/entries">[number]
export type Ledger = ReplyTo<"GET", "/api/payment/{id}/ledger">
export type PayoutSettings = ReplyTo<"GET", "/api/account/{address}/payout-settings">
export type SignIn = ReplyTo<"POST", "/api/session/nonce">
/** A receiver's own link, with what came in through it. */
export type OwnLink = ReplyTo<"GET", "/api/receiver/{address}/links">[number]
export type EntryStatus = Entry["status"]
export type EntryKind = Entry["kind"]
export type Account = ReplyTo<"GET", "/api/account/{address}">

export type Pool = ReplyTo<"GET", "/api/pool">
export type PoolCell = Pool["cells"][number]
export type Settlement = ReplyTo<"GET", "/api/settlement">[number]
export type Reconciliation = ReplyTo<"GET", "/api/reconciliation">
export type Job = ReplyTo<"GET", "/api/jobs">[number]
