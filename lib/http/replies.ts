import { z } from "zod"
import { OWNER_KINDS } from "@/lib/transaction/owner"
import "zod-openapi"
import { LINK_STATUSES } from "@/lib/payment/link-status"
import { PAYMENT_STATUSES } from "@/lib/payment/types"
import { CELL_STATES } from "@/lib/pool/query"
import { ROLES } from "@/lib/roles"
import { WITHDRAWAL_METHODS, WITHDRAWAL_STATUSES } from "@/lib/withdrawal/types"
import { ENTRY_STATUSES, SETTLEMENT_STATUSES } from "./schemas"

export const id = z.int()
export const shannons = z.string().meta({ description: "Shannons", pattern: "^-?\\d+$", example: "200000000" })
export const time = z.string().meta({ format: "date-time" })
export const hash = z.string().meta({ pattern: "^0x[0-9a-f]{64}$" })
const hex = z.string().meta({ pattern: "^0x[0-9a-f]*$" })

export const problemReply = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    request_id: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457" })

export const preparedReply = z
  .object({
    payment_id: id,
    client_secret: z.string().meta({ description: "Lets its holder read, submit and cancel this one payment" }),
    salt: hash.meta({
      description: "32 random bytes in the commitment that the transaction carries: keep it, it proves who was paid",
    }),
    tx_hash: hash,
    raw_tx: hex.meta({ description: "The transaction to sign, Molecule-serialized" }),
    amount: shannons,
    platform_fee: shannons,
    network_fee: shannons,
    expires_at: time,
  })
  .meta({ id: "PreparedPayment" })
export type PreparedJson = z.infer<typeof preparedReply>

export const transferredReply = z
  .object({ payment_id: id, tx_hash: hash, status: z.enum(PAYMENT_STATUSES) })
  .meta({ id: "TransferredPayment" })

export const cancelledReply = z
  .object({ payment_id: id, status: z.literal("cancelled") })
  .meta({ id: "CancelledPayment" })

export const preparedWithdrawalReply = z
  .object({
    withdrawal_id: id,
    tx_hash: hash,
    raw_tx: hex.meta({ description: "The transaction to sign, Molecule-serialized" }),
    amount: shannons.meta({ description: "What is owed less afterwards; the network fee comes out of it" }),
    network_fee: shannons,
    expires_at: time,
  })
  .meta({ id: "PreparedWithdrawal" })
export type PreparedWithdrawalJson = z.infer<typeof preparedWithdrawalReply>

export const submittedWithdrawalReply = z
  .object({ withdrawal_id: id, tx_hash: hash, status: z.enum(WITHDRAWAL_STATUSES) })
  .meta({ id: "SubmittedWithdrawal" })

export const withdrawalReply = z
  .object({
    id,
    receiver: z.string(),
    amount: shannons,
    network_fee: shannons,
    status: z.enum(WITHDRAWAL_STATUSES),
    tx_hash: hash,
    created_at: time,
    updated_at: time,
    expires_at: time,
  })
  .meta({ id: "Withdrawal" })
export type WithdrawalJson = z.infer<typeof withdrawalReply>

export const entryReply = z
  .object({
    id,
    payment_id: id,
    receiver: z.string(),
    amount: shannons,
    kind: z.enum(["receiver", "split", "fee"]),
    status: z.enum(ENTRY_STATUSES),
    is_payed: z.boolean(),
    tx_hash: hash.nullable().meta({ description: "The payout's" }),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: "AccountEntry" })
export type EntryJson = z.infer<typeof entryReply>

export const receivedEntryReply = entryReply
  .extend({ sender: z.string(), info: z.string().nullable().meta({ description: "The payment's" }) })
  .meta({ id: "ReceivedEntry" })
export type ReceivedEntryJson = z.infer<typeof receivedEntryReply>

export const ledgerReply = z
  .array(
    z.object({
      id,
      group: id.meta({ description: "The entries of a group sum to zero" }),
      event: z.string(),
      account: z.string(),
      receiver: z.string().nullable().meta({ description: "Whose, for what is owed" }),
      amount: shannons.meta({ description: "Assets are positive, what is owed is negative" }),
      created_at: time,
    }),
  )
  .meta({ id: "Ledger" })

