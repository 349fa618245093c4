import type { LiveCellState, OperationKind, PoolChangeKind } from "@/lib/pool/types"
import type { OwnerKind } from "@/lib/transaction/owner"

export const pool = {
  usage: {
    title: "Use in the last 24 hours",
    text: "Cells in use by sent transactions, of all cells.",
    low: "Few cells are left",
    lowText: (lendable: number, low: number) =>
      `${lendable} are available for payments, fewer than ${low}. Payments continue, but a burst would make some wait. Add cells.`,
    busiest: (claimed: number, all: number, time: string) =>
      `At most ${claimed} of ${all} cells were in use, at ${time}.`,
    needed: (cells: number) =>
      cells === 0
        ? "No payment has used a cell in the last 15 minutes."
        : `The payments of the last 15 minutes need ${cells} cells.`,
    cells: (count: number) => (count === 1 ? "1 cell" : `${count} cells`),
    empty: "The first sample is taken within a minute.",
    table: "Show as a table",
    columns: { from: "From", claimed: "In use, at most", free: "Not in use, at least" },
  },
  change: {
    add: {
      open: "Add cells",
      effect: "Creates new minimum-size cells from the largest ones, so that more payments can be in progress at once.",
      cells: "New cells",
      hint: "At most 500 at once.",
      submit: (cells: number) => (cells === 1 ? "Add 1 cell" : `Add ${cells} cells`),
    },
    merge: {
      open: "Merge cells",
      effect: "Combines the smallest free cells into as few as possible. None becomes too large for a payment.",
      cells: "Cells to merge",
      hint: "A payment that is being signed right now may have to be prepared again.",
      submit: (cells: number) => (cells === 1 ? "Merge 1 cell" : `Merge ${cells} cells`),
    },
  } satisfies Record<PoolChangeKind, object>,
  operations: {
    title: "Pool transactions",
    empty: "No pool transactions yet.",
    kinds: {
      split: "Cells split",
      merge: "Cells merged",
      self_spend: "Transaction ended",
      fee_withdrawal: "Fees withdrawn",
      adopted: "Adopted from the chain",
      anchor: "Proof of solvency put on the chain",
    } satisfies Record<OperationKind, string>,
    columns: {
      id: "No.",
      kind: "What",
      status: "Status",
      time: "Time",
      hash: "Transaction",
      amount: "Left the pool",
      fee: "Network fee",
    },
  },
  end: {
    open: "End",
    title: (kind: string, id: number) => `End ${kind} ${id}`,
    kinds: {
      payment: "payment",
      settlement: "payout",
      pool_operation: "pool transaction",
    } satisfies Record<OwnerKind, string>,
    effect: (most: string) =>
      `The platform spends its own cell of this transaction in a new one, with a fee high enough to replace it: ${most} at most. The chain takes only one of the two. If it takes the new one, the old one is dead, and nobody's money has moved.`,
    submit: "End it",
  },
  pool: {
    title: "Cell pool",
    states: {
      free: "Free",
      held: "Held",
      claimed: "In use",
      quarantined: "Quarantined",
      immature: "Maturing",
    } satisfies Record<LiveCellState, string>,
    stateHints: {
      free: "Ready for a payment",
      held: "Reserved for a payment that is not signed yet",
      claimed: "Spent by a sent transaction",
      quarantined: "Not used until resolved",
      immature: "Block rewards that cannot be spent yet",
    } satisfies Record<LiveCellState, string>,
    cells: (count: number) => (count === 1 ? "1 cell" : `${count} cells`),
    oldestHold: (seconds: number) => `Oldest hold: ${seconds} s`,
    noHold: "No cell is held",
    caption: "Cells of the pool",
    columns: { outPoint: "Out point", capacity: "Capacity", state: "State", age: "Age", boundTo: "Used by" },
    empty: "The pool has no cells yet. Send CKB to the platform's address, then add cells.",
    filter: "Show",
    all: "All",
    none: "No cell is in this state.",
    outPoint: "Out point",
    heldBy: (payments: string) => `Payment ${payments}`,
    claimedBy: (kind: string, id: number) => `${kind} ${id}`,
    kinds: {
      payment: "Payment",
      settlement: "Payout",
      pool_operation: "Pool transaction",
    } satisfies Record<OwnerKind, string>,
    showing: (shown: number, all: number) => `${shown} of ${all} cells`,
    showAll: "Show all",
  },
}
