/** What is open at the top of every tab: pauses of people, and alarms, which say what to do next. */
export const alarms = {
  label: "Alarms and pauses",
  operator: {
    title: { prepare: "Payments are paused", settlement: "Payouts are paused", all: "Everything is paused" },
    next: "An operator paused it on purpose. Resume when the reason is gone.",
  },
  reasons: {
    reconciliation_deficit: {
      title: "Money is missing: the pool holds less than the books say",
      next: "Do not resume before the difference is explained. Compare again under Overview, and look for a transaction that the books do not have (npm run adopt).",
    },
    reconciliation_overdue: {
      title: "The books have not been compared with the chain for 15 minutes",
      next: "Look at the job “Reconcile” and at the node. The pause ends by itself after the next successful comparison.",
    },
    platform_cell_spent_outside: {
      title: "The platform's key signed something that this database does not know",
      next: "It may be an old backup, a second installation with the same key, or a stolen key. npm run adopt lists what was signed. If it was not yours, the key is stolen: move the money now.",
    },
    settled_payment_lost: {
      title: "A payment that was paid out already has left the chain",
      next: "The loss is booked. Raise the number of confirmations, send the same amount to the platform's address, then resume.",
    },
    given_up_transaction_committed: {
      title: "A transaction that was given up is in a block after all",
      next: "It is named below. Raise the number of confirmations, settle the difference with the people concerned, then resume.",
    },
    second_node_disagrees: {
      title: "The two nodes have different blocks",
      next: "One of them is broken, compromised or on its own branch. Find out which before you resume.",
    },
  },
  unknown: {
    title: "An alarm has paused the platform",
    next: "The operations guide lists each alarm by its name. Resume when its cause is gone.",
  },
  stopped: {
    prepare: "New payments are stopped.",
    settlement: "Payouts and withdrawals are stopped.",
    all: "New payments, payouts and withdrawals are stopped.",
  },
  since: "Since",
  cause: "Alarm",
  resumeWord: "resume",
}