export const paymentReply = z
  .object({
    id,
    sender: z.string(),
    receiver: z.string(),
    amount: shannons,
    platform_fee: shannons,
    network_fee: shannons,
    status: z.enum(PAYMENT_STATUSES),
    is_complete: z.boolean(),
    tx_hash: hash,
    confirmations: z.int(),
    info: z.string().nullable(),
    category: z.int().nullable(),
    sender_did: z.string().nullable(),
    receiver_did: z.string().nullable(),
    link: z.string().nullable().meta({ description: "The slug of the payment link it was made through" }),
    created_at: time,
    updated_at: time,
    expires_at: time,
  })
  .meta({ id: "Payment" })
export type PaymentJson = z.infer<typeof paymentReply>

export const paymentStateReply = paymentReply
  .pick({ id: true, status: true, is_complete: true, confirmations: true, updated_at: true })
  .meta({ id: "PaymentState", description: "The data of each event named `payment`" })
export type PaymentStateJson = z.infer<typeof paymentStateReply>

export const paymentWithAccountsReply = paymentReply
  .extend({
    commitment: hash.meta({
      description: "What the sender's signature covers beside the transaction: who gets how much",
    }),
    salt: hash.nullable().meta({
      description: "What makes the commitment verifiable; null for a payment from before commitments had one",
    }),
    accounts: z.array(entryReply),
  })
  .meta({ id: "PaymentWithAccounts" })

export const linkReply = z
  .object({
    slug: z.string(),
    receiver: z.string(),
    amount: shannons.nullable().meta({ description: "null: the payer chooses" }),
    presets: z.array(shannons).meta({ description: "To pick from, where the amount is open" }),
    title: z.string(),
    note: z.string().nullable(),
    splits: z.array(
      z.union([z.object({ receiver: z.string(), bps: z.int() }), z.object({ receiver: z.string(), amount: shannons })]),
    ),
    info: z.string().nullable(),
    category: z.int().nullable(),
    one_time: z.boolean(),
    success_url: z.string().nullable(),
    status: z.enum(LINK_STATUSES),
    expires_at: time.nullable(),
    created_at: time,
  })
  .meta({ id: "PaymentLink" })
export type LinkJson = z.infer<typeof linkReply>

const linkSum = z.object({ count: z.int(), amount: shannons })
export const linkWithSumsReply = linkReply
  .extend({
    paid: linkSum.meta({ description: "Payments in a block, before the platform's fee" }),
    pending: linkSum.meta({ description: "Payments that are signed and wait for a block" }),
  })
  .meta({ id: "PaymentLinkWithSums" })
export type LinkWithSumsJson = z.infer<typeof linkWithSumsReply>

export const accountReply = z
  .object({
    address: z.string(),
    pending: shannons,
    available: shannons,
    settling: shannons,
    paid: shannons,
    threshold: shannons.meta({ description: "What is available is paid out by itself from this sum on" }),
    payouts_paused: z.boolean().meta({ description: "Its owner wants nothing paid out by itself" }),
    next_settlement_at: time.nullable(),
    withdrawal: z.enum(WITHDRAWAL_METHODS).nullable().meta({
      description:
        "How less than the threshold can be taken out: with the owner's signature, without one into an anyone-can-pay cell, or not at all",
    }),
  })
  .meta({ id: "Account" })

export const payoutSettingsReply = z
  .object({
    threshold: shannons.meta({ description: "What is available is paid out by itself from this sum on" }),
    minimum: shannons.meta({ description: "The least that the threshold can be" }),
    own_threshold: shannons.nullable().meta({ description: "What the owner has set" }),
    paused: z.boolean(),
  })
  .meta({ id: "PayoutSettings" })
export type PayoutSettingsJson = z.infer<typeof payoutSettingsReply>

export const incomeReply = z
  .array(z.object({ day: z.iso.date(), amount: shannons }))
  .meta({ id: "Income", description: "Every day, oldest first, in UTC; what is certain, without what is pending" })

export const settlementReply = z
  .object({
    id,
    status: z.enum(SETTLEMENT_STATUSES),
    tx_hash: hash,
    amount: shannons,
    network_fee: shannons,
    created_at: time,
    updated_at: time,
    payouts: z.array(z.object({ receiver: z.string(), amount: shannons })),
  })
  .meta({ id: "Settlement" })
