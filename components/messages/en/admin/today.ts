import type { WaitingReason } from "@/lib/settlement/preview"

/** What a run of a job means for money. */
const MOVES_NOTHING = "It moves no money."
const COSTS_FEES = "Nobody's balance changes. If the platform has to sign for it, it pays the network fees."

/** The numbers of the day, what needs somebody first, and the window in which payouts are started. */
export const today = {
  title: "Today",
  text: "Since midnight UTC.",
  payments: "Payments",
  volume: "Paid in",
  fees: "Platform fees",
  owed: "Owed now",
  owedTo: (count: number, more: boolean) =>
    more ? `to more than ${count.toLocaleString("en")} payees` : count === 1 ? "to 1 payee" : `to ${count} payees`,
  stuck: "Stuck",
  stuckText: "Signed, but not in a block for 15 minutes",
  pool: "Cells available",
  poolLow: (least: number) => `Low: fewer than ${least}`,
  block: "Newest block",
  noBlock: "None yet",
  needs: {
    title: "Needs attention",
    nothing: "Nothing needs attention now.",
    stuckPayments: (count: number) => (count === 1 ? "1 payment is stuck" : `${count} payments are stuck`),
    stuckPayouts: (count: number) => (count === 1 ? "1 payout is stuck" : `${count} payouts are stuck`),
    approvals: (count: number) =>
      count === 1 ? "1 payout is waiting for approval" : `${count} payouts are waiting for approval`,
    proposals: (count: number) =>
      count === 1
        ? "1 proposal is waiting for a second operator"
        : `${count} proposals are waiting for a second operator`,
    pool: (left: number) => (left === 1 ? "1 cell is left for payments" : `${left} cells are left for payments`),
    inngest: "Inngest's server does not answer. Until it does, no job runs and nobody is paid out.",
    jobs: (count: number) => (count === 1 ? "1 job has failed" : `${count} jobs have failed`),
  },
  settle: {
    open: "Pay out now …",
    title: "Pay out now",
    effect: "Pays everybody listed below at once, on chain. This cannot be undone.",
    pays: "Pays",
    payees: (count: number) => (count === 1 ? "1 payee" : `${count} payees`),
    amount: "Total",
    fee: "Network fee, about",
    who: "Who is paid",
    nobody: "Nobody can be paid now. Nothing would be sent.",
    topUps: "Into cells they have",
    topUpsText: "A transaction each. The payees bear its network fee.",
    out: "Not paid now",
    reasons: {
      limit: "Above the limits, needs approval",
      threshold: "Below the threshold",
      paused: "Payouts paused by the payee",
    } satisfies Record<WaitingReason, string>,
    submit: (count: number, amount: string) =>
      count === 1 ? `Pay 1 payee ${amount} CKB` : `Pay ${count} payees ${amount} CKB`,
  },
  audit: {
    actor: "Who",
    anybody: "Everybody",
    action: "What",
    anything: "Everything",
    clear: "Clear filters",
  },
  jobs: {
    names: {
      "expire-payments": "Expire payments",
      settle: "Pay out",
      "top-up": "Top up payees' cells",
      "raise-fees": "Raise network fees",
      "end-stuck": "End stuck transactions",
      reconcile: "Reconcile",
      "sample-pool": "Sample the pool",
      "check-totals": "Check the totals",
      "prove-solvency": "Prove solvency",
      "trim-pool": "Trim the pool",
      "resize-pool": "Resize the pool",
      prune: "Clean up",
    },
    does: {
      "expire-payments": "Releases payments and withdrawals that were not signed in time.",
      settle: "Pays everybody who is owed enough.",
      "top-up": "Pays into payees' anyone-can-pay cells, which need no signature of theirs.",
      "raise-fees": "Raises the fee of the platform's waiting transactions when network fees have risen.",
      "end-stuck": "Ends transactions that have been invalid for an hour.",
      reconcile: "Compares the books with the chain.",
      "sample-pool": "Records how the pool is used, and warns when it is low.",
      "prove-solvency": "Publishes what is owed and held, and puts its hash on the chain once an hour.",
      "check-totals": "Adds up the last days' payments again, and compares that with the totals kept.",
      "trim-pool": "Splits cells that have become too large for payments.",
      "resize-pool": "Adds cells when payments need more, and merges those that a day has not needed.",
      prune: "Deletes old data that is no longer needed.",
    },
    money: {
      "expire-payments": MOVES_NOTHING,
      settle: "It sends money on chain and cannot be undone.",
      "top-up": "It sends money on chain, from 1 CKB per payee, and cannot be undone.",
      "raise-fees": COSTS_FEES,
      "end-stuck": COSTS_FEES,
      reconcile: MOVES_NOTHING,
      "sample-pool": MOVES_NOTHING,
      "check-totals": MOVES_NOTHING,
      "prove-solvency": COSTS_FEES,
      "trim-pool": COSTS_FEES,
      "resize-pool": COSTS_FEES,
      prune: MOVES_NOTHING,
    },
    everyMinute: "Every minute",
    everyMinutes: (minutes: number) => `Every ${minutes} minutes`,
    hourly: (minute: string) => `Every hour, at :${minute}`,
    daily: (time: string) => `Every day at ${time} UTC`,
  },
  address: {
    title: "The platform's address",
    text: "CKB sent here becomes the pool's capital and is booked with the next block.",
    qr: "QR code of the platform's address",
    copy: "Copy the platform's address",
  },
  takeOut: {
    least: (least: string) => `At least ${least} CKB, the least that a cell can hold.`,
    all: "All",
    tooLittle: (now: string, least: string) =>
      `${now} CKB available. Fees can be withdrawn from ${least} CKB on, the least that a cell can hold.`,
  },
}
