import { Client } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { PAYMENT_STATUSES } from "@/lib/payment/types"
import { SETTLEMENT_STATUSES } from "@/lib/settlement/types"
import { asOwner, createDatabase, type TestDatabase } from "@/test/support/postgres"
import { ENTRY_STATUSES } from "./types"

/**
 * What the database itself makes impossible, tried with plain SQL as a mistake in the code would do it. Each attempt
 * begins with the same rows and is rolled back.
 */

const bytes = (byte: string, length = 32) => `'\\x${byte.repeat(length)}'::bytea`
const SENDER = bytes("5e")
const RECEIVER = bytes("4e")
const OTHER = bytes("0e")
const PLATFORM = bytes("ff")

const payment = (id: number, values: Record<string, string> = {}) =>
  insert("payment", {
    id: `${id}`,
    sender: "'s'",
    sender_lock_hash: SENDER,
    receiver: "'r'",
    receiver_lock_hash: RECEIVER,
    amount: "100",
    platform_fee: "1",
    network_fee: "1000",
    tx_hash: bytes(String(id).padStart(2, "0")),
    unsigned_tx: bytes("00", 1),
    platform_cell_id: "1",
    client_secret_hash: bytes("cc"),
    expires_at: "now() + interval '2 minutes'",
    ...values,
  })
const entry = (paymentId: number, amount: number, values: Record<string, string> = {}) =>
  insert("account", {
    payment_id: `${paymentId}`,
    receiver: "'r'",
    lock_hash: RECEIVER,
    kind: "'receiver'",
    amount: `${amount}`,
    ...values,
  })
const FEE = { receiver: "'p'", lock_hash: PLATFORM, kind: "'fee'" }
const ledger = (group: number, account: string, amount: number, values: Record<string, string> = {}) =>
  insert("ledger_entry", {
    group_id: `${group}`,
    event: "'test'",
    account: `'${account}'`,
    amount: `${amount}`,
    ...values,
  })
const cell = (values: Record<string, string> = {}) =>
  insert("platform_cell", { tx_hash: bytes("ce"), output_index: "7", capacity: "6500000000", made_in: "1", ...values })
const claim = (values: Record<string, string> = {}) =>
  insert("claim", { tx_hash: bytes("c1"), output_index: "0", lock_hash: PLATFORM, payment_id: "2", ...values })
const settlement = (values: Record<string, string> = {}) =>
  insert("settlement", { id: "9", amount: "6500000000", network_fee: "900", tx_hash: bytes("99"), ...values })
const chainTransaction = (values: Record<string, string> = {}) =>
  insert("chain_transaction", {
    tx_hash: bytes("7a"),
    bytes: bytes("00", 1),
    payment_id: "2",
    network_fee: "0",
    ...values,
  })

const poolOperation = (values: Record<string, string> = {}) =>
  insert("pool_operation", { kind: "'split'", network_fee: "900", tx_hash: bytes("61"), ...values })

function insert(table: string, values: Record<string, string>): string {
  const columns = Object.keys(values).map((name) => `"${name}"`)
  return `INSERT INTO "${table}" (${columns.join(", ")}) VALUES (${Object.values(values).join(", ")})`
}

/** A prepared payment of 100 shannons (1), a submitted one of 50 (2), a settlement (1), a claim, one balanced ledger group. */
const ROWS = [
  cell({ tx_hash: bytes("c0"), output_index: "0" }),
  payment(1),
  entry(1, 99),
  entry(1, 1, FEE),
  payment(2, { amount: "50", platform_fee: "0", status: "'submitted'" }),
  entry(2, 50),
  settlement({ id: "1", tx_hash: bytes("51") }),
  chainTransaction({ tx_hash: bytes("02") }),
  claim({ tx_hash: bytes("c0") }),
  ledger(1, "pool", 100),
  ledger(1, "payments_in_confirmation", -100),
  insert("block", { number: "1", hash: bytes("b1") }),
  insert("pause", { reason: "'alarm'", detail: "'it rang'" }),
  insert("installation", { network: "'devnet'", genesis_hash: bytes("a0"), platform_lock_hash: PLATFORM }),
]

let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await createDatabase()
  // What the server's role may not even try is refused to the owner as well.
  client = new Client({ connectionString: asOwner(database.url) })
  await client.connect()
  await client.query(["BEGIN", ...ROWS, "COMMIT"].join(";\n"))
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

