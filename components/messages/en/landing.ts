export const landing = {
  title: "Send any amount of CKB, even 2",
  intro:
    "An ordinary CKB transfer needs at least 61 CKB, because it creates a new cell. micro-pay takes small payments for people who are offline, adds them up, and pays them out on chain automatically.",
  start: { pay: "Pay someone", receive: "Get paid" },
  cell: "one cell of the payee's own",
  pay: {
    title: "Pay someone",
    text: "Nothing is signed before you have seen the amount, the fee and the total.",
    to: "Address of the payee",
    amount: "Amount",
    note: "Note",
    noteHint: "Optional. The payee can read it.",
    submit: "Continue to payment",
  },
  receive: {
    title: "See what you are owed",
    text: "Your balance, what is still pending, and every payout.",
    address: "Your CKB address",
    submit: "Open the dashboard",
  },
  stepsTitle: "How it works",
  steps: [
    {
      title: "The payer signs once",
      text: "One cell of the payer and one of the platform go in, and both come out with changed amounts. No new cell, so no minimum.",
    },
    {
      title: "The platform keeps count",
      text: "The payment is split exactly between the payee, anyone who shares in it, and the platform's fee.",
    },
    {
      title: "The payee is paid on chain",
      text: (threshold: string) =>
        `At ${threshold} CKB the money arrives in the payee's own cell. They need not be online.`,
    },
  ],
  terms: {
    title: "Before you use it",
    cost: {
      title: "What it costs",
      fee: (percent: string) =>
        `${percent} of each payment, taken from what the payee gets. The payer only adds the network fee, a tiny fraction of a CKB.`,
      free: "No fee on payments. The payer only adds the network fee, a tiny fraction of a CKB.",
      payout: "Automatic payouts are free. Withdrawing early costs the network fee.",
    },
    custody: {
      title: "Who holds the money",
      held: (threshold: string) =>
        `The platform does, from payment to payout. It keeps what it owes you in cells of its own and pays it out automatically at ${threshold} CKB.`,
      out: "You need not wait: with a wallet that already holds CKB you can withdraw any amount from your dashboard at any time.",
      proof: "See what it owes and holds",
    },
    operator: {
      title: "Who runs it",
      named: (name: string) => `${name} runs this site and holds the money until payout.`,
      unnamed:
        "Whoever runs this site has not given a name here. Find out who they are before you trust them with an amount that matters.",
      devnet: "Nobody yet: this is a development chain, and its CKB are play money.",
    },
  },
  pointsTitle: "What you can count on",
  points: [
    {
      title: "Nothing moves without your signature",
      text: "You sign one transaction in your own wallet, after this page has read it back to you from its own bytes. Your keys never leave the wallet.",
    },
    {
      title: "Exact to the last shannon",
      text: "Every amount is a whole number of shannons. What is owed and what is on chain are compared all the time.",
    },
    {
      title: "You always know where the money is",
      text: "Whatever goes wrong, the first line says whether anything was sent, and what to do next.",
    },
  ],
  more: {
    title: "Build on it",
    text: "An HTTP API with exact amounts and errors that say what to do next.",
    developers: "For developers",
  },
}
