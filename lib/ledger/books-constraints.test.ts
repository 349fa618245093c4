import { describe, expect } from "vitest"
import {
  bytes,
  entry,
  FEE,
  insert,
  it,
  ledger,
  OTHER,
  PLATFORM,
  payment,
  permits,
  poolOperation,
  RECEIVER,
  refuses,
  SENDER,
} from "./constraints.fixture"

describe("the entries of a payment sum to its amount", () => {
  const refusal = /the entries of payment \d+ do not sum to its amount/
  refuses(
    ["so one without entries is refused", refusal, payment(3)],
    ["so a shannon too few is refused", refusal, payment(3), entry(3, 98), entry(3, 1, FEE)],
    ["so a shannon too many is refused", refusal, payment(3), entry(3, 100), entry(3, 1, FEE)],
    ["so an entry more is refused", refusal, entry(1, 1)],
    ["so an entry cannot grow", refusal, `UPDATE account SET amount = 100 WHERE payment_id = 1 AND kind = 'receiver'`],
    ["so an entry cannot go", refusal, `DELETE FROM account WHERE payment_id = 1 AND kind = 'fee'`],
    [
      "so an entry cannot move to another payment, in whatever company",
      /belongs to its payment and its party/,
      `DELETE FROM account WHERE payment_id = 2`,
      `UPDATE account SET payment_id = 2, amount = 50 WHERE payment_id = 1 AND kind = 'receiver'`,
    ],
  )
  permits(
    ["one that has all of them", payment(3), entry(3, 99), entry(3, 1, FEE)],
    [
      "an entry that is divided in two",
      `UPDATE account SET amount = 60 WHERE payment_id = 1 AND kind = 'receiver'`,
      entry(1, 39),
    ],
  )
})

describe("the ledger", () => {
  const unbalanced = /ledger group \d+ does not sum to zero/
  const appendOnly = /ledger_entry is append-only/
  refuses(
    ["takes no group that does not sum to zero", unbalanced, ledger(2, "pool", 5), ledger(2, "capital", -4)],
    ["takes no single entry", unbalanced, ledger(2, "pool", 5)],
    ["takes no entry into a group that is balanced already", unbalanced, ledger(1, "pool", 5)],
    ["takes no two groups that are balanced only together", unbalanced, ledger(2, "pool", 5), ledger(3, "capital", -5)],
    ["changes no entry", appendOnly, `UPDATE ledger_entry SET amount = 200 WHERE amount = 100`],
    ["changes nothing, not even nothing", appendOnly, `UPDATE ledger_entry SET event = event WHERE false`],
    ["deletes no entry", appendOnly, `DELETE FROM ledger_entry`],
    ["cannot be emptied", appendOnly, `TRUNCATE ledger_entry`],
    ["cannot be emptied with another table", appendOnly, `TRUNCATE payment CASCADE`],
    ["takes no entry of zero", /check constraint/, ledger(2, "pool", 0)],
    ["knows its accounts", /check constraint/, ledger(2, "petty_cash", 5), ledger(2, "pool", -5)],
    ["says to whom something is owed", /check constraint/, ledger(2, "pool", 5), ledger(2, "owed", -5)],
    ["says a party only for what is owed", /check constraint/, ledger(2, "pool", 5, { lock_hash: SENDER })],
  )
  permits(
    ["a balanced group", ledger(2, "pool", 5), ledger(2, "owed", -5, { lock_hash: RECEIVER })],
    ["a balanced group more", ledger(2, "pool", 5), ledger(2, "fees", -2), ledger(2, "capital", -3)],
  )
})

describe("what is not sensible is not stored", () => {
  const job = (status: string) => insert("job_run", { job: "'settle'", started_at: "now()", status: `'${status}'` })
  refuses(
    ["a block's hash of another length", /check constraint/, insert("block", { number: "2", hash: bytes("b2", 20) })],
    ["a chain of another length", /check constraint/, `UPDATE installation SET genesis_hash = ${bytes("a0", 20)}`],
    ["a job in an unknown state", /check constraint/, job("asleep")],
    ["a pause of nothing that is known", /check constraint/, `UPDATE pause SET scope = 'everything'`],
  )
})

describe("of these there is one only", () => {
  refuses(
    ["a block at a height", /duplicate key/, insert("block", { number: "1", hash: bytes("b2") })],
    ["a height of a block", /duplicate key/, insert("block", { number: "2", hash: bytes("b1") })],
    ["an open alarm of a reason", /duplicate key/, insert("pause", { reason: "'alarm'", detail: "'again'" })],
    [
      "an installation",
      /check constraint/,
      insert("installation", {
        id: "2",
        network: "'testnet'",
        genesis_hash: bytes("a1"),
        platform_lock_hash: PLATFORM,
      }),
    ],
  )
  permits([
    "an alarm that rings again after it was resolved",
    `UPDATE pause SET resolved_at = now()`,
    insert("pause", { reason: "'alarm'", detail: "'again'" }),
  ])
})

describe("an approval", () => {
  const approval = (values: Record<string, string> = {}) =>
    insert("payout_approval", { lock_hash: OTHER, amount: "1", ...values })
  refuses(
    ["is of more than nothing", /check constraint/, approval({ amount: "0" })],
    ["names a lock by its hash", /check constraint/, approval({ lock_hash: bytes("5e", 20) })],
    ["is used once", /duplicate key/, approval({ settlement_id: "1" }), approval({ settlement_id: "1" })],
    ["of a day is used by none", /check constraint/, approval({ lock_hash: "NULL", settlement_id: "1" })],
  )
})

it("a row that changes says when", async ({ attempt }) => {
  const changes = [
    "UPDATE payment SET status = 'submitted' WHERE id = 1",
    "UPDATE account SET status = 'available'",
    "UPDATE settlement SET status = 'committed'",
    "UPDATE pool_operation SET status = 'committed'",
    "UPDATE platform_cell SET state = 'claimed'",
  ]
  for (const change of changes) {
    const table = change.split(" ")[1]
    const rows = await attempt(
      poolOperation(),
      `UPDATE "${table}" SET updated_at = 'yesterday'`,
      change,
      `SELECT DISTINCT updated_at = now()::timestamptz(3) AS touched FROM "${table}" ORDER BY 1 DESC LIMIT 1`,
    )
    expect(rows).toEqual([{ touched: true }])
  }
})
