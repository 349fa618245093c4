import { describe, expect } from "vitest"
import { PAYMENT_STATUSES } from "@/lib/payment/types"
import { SETTLEMENT_STATUSES } from "@/lib/settlement/types"
import {
  bytes,
  chainTransaction,
  entry,
  FEE,
  it,
  OTHER,
  payment,
  permits,
  poolOperation,
  refuses,
  settlement,
} from "./constraints.fixture"
import { ENTRY_STATUSES } from "./types"

describe("a payment", () => {
  refuses(
    ["is of more than nothing", /check constraint/, payment(3, { amount: "0", platform_fee: "0" })],
    ["is not negative", /check constraint/, payment(3, { amount: "-5" })],
    ["has no fee above its amount", /check constraint/, payment(3, { platform_fee: "101" })],
    ["has no negative fee", /check constraint/, payment(3, { platform_fee: "-1" })],
    ["pays the network", /check constraint/, payment(3, { network_fee: "0" })],
    ["has no negative category", /check constraint/, payment(3, { category: "-1" })],
    ["is in a state that is known", /check constraint/, payment(3, { status: "'done'" })],
    ["has a transaction of its own", /duplicate key.*tx_hash/, payment(3, { tx_hash: bytes("01") })],
    ["has a hash of 32 bytes", /check constraint/, payment(3, { tx_hash: bytes("03", 20) })],
    ["has parties with hashes of 32 bytes", /check constraint/, payment(3, { sender_lock_hash: bytes("5e", 20) })],
    ["names a platform cell that is there", /foreign key/, payment(3, { platform_cell_id: "77" })],
    [
      "is complete by its state alone",
      /can only be updated to DEFAULT/,
      `UPDATE payment SET is_complete = true WHERE id = 1`,
    ],
  )

  it.for([
    ["amount", "101"],
    ["platform_fee", "2"],
    ["network_fee", "999"],
    ["sender_lock_hash", OTHER],
    ["receiver_lock_hash", OTHER],
    ["tx_hash", bytes("77")],
    ["unsigned_tx", bytes("77", 1)],
  ])("keeps the %s that was agreed at prepare", async ([column, value], { attempt }) => {
    const change = `UPDATE payment SET "${column}" = ${value} WHERE id = 1`
    await expect(attempt(change)).rejects.toThrow(/payment 1 is fixed once prepared/)
    await attempt(`UPDATE payment SET "${column}" = "${column}" WHERE id = 1`)
  })

  const states: readonly string[] = PAYMENT_STATUSES
  const next: Record<string, string[]> = {
    prepared: ["submitted", "cancelled", "expired"],
    submitted: ["committed", "failed"],
    committed: ["confirmed", "submitted"],
    confirmed: ["submitted"],
  }
  it.for(states)("that is %s goes only where the rules allow", async (from, { attempt }) => {
    const inState = [payment(3, { status: `'${from}'` }), entry(3, 100)]
    const reached: string[] = []
    for (const to of states.filter((state) => state !== from)) {
      const change = attempt(...inState, `UPDATE payment SET status = '${to}' WHERE id = 3`)
      await change.then(
        () => reached.push(to),
        (error: Error) => expect(error.message).toBe(`payment 3 cannot go from ${from} to ${to}`),
      )
    }
    expect(reached.sort()).toEqual((next[from] ?? []).sort())
  })

  it.for(states)("that is %s is complete from committed on", async (status, { attempt }) => {
    const rows = await attempt(
      payment(3, { status: `'${status}'` }),
      entry(3, 100),
      "SELECT is_complete FROM payment WHERE id = 3",
    )
    expect(rows).toEqual([{ is_complete: status === "committed" || status === "confirmed" }])
  })
})

