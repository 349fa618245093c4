export const landing = {
  title: "Send any amount of CKB, even 2",
  intro:
    "An ordinary CKB transfer needs at least 61 CKB, because it makes a new cell. micro-pay takes small payments for people who are offline, adds them up, and pays them on chain by itself.",
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
  more: {
    title: "Build on it",
    text: "An HTTP API with exact amounts, and errors that say what to do next.",
    api: "API description (OpenAPI)",
    admin: "Operator's pages",
  },
}