/** Runs the statements up to where the transaction would commit. @returns what the last of them gave */
async function attempt(...statements: string[]): Promise<Record<string, unknown>[]> {
  await client.query("BEGIN")
  try {
    let rows: Record<string, unknown>[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    await client.query("SET CONSTRAINTS ALL IMMEDIATE")
    return rows
  } finally {
    await client.query("ROLLBACK")
  }
}

type Case = [title: string, refusal: RegExp, ...statements: string[]]

function refuses(...cases: Case[]): void {
  it.each(cases)("%s", async (_, refusal, ...statements) => {
    await expect(attempt(...statements)).rejects.toThrow(refusal)
  })
}

function permits(...cases: [title: string, ...statements: string[]][]): void {
  it.each(cases)("but not %s", async (_, ...statements) => {
    await attempt(...statements)
  })
}

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

describe("a cell is bound once", () => {
  refuses(
    ["so a second claim on an out point is refused", /duplicate key.*claim_pkey/, claim({ tx_hash: bytes("c0") })],
    [
      "so a settlement cannot take what a payment has",
      /duplicate key.*claim_pkey/,
      claim({ tx_hash: bytes("c0"), payment_id: "NULL", settlement_id: "1" }),
    ],
    ["so a claim has an owner", /check constraint/, claim({ payment_id: "NULL" })],
    ["so a claim has one owner only", /check constraint/, claim({ settlement_id: "1" })],
    ["so a spent claim says in which block", /check constraint/, claim({ spent_by: bytes("aa") })],
    ["so a claim that is spent in a block says by what", /check constraint/, claim({ spent_block: "5" })],
    [
      "so a payment with a claim stays",
      /constraint/,
      `DELETE FROM account WHERE payment_id = 2`,
      `DELETE FROM payment WHERE id = 2`,
    ],
    [
      "so a platform cell is known once",
      /duplicate key.*tx_hash_output_index/,
      cell({ tx_hash: bytes("c0"), output_index: "0" }),
    ],
  )
  permits(["the other outputs of the same transaction", claim({ tx_hash: bytes("c0"), output_index: "1" })])
})

describe("a platform cell", () => {
  refuses(
    ["holds something", /check constraint/, cell({ capacity: "0" })],
    ["has a transaction hash of 32 bytes", /check constraint/, cell({ tx_hash: bytes("ce", 31) })],
    ["has no output before the first", /check constraint/, cell({ output_index: "-1" })],
    ["is in a state that is known", /check constraint/, cell({ state: "'lost'" })],
    ["that is spent says in which block", /check constraint/, cell({ state: "'spent'" })],
    ["that is not spent names no block", /check constraint/, cell({ state: "'free'", spent_in: "4" })],
    ["that is immature says until when", /check constraint/, cell({ state: "'immature'" })],
    [
      "that is immature has not matured",
      /check constraint/,
      cell({ state: "'immature'", matures_at: "5", matured_in: "4" }),
    ],
    ["that has not matured is not free", /check constraint/, cell({ state: "'free'", matures_at: "5" })],
    ["that a payment names stays", /foreign key/, `DELETE FROM platform_cell`],
  )
})

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

  it.each([
    ["amount", "101"],
    ["platform_fee", "2"],
    ["network_fee", "999"],
    ["sender_lock_hash", OTHER],
    ["receiver_lock_hash", OTHER],
    ["tx_hash", bytes("77")],
    ["unsigned_tx", bytes("77", 1)],
  ])("keeps the %s that was agreed at prepare", async (column, value) => {
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
  it.each(states)("that is %s goes only where the rules allow", async (from) => {
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

  it.each(states)("that is %s is complete from committed on", async (status) => {
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

  it.each([
    ["payment_id", "2"],
    ["receiver", "'somebody else'"],
    ["lock_hash", OTHER],
    ["kind", "'split'"],
  ])("keeps the %s that was agreed at prepare", async (column, value) => {
    const change = `UPDATE account SET "${column}" = ${value} WHERE ${receiverOf1}`
    await expect(attempt(change)).rejects.toThrow(/account entry \d+ belongs to its payment and its party/)
  })

  const states: readonly string[] = ENTRY_STATUSES
  const next: Record<string, string[]> = {
    pending: ["available", "void"],
    available: ["pending", "settling"],
    settling: ["available", "paid", "pending"],
    paid: ["settling"],
  }
  const settlementOf = (status: string) => (status === "settling" || status === "paid" ? "1" : "NULL")
  it.each(states)("that is %s goes only where the rules allow", async (from) => {
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

describe("what the platform signs", () => {
  const twice = /duplicate key.*tx_hash/
  refuses(
    ["is stored once", twice, chainTransaction({ tx_hash: bytes("02") })],
    ["has a reason", /check constraint/, chainTransaction({ payment_id: "NULL" })],
    ["has one reason only", /check constraint/, chainTransaction({ settlement_id: "1" })],
    ["is in a state that is known", /check constraint/, chainTransaction({ status: "'sent'" })],
    ["that is committed says in which block", /check constraint/, chainTransaction({ status: "'committed'" })],
    [
      "that is not committed names no block",
      /check constraint/,
      chainTransaction({ block_number: "1", block_hash: bytes("b1") }),
    ],
    ["for a settlement is one transaction", twice, settlement({ tx_hash: bytes("51") })],
    ["for a settlement pays somebody", /check constraint/, settlement({ amount: "0" })],
    ["for a settlement pays the network", /check constraint/, settlement({ network_fee: "0" })],
    ["for a settlement is in a state that is known", /check constraint/, settlement({ status: "'paid'" })],
    [
      "for a settlement is of a kind that is known",
      /check constraint/,
      settlement({ kind: "'gift'", network_fee: "0" }),
    ],
    ["for the pool pays the network", /check constraint/, poolOperation({ network_fee: "0" })],
    ["for the pool is one transaction", twice, poolOperation(), poolOperation()],
    ["for the pool is of a kind that is known", /check constraint/, poolOperation({ kind: "'burn'" })],
    ["for the pool is in a state that is known", /check constraint/, poolOperation({ status: "'paid'" })],
    ["to end another transaction says which", /check constraint/, poolOperation({ kind: "'self_spend'" })],
    ["has a hash of 32 bytes", /check constraint/, chainTransaction({ tx_hash: bytes("7a", 31) })],
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

describe("a settlement or a pool operation", () => {
  const states: readonly string[] = SETTLEMENT_STATUSES
  const next: Record<string, string[]> = {
    signed: ["committed", "failed"],
    committed: ["confirmed", "signed"],
    confirmed: ["signed"],
  }
  it.each(
    states.flatMap((from) => [
      ["settlement", from],
      ["pool_operation", from],
    ]),
  )("%s that is %s goes only where the chain can take it", async (table, from) => {
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

it("a row that changes says when", async () => {
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