export type SettlementJson = z.infer<typeof settlementReply>

export const payoutsStartedReply = z
  .object({
    settlements: z.array(id),
    withdrawals: z.array(id).describe("Into anyone-can-pay cells, which need no signature"),
  })
  .meta({ id: "PayoutsStarted" })

export const configReply = z
  .object({
    network: z.enum(["devnet", "testnet", "mainnet"]),
    rpc_url: z.string(),
    platform_address: z.string(),
    platform_fee_bps: z.int(),
    min_withdrawal: shannons,
    confirmations: z.int(),
    hold_seconds: z.int(),
    genesis_hash: hash,
    scripts: z
      .record(z.string(), z.unknown())
      .meta({ description: "Known scripts of a private chain, as CCC's clients take them" }),
  })
  .meta({ id: "Config" })
export type ConfigJson = z.infer<typeof configReply>

const cellState = z.enum(CELL_STATES).meta({
  description: "immature: a block reward that cannot be spent yet",
})
const cellSum = z.object({ cells: z.int(), capacity: shannons })

export const poolReply = z
  .object({
    summary: z.object({ free: cellSum, held: cellSum, claimed: cellSum, quarantined: cellSum, immature: cellSum }),
    oldest_hold_seconds: z.int().nullable(),
    cells: z.array(
      z.object({
        id,
        out_point: z.object({ tx_hash: hash, index: z.int() }),
        capacity: shannons,
        state: cellState,
        created_at: time,
        held_by: z.array(id).meta({ description: "Prepared payments that name it" }),
        claimed_by: z.object({ kind: z.enum(OWNER_KINDS), id }).nullable(),
      }),
    ),
  })
  .meta({ id: "Pool" })
export type PoolJson = z.infer<typeof poolReply>

export const reconciliationReply = z
  .object({
    ok: z.boolean(),
    block: z.object({ number: z.int(), hash }),
    pool: z.object({ chain: shannons, ledger: shannons, difference: shannons }),
    owed: z.object({ entries: shannons, ledger: shannons, difference: shannons }),
  })
  .meta({ id: "Reconciliation" })

const jobReply = z
  .object({
    id: z.string(),
    schedule: z.string().meta({ description: "cron, UTC" }),
    last_run_at: time.nullable(),
    last_status: z.enum(["running", "ok", "failed"]).nullable(),
    last_error: z.string().nullable(),
    duration_ms: z.int().nullable(),
    next_run_at: time.nullable(),
  })
  .meta({ id: "Job" })
export type JobJson = z.infer<typeof jobReply>
export const jobsReply = z.array(jobReply)

export const healthReply = z.object({ status: z.literal("ok") })
const check = z.object({ ok: z.boolean(), detail: z.string().meta({ description: "For people" }) })
export const readyReply = z
  .object({
    ready: z.boolean(),
    checks: z.object({
      database: check,
      node: check,
      pool: check,
      follower: check,
      jobs: check.extend({
        overdue: z
          .array(z.string())
          .meta({ description: "Ids of jobs that nobody has begun for three times in a row" }),
      }),
    }),
  })
  .meta({ id: "Readiness" })
export const sessionReply = z
  .object({
    operator: z.boolean(),
    name: z.string().nullable(),
    roles: z.array(z.enum(ROLES)),
    second_factor: z
      .object({
        enrolled: z.boolean(),
        proven: z.boolean(),
        needed: z.boolean().meta({ description: "Where this runs, what moves money takes it" }),
      })
      .nullable(),
  })
  .meta({ id: "OperatorSession" })
export type SessionJson = z.infer<typeof sessionReply>
export const begunSignInReply = z
  .object({
    nonce: z.string(),
    message: z.string().meta({ description: "What the wallet of the address is to sign" }),
    expires_at: time,
  })
  .meta({ id: "SignIn" })
export const walletSessionReply = z
  .object({ address: z.string().nullable().meta({ description: "Whose wallet is signed in" }) })
  .meta({ id: "WalletSession" })
export const faucetReply = z.object({ tx_hash: hash })
export const mineReply = z.object({ tip: z.int() })