describe("an account entry", () => {
  const receiverOf1 = `payment_id = 1 AND kind = 'receiver'`
  refuses(
    ["is of more than nothing", /check constraint/, entry(1, 0)],
    ["is of a kind that is known", /check constraint/, entry(1, 5, { kind: "'tip'" })],
    ["is in a state that is known", /check constraint/, entry(1, 5, { status: "'owed'" })],
    [
      "that is settling says by which settlement",
      /check constraint/,
      `UPDATE account SET status = 'available' WHERE ${receiverOf1}`,
      `UPDATE account SET status = 'settling' WHERE ${receiverOf1}`,
    ],
    [
      "that waits belongs to no settlement",
      /check constraint/,
      `UPDATE account SET settlement_id = 1 WHERE ${receiverOf1}`,
    ],
    [
      "of the platform's fee is never settled",
      /check constraint/,
      `UPDATE account SET status = 'available' WHERE kind = 'fee'`,
      `UPDATE account SET status = 'settling', settlement_id = 1 WHERE kind = 'fee'`,
    ],
    [
      "of the platform's fee is never paid",
      /check constraint/,
      entry(1, 5, { ...FEE, status: "'paid'", settlement_id: "1" }),
    ],
    ["is paid by its state alone", /can only be updated to DEFAULT/, `UPDATE account SET is_payed = true`],
    ["belongs to a payment that is there", /foreign key/, entry(77, 5)],
    [
      "that a settlement pays keeps it",
      /constraint/,
      `UPDATE account SET status = 'available' WHERE ${receiverOf1}`,
      `UPDATE account SET status = 'settling', settlement_id = 1 WHERE ${receiverOf1}`,
      `DELETE FROM settlement WHERE id = 1`,
    ],
  )

  it.for([
    ["payment_id", "2"],
    ["receiver", "'somebody else'"],
    ["lock_hash", OTHER],
    ["kind", "'split'"],
  ])("keeps the %s that was agreed at prepare", async ([column, value], { attempt }) => {
    const change = `UPDATE account SET "${column}" = ${value} WHERE ${receiverOf1}`
    await expect(attempt(change)).rejects.toThrow(/account entry \d+ belongs to its payment and its party/)
  })

  const rest = (values: Record<string, string> = {}) => entry(4, 30, { status: "'available'", ...values })
  const divided = [
    payment(4),
    entry(4, 100, { id: "900", status: "'available'" }),
    "UPDATE account SET amount = 70 WHERE id = 900",
  ]
  const assertParts = (parts: number) =>
    `DO $$ BEGIN ASSERT (SELECT count(*) FROM account WHERE part_of = 900) = ${parts}, 'parts'; END $$`
  it.for([rest(), rest({ part_of: "1" })])(
    "that holds a rest is part of its share, whoever says what",
    async (sql, { attempt }) => {
      await attempt(...divided, sql, assertParts(1))
    },
  )
  refuses(
    [
      "stays a part of the same share",
      /is no part of/,
      ...divided,
      rest({ id: "901" }),
      "UPDATE account SET part_of = NULL WHERE id = 901",
    ],
    [
      "is no part of another party's share",
      /is no part of/,
      "UPDATE account SET part_of = (SELECT min(id) FROM account) WHERE id = (SELECT max(id) FROM account)",
    ],
  )

  // What a refund has reversed: refund-constraints.test.ts.
  const states: readonly string[] = ENTRY_STATUSES.filter((status) => status !== "reversed")
  const next: Record<string, string[]> = {
    pending: ["available", "void"],
    available: ["pending", "settling"],
    settling: ["available", "paid", "pending"],
    paid: ["settling"],
  }
  const settlementOf = (status: string) => (status === "settling" || status === "paid" ? "1" : "NULL")
  it.for(states)("that is %s goes only where the rules allow", async (from, { attempt }) => {
    const reached: string[] = []
    for (const to of states.filter((state) => state !== from)) {
      const change = attempt(
        payment(3),
        entry(3, 100, { status: `'${from}'`, settlement_id: settlementOf(from) }),
        `UPDATE account SET status = '${to}', settlement_id = ${settlementOf(to)} WHERE payment_id = 3`,
      )
      await change.then(
        () => reached.push(to),
        (error: Error) => expect(error.message).toContain(`cannot go from ${from} to ${to}`),
      )
    }
    expect(reached.sort()).toEqual((next[from] ?? []).sort())
  })
})

describe("a settlement or a pool operation", () => {
  const states: readonly string[] = SETTLEMENT_STATUSES
  const next: Record<string, string[]> = {
    signed: ["committed", "failed"],
    committed: ["confirmed", "signed"],
    confirmed: ["signed"],
  }
  it.for(
    states.flatMap((from) => [
      ["settlement", from],
      ["pool_operation", from],
    ]),
  )("%s that is %s goes only where the chain can take it", async ([table, from], { attempt }) => {
    const make = table === "settlement" ? settlement : poolOperation
    const reached: string[] = []
    for (const to of states.filter((state) => state !== from)) {
      const change = attempt(
        make({ id: "9", status: `'${from}'` }),
        `UPDATE ${table} SET status = '${to}' WHERE id = 9`,
      )
      await change.then(
        () => reached.push(to),
        (error: Error) => expect(error.message).toBe(`${table} 9 cannot go from ${from} to ${to}`),
      )
    }
    expect(reached.sort()).toEqual((next[from ?? ""] ?? []).sort())
  })

  const selfSpend = (values: Record<string, string> = {}) =>
    poolOperation({ kind: "'self_spend'", ends_id: "(SELECT id FROM chain_transaction)", cell_id: "1", ...values })
  refuses(
    [
      "pays what was signed",
      /settlement 1 is fixed once signed/,
      "UPDATE settlement SET amount = amount + 1 WHERE id = 1",
    ],
    [
      "ends with one transaction at a time",
      /pool_operation_one_self_spend_a_cell/,
      selfSpend(),
      selfSpend({ tx_hash: bytes("62") }),
    ],
    ["names the cell of a self-spend alone", /check constraint/, poolOperation({ cell_id: "1" })],
    ["pays the network nothing less than nothing", /check constraint/, chainTransaction({ network_fee: "-1" })],
  )
  permits([
    "another self-spend when the first has failed",
    selfSpend({ status: "'failed'" }),
    selfSpend({ tx_hash: bytes("62") }),
  ])
})
