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

describe("a payment link", () => {
  const link = (values: Record<string, string> = {}) =>
    insert("payment_link", {
      id: "1",
      slug: "'0123456789ab'",
      receiver: "'r'",
      receiver_lock_hash: RECEIVER,
      presets: "'{}'",
      title: "'t'",
      one_time: "true",
      ...values,
    })
  const split = (values: Record<string, string> = {}) =>
    insert("payment_link_split", {
      link_id: "1",
      position: "0",
      receiver: "'s'",
      lock_hash: OTHER,
      bps: "1",
      ...values,
    })
  const through = (id: number, values: Record<string, string> = {}) => [
    payment(id, { status: "'submitted'", link_id: "1", link_once: "true", ...values }),
    entry(id, 99),
    entry(id, 1, FEE),
  ]
  const check = /check constraint/
  refuses(
    ["for one payment is paid once", /payment_one_time_link/, link(), ...through(3), ...through(4)],
    ["for one payment is not one for many", /foreign key/, link(), ...through(3, { link_once: "false" })],
    ["is named with its kind", check, link(), ...through(3, { link_once: "NULL" })],
    ["keeps its payments", /keeps its link/, link(), `UPDATE payment SET link_id = 1, link_once = true WHERE id = 1`],
    ["keeps its terms", /can only be closed/, link(), `UPDATE payment_link SET amount = 5`],
    ["is closed once", /can only be closed/, link({ closed_at: "now()" }), `UPDATE payment_link SET closed_at = NULL`],
    ["keeps its splits", /append-only/, link(), split(), `UPDATE payment_link_split SET bps = 2`],
    ["has one name", /duplicate key/, link(), link({ id: "2" })],
    ["has a name that can be read aloud", check, link({ slug: "'0123456789aI'" })],
    ["asks for more than nothing", check, link({ amount: "0" })],
    ["offers more than nothing", check, link({ presets: "'{5,0}'" })],
    ["offers a choice or none", check, link({ amount: "1", presets: "'{5}'" })],
    ["leads to a page", check, link({ success_url: "'javascript:x'" })],
    ["ends after it begins", check, link({ expires_at: "now() - interval '1 second'" })],
    ["gives a splitter a ratio or an amount", check, link(), split({ amount: "1" })],
    ["gives a splitter something", check, link(), split({ bps: "NULL" })],
    ["names a splitter once", /duplicate key/, link(), split(), split({ position: "1" })],
  )
  permits(
    ["after the one before has failed", link(), ...through(3, { status: "'failed'" }), ...through(4)],
    ["to many who only prepare", link(), ...through(3), ...through(4, { status: "'prepared'" })],
    ["for many payments", link({ one_time: "false" }), ...[3, 4].flatMap((id) => through(id, { link_once: "false" }))],
    ["to be closed", link(), `UPDATE payment_link SET closed_at = now()`],
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
