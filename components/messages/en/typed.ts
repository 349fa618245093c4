import type { AmountFault } from "@/lib/typed-amount"

/** What is wrong with what somebody typed, or what else it may mean. */
export const typed = {
  amount: {
    faults: {
      missing: "Enter an amount.",
      malformed: "Enter a number, such as 2.5.",
      negative: "The amount must be more than zero.",
      decimals: "At most 8 digits after the point.",
      large: "That is more CKB than there is.",
    } satisfies Record<AmountFault, string>,
    zero: "The amount must be more than zero.",
    tooSmall: (least: string) => `Enter at least ${least} CKB.`,
    tooLarge: (most: string) => `Enter at most ${most} CKB.`,
    question: "Which amount do you mean?",
    choose: (amount: string) => `${amount} CKB`,
    understood: (amount: string) => `= ${amount} CKB`,
  },
  address: {
    missing: "Enter a CKB address.",
    malformed: (start: string) => `This is not a CKB address. CKB addresses begin with ${start}.`,
    typo: "This address has a typing error, or a part of it is missing. Copy it again.",
    ethereum: (start: string) => `This is an Ethereum address. Use a CKB address instead: it begins with ${start}.`,
    otherNetwork: (network: string) => `This address belongs to another network. This platform runs on ${network}.`,
  },
  noteTooLong: "The note can have at most 1,000 characters.",
  link: {
    titles: {
      to: "The address in this payment link is wrong",
      amount: "The amount in this payment link is unclear",
      note: "The note in this payment link is too long",
    },
    text: "Nothing was paid. Correct it below, or ask for a new link.",
  },
}
