import { describe } from "vitest"
import { bytes, entry, FEE, insert, OTHER, payment, permits, refuses, SENDER } from "@/lib/ledger/constraints.fixture"

/** A confirmed payment of 100 shannons (3), of which the receiver is owed 99. */
const CONFIRMED = [
  payment(3, { status: "'confirmed'" }),
  entry(3, 99, { id: "900", status: "'available'" }),
  entry(3, 1, { ...FEE, status: "'available'" }),
]
const refund = (amount: number, values: Record<string, string> = {}) =>
  insert("refund", { id: "70", payment_id: "3", amount: `${amount}`, made_by: "'command'", ...values })
const takeAll = "UPDATE account SET status = 'reversed', refund_id = 70 WHERE id = 900"
const owe = (amount: number, values: Record<string, string> = {}) =>
  entry(3, amount, {
    ...{ id: "901", receiver: "'s'", lock_hash: SENDER, kind: "'refund'", status: "'available'", refund_id: "70" },
    ...values,
  })
const whole = [...CONFIRMED, refund(99), takeAll, owe(99)]

describe("a refund", () => {
  const unequal = /refund 70 does not give its sender what it takes/
  refuses(
    ["takes what it gives", /do not sum to its amount/, ...CONFIRMED, refund(99), takeAll],
    ["gives what it takes", /constraint|do not sum|does not give/, ...CONFIRMED, refund(50), takeAll, owe(50)],
    ["says how much", unequal, ...CONFIRMED, refund(98), takeAll, owe(99)],
    ["gives to nobody but the sender", unequal, ...CONFIRMED, refund(99), takeAll, owe(99, { lock_hash: OTHER })],
    ["is of a payment that is confirmed", /payment 1 is not confirmed/, refund(99, { payment_id: "1" })],
    ["is of more than nothing", /check constraint/, ...CONFIRMED, refund(0)],
    [
      "takes entries of its own payment",
      /foreign key/,
      ...whole,
      payment(4),
      entry(4, 100, { id: "910", status: "'available'" }),
      "UPDATE account SET status = 'reversed', refund_id = 70 WHERE id = 910",
    ],
    [
      "takes what is payable",
      /cannot go from pending to reversed/,
      ...whole,
      payment(4),
      entry(4, 100, { id: "910" }),
      "UPDATE account SET status = 'reversed', refund_id = 70 WHERE id = 910",
    ],
    ["stays as it was made", /refund is append-only/, ...whole, "UPDATE refund SET amount = 98"],
    ["stays on record", /refund is append-only/, ...whole, "DELETE FROM refund"],
    [
      "is counted by the database alone",
      /was not refunded that/,
      ...whole,
      "UPDATE payment SET refunded = 5 WHERE id = 3",
    ],
    ["is counted", /was not refunded that/, ...whole, "UPDATE payment SET refunded = 0 WHERE id = 3"],
  )
  permits(
    ["one of all of it", ...whole],
    [
      "two of parts",
      ...CONFIRMED,
      refund(40),
      "UPDATE account SET amount = 40 WHERE id = 900",
      entry(3, 59, { status: "'available'" }),
      takeAll,
      owe(40),
      refund(10, { id: "71" }),
      "UPDATE account SET amount = 10 WHERE status = 'available' AND kind = 'receiver' AND payment_id = 3",
      entry(3, 49, { status: "'available'" }),
      "UPDATE account SET status = 'reversed', refund_id = 71 WHERE status = 'available' AND payment_id = 3 AND amount = 10",
      owe(10, { id: "902", refund_id: "71" }),
    ],
  )
})

describe("an entry that was reversed", () => {
  refuses(
    [
      "was owed before",
      /what is reversed was owed before/,
      ...whole,
      entry(3, 5, { status: "'reversed'", refund_id: "70" }),
    ],
    [
      "never comes back",
      /keeps its refund/,
      ...whole,
      "UPDATE account SET status = 'available', refund_id = NULL WHERE id = 900",
    ],
    ["never changes", /keeps its refund/, ...whole, "UPDATE account SET amount = 98 WHERE id = 900"],
    ["names its refund", /check constraint/, ...CONFIRMED, "UPDATE account SET status = 'reversed' WHERE id = 900"],
    [
      "is no refund itself",
      /check constraint/,
      ...whole,
      refund(99, { id: "71" }),
      "UPDATE account SET status = 'reversed', refund_id = 71 WHERE id = 901",
    ],
    [
      "pays nobody",
      /keeps its refund/,
      ...whole,
      insert("settlement", { id: "9", amount: "99", network_fee: "9", tx_hash: bytes("99") }),
      "UPDATE account SET status = 'settling', settlement_id = 9 WHERE id = 900",
    ],
  )
})
