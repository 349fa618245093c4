/** What is said to somebody who may be about to pay the same thing twice. */
export const again = {
  justNow: "just now",
  paid: (ago: string) => `You paid this ${ago}`,
  underWay: (ago: string) => `You signed this payment ${ago}, and it is on its way`,
  signed: (ago: string) => `You signed this payment ${ago}`,
  spent: "You have paid this already",
  text: "Nothing else was signed or sent. Pay again only if you want to pay a second time.",
  onceText: "Nothing else was signed or sent. This link can be paid once.",
  spentText: "Your second signature was not sent: no money moved twice.",
  amount: (amount: string, ago: string) => `This wallet paid exactly ${amount} CKB here ${ago}`,
  amountText:
    "Was that this payment? Then do not pay again. Whom it went to is shown only to its own wallet, under “Your payments”.",
  receipt: "See the receipt",
  follow: "Follow the payment",
  payments: "Your payments",
  payAgain: "Pay again",
}
