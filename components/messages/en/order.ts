/** What a payer reads and says about an order, on whatever page pays it. */
export const order = {
  reference: "Order",
  message: {
    title: "Message",
    add: "Add a message",
    label: "Your message",
    hint: "Optional, at most 200 characters. Only the payee and whoever runs this platform can read it.",
    save: "Done",
    change: "Change",
  },
  payee: "Payee",
  profile: {
    verified: "(the owner of this address has chosen this name)",
    unknown: "There is no page with this name",
    unknownText:
      "Nothing was paid. The name may be mistyped, or its owner has left it: ask the payee for their address.",
  },
  home: "Back to the start page",
  payAnyway: (payee: string) => `Pay ${payee} without this link`,
  share: {
    title: (title: string, amount: string) => `${title}: ${amount} CKB`,
    open: (payee: string) => `Pay any amount of CKB to ${payee} from your own wallet.`,
    fixed: (amount: string, payee: string) => `Pay ${amount} CKB to ${payee} from your own wallet.`,
    states: {
      used: "This link has been paid.",
      closed: "This link is closed.",
      expired: "The time to pay through this link is over.",
    },
    picture: (title: string) => `${title}, as a picture`,
  },
}
