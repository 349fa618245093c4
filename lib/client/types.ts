import type { z } from "zod"
import type { ChainScripts } from "@/lib/config-scripts"
import type { jobsReply } from "@/lib/http/api/job"
import type { linkReply, linkWithSumsReply } from "@/lib/http/api/link"
import type {
  ledgerReply,
  paymentReply,
  paymentStateReply,
  paymentWithAccountsReply,
  preparedReply,
  transferredReply,
} from "@/lib/http/api/payment"
import type { poolReply } from "@/lib/http/api/pool"
import type { accountReply, incomeReply, payoutSettingsReply, receivedEntryReply } from "@/lib/http/api/receiver"
import type { configReply, reconciliationReply } from "@/lib/http/api/service"
import type { begunSignInReply, walletSessionReply } from "@/lib/http/api/session"
import type { payoutsStartedReply, settlementReply } from "@/lib/http/api/settlement"
import type { preparedWithdrawalReply, submittedWithdrawalReply } from "@/lib/http/api/withdrawal"

/**
 * The HTTP API's replies, derived from the schemas that the server checks them by. Amounts are shannons in decimal
 * strings, times ISO 8601 UTC, ids numbers. Only types: nothing of the server reaches the browser through this file.
 */

export type Config = Omit<z.infer<typeof configReply>, "scripts"> & {
  scripts: ChainScripts
  /** where a transaction can be looked at; not every network has one */
  explorer_url?: string | null
}
export type Network = Config["network"]

export type Payment = z.infer<typeof paymentReply>
export type PaymentWithAccounts = z.infer<typeof paymentWithAccountsReply>
export type PaymentState = z.infer<typeof paymentStateReply>
export type PaymentLink = z.infer<typeof linkReply>
export type PaymentStatus = Payment["status"]
export type Prepared = z.infer<typeof preparedReply>
export type Transferred = z.infer<typeof transferredReply>

export type PreparedWithdrawal = z.infer<typeof preparedWithdrawalReply>
export type SubmittedWithdrawal = z.infer<typeof submittedWithdrawalReply>

/** What one payment owes one party. `tx_hash` is the payout's. */
export type Entry = z.infer<typeof receivedEntryReply>
export type Ledger = z.infer<typeof ledgerReply>
export type PayoutSettings = z.infer<typeof payoutSettingsReply>
export type WalletSession = z.infer<typeof walletSessionReply>
export type SignIn = z.infer<typeof begunSignInReply>
/** A receiver's own link, with what came in through it. */
export type OwnLink = z.infer<typeof linkWithSumsReply>
export type EntryStatus = Entry["status"]
export type EntryKind = Entry["kind"]
export type Income = z.infer<typeof incomeReply>
export type Account = z.infer<typeof accountReply>

export type Pool = z.infer<typeof poolReply>
export type PoolCell = Pool["cells"][number]
export type CellState = PoolCell["state"]
/** What an operator's "settle now" has sent. */
export type PayoutsStarted = z.infer<typeof payoutsStartedReply>
export type Settlement = z.infer<typeof settlementReply>
export type Reconciliation = z.infer<typeof reconciliationReply>
export type Job = z.infer<typeof jobsReply>[number]
