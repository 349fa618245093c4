import type { PauseScope } from "@/lib/pause-scopes"
import type { FieldReason, Reason } from "@/lib/reasons"

/** What an error says: `text` is built from the numbers that came with it. */
interface Texts {
  title: string
  text: string | ((...values: string[]) => string)
}

/** What each reason of a refusal means to the person who meets it, and what is wrong with a field that was sent. */
export const refusals = {
  reasons: {
    payer_balance: {
      title: "Not enough CKB in this wallet",
      text: (required: string, balance: string, stays: string, movable: string) =>
        `You need ${required} CKB in this wallet and have ${balance}. A CKB wallet keeps ${stays} CKB to hold the rest, so only ${movable} of yours can move. Nothing was sent.`,
    },
    payer_cells: {
      title: "Your CKB is spread over too many cells",
      text: (cells: string, most: string) =>
        `It lies in ${cells} cells, and one payment can take at most ${most} CKB out of them. In your wallet, send all of it to your own address, then pay. Nothing was sent.`,
    },
    owed: {
      title: "You cannot withdraw that much now",
      text: (available: string) =>
        `${available} CKB can be withdrawn. Payments that are being confirmed or paid out have to finish first. Nothing was sent.`,
    },
    below_network_fee: {
      title: "Too little to withdraw",
      text: (amount: string) => `${amount} CKB would not cover the network fee. Your balance stays as it is.`,
    },
    least_withdrawal: {
      title: "Too little to withdraw",
      text: (least: string) =>
        `Withdraw at least ${least} CKB, or everything you have here. Your balance stays as it is.`,
    },
    least_arrival: {
      title: "Too little for this address",
      text: (least: string, arrives: string) =>
        `It accepts no less than ${least} CKB at a time, and only ${arrives} would arrive. Your balance stays as it is.`,
    },
    no_cell: {
      title: "This address cannot receive so little yet",
      text: (threshold: string) =>
        `A withdrawal is possible from ${threshold} CKB, or to an address that already holds CKB. Your balance stays as it is, and is paid out automatically at ${threshold} CKB.`,
    },
    pool_lacks: {
      title: "The pool does not have enough CKB",
      text: (shortfall: string, cells: string, address: string) =>
        `${shortfall} CKB are missing for ${cells} more cells. Send them to ${address}, wait until they are in a block, then preview again. Nothing was sent.`,
    },
    fees_lack: {
      title: "Fewer fees are available",
      text: (most: string) => `At most ${most} CKB can be withdrawn now. Nothing was sent.`,
    },
    withdrawal_over: {
      title: "The time to sign has run out",
      text: "Nothing was sent; your balance is safe. Start the withdrawal again.",
    },
    paid_otherwise: {
      title: "This balance is already being paid out",
      text: "Nothing was sent now. Check your balance, then start again.",
    },
    withdrawal_cell_taken: {
      title: "Please start again",
      text: "Another transaction was faster. Nothing was sent; your balance is safe.",
    },
    not_confirmed: {
      title: "This payment is not final yet",
      text: "It can be refunded once it is confirmed. Nothing was refunded.",
    },
    all_refunded: { title: "All of it has been refunded", text: "Nothing was refunded now." },
    plan_changed: {
      title: "The pool has changed since the preview",
      text: "Nothing was sent. Look at the new preview and confirm that.",
    },
    few_free_cells: {
      title: "Too few cells are free",
      text: (cells: string) => `Free now: ${cells}. Merge fewer, or wait for payments to finish. Nothing was sent.`,
    },
    few_enough_cells: {
      title: "These cells cannot be merged further",
      text: "Fewer cells would be too large to lend. Nothing was sent.",
    },
    cells_too_small: {
      title: "These cells are too small to merge",
      text: "They cannot pay the network fee. Nothing was sent.",
    },
    sign_in_over: { title: "This sign-in has expired", text: "Nothing changed. Sign in again." },
    most_at_once: {
      title: "The platform cannot pay that much at once",
      text: (most: string) =>
        `At most ${most} CKB right now. Nothing was sent; your balance is safe. Withdraw less, or try again in a few seconds.`,
    },
    pool_busy: {
      title: "The pool's cells are all in use",
      text: "Nothing was sent. Try again in a moment.",
    },
    prepared_too_often: {
      title: "This was prepared too many times",
      text: "Nothing was sent. Change the amount a little, or wait a few minutes.",
    },
  } satisfies Record<Exclude<Reason, "operator" | "maintenance">, Texts>,
  paused: {
    prepare: {
      title: "Payments are paused",
      text: "Nothing was sent. This page continues by itself as soon as payments resume.",
    },
    settlement: {
      title: "Payouts are paused",
      text: "Nothing was sent; balances are safe. Withdrawals are possible again as soon as payouts resume.",
    },
  } satisfies Record<Exclude<PauseScope, "all">, Texts>,
  limited: {
    text: (seconds: number) => `Nothing was sent. Try again in ${seconds} s.`,
    over: "Nothing was sent. You can try again now.",
  },
  invalid: "This cannot be accepted",
  fields: {
    no_address: "This is not a CKB address, or it has a typing error. Copy it again.",
    other_network: "This address belongs to another network.",
    platform_address: "This is the platform's own address. It can neither pay nor be paid.",
    unknown_lock: "Nobody may be able to spend what is sent to this address: this platform does not know its lock.",
    cannot_pay:
      "Payments from this kind of address are not supported. Pay from a CKB wallet's ordinary address, an Ethereum or Bitcoin wallet's Omnilock address, or JoyID.",
    cannot_withdraw:
      "Withdrawals to this kind of address are not supported. Its balance is paid out automatically once it is large enough.",
    twice: "The same entry is there twice.",
    too_much: "The shares add up to more than there is.",
    too_small: (least: string) => `At least ${least} CKB are needed for this address.`,
    in_the_past: "This time has already passed.",
    no_https_address: "Enter a complete web address that begins with https.",
    weak_password: "Choose a longer password, and not a common one.",
    wrong_code: "This is not the code that the app shows now.",
    not_searchable: "Search for a number, a transaction hash or an address of this network.",
  } satisfies Record<FieldReason, string | ((...values: string[]) => string)>,
  /** while a page tries again by itself */
  waiting: {
    goesOn: "Nothing was sent. We keep trying; you do not need to do anything.",
    limited: (seconds: number) => `Nothing was sent. We try again in ${seconds} s.`,
    earlier: "This one follows automatically; you do not need to do anything.",
    offline: "Nothing was sent. This continues when you are back online.",
  },
  offline: {
    title: "You are offline",
    text: "Nothing was sent and no money moved. Try again when you are back online.",
    signing: "You can sign now. The payment is sent as soon as you are back online, if this page stays open.",
    sending: "Your signature is kept in this browser and sent as soon as you are back online. Do not pay again.",
  },
  tiny: "The network fee is more than a tenth of this amount.",
}
