export const landing = {
  title: "Send any amount of CKB, even 2",
  intro:
    "An ordinary CKB transfer needs at least 61 CKB, because it makes a new cell. micro-pay takes small payments for people who are offline, adds them up, and pays them on chain by itself.",
  start: { pay: "Pay someone", receive: "Get paid" },
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
      title: "The sender signs once",
      text: "One cell of the sender and one of the platform go in, both come out with changed amounts. No new cell, so no minimum.",
    },
    {
      title: "The platform keeps count",
      text: "The payment is split exactly between the payee, anyone who shares in it, and the platform's fee.",
    },
    {
      title: "The payee is paid on chain",
      text: (threshold: string) =>
        `At ${threshold} CKB the money arrives in a cell of the payee's own. They need not be online.`,
    },
  ],
  pointsTitle: "What you can count on",
  points: [
    {
      title: "Your keys stay with you",
      text: "You sign one transaction in your own wallet, after this page has read it back to you from its own bytes.",
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
    text: "An HTTP API with exact amounts, and errors that say what to do next.",
    api: "API description (OpenAPI)",
    admin: "Operator's pages",
  },
}
