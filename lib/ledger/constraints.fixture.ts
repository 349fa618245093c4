import { Client } from "pg"
import { expect, test } from "vitest"
import { asOwner, createDatabase } from "@/test/support/postgres"

export const bytes = (byte: string, length = 32) => `'\\x${byte.repeat(length)}'::bytea`
export const SENDER = bytes("5e")
export const RECEIVER = bytes("4e")
export const OTHER = bytes("0e")
export const PLATFORM = bytes("ff")

export const payment = (id: number, values: Record<string, string> = {}) =>
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
export const entry = (paymentId: number, amount: number, values: Record<string, string> = {}) =>
  insert("account", {
    payment_id: `${paymentId}`,
    receiver: "'r'",
    lock_hash: RECEIVER,
    kind: "'receiver'",
    amount: `${amount}`,
    ...values,
  })
export const FEE = { receiver: "'p'", lock_hash: PLATFORM, kind: "'fee'" }
export const ledger = (group: number, account: string, amount: number, values: Record<string, string> = {}) =>
  insert("ledger_entry", {
    group_id: `${group}`,
    event: "'test'",
    account: `'${account}'`,
    amount: `${amount}`,
    ...values,
  })
export const cell = (values: Record<string, string> = {}) =>
  insert("platform_cell", { tx_hash: bytes("ce"), output_index: "7", capacity: "6500000000", made_in: "1", ...values })
export const claim = (values: Record<string, string> = {}) =>
  insert("claim", { tx_hash: bytes("c1"), output_index: "0", lock_hash: PLATFORM, payment_id: "2", ...values })
export const settlement = (values: Record<string, string> = {}) =>
  insert("settlement", { id: "9", amount: "6500000000", network_fee: "900", tx_hash: bytes("99"), ...values })
export const chainTransaction = (values: Record<string, string> = {}) =>
  insert("chain_transaction", {
    tx_hash: bytes("7a"),
    bytes: bytes("00", 1),
    payment_id: "2",
    network_fee: "0",
    ...values,
  })

export const poolOperation = (values: Record<string, string> = {}) =>
  insert("pool_operation", { kind: "'split'", network_fee: "900", tx_hash: bytes("61"), ...values })

export function insert(table: string, values: Record<string, string>): string {
  const columns = Object.keys(values).map((name) => `"${name}"`)
  return `INSERT INTO "${table}" (${columns.join(", ")}) VALUES (${Object.values(values).join(", ")})`
}

/**
 * A prepared payment of 100 shannons (1), a submitted one of 50 (2), a settlement (1), a claim, one balanced ledger
 * group.
 */
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

/**
 * What the database itself makes impossible, tried with plain SQL as a mistake in the code would do it. Each attempt
 * begins with the same rows and is rolled back.
 */
export const it = test
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads in it which fixtures this one needs
  .extend("client", { scope: "file" }, async ({}, { onCleanup }) => {
    const database = await createDatabase()
    // What the server's role may not even try is refused to the owner as well.
    const client = new Client({ connectionString: asOwner(database.url) })
    onCleanup(async () => {
      await client.end()
      await database.drop()
    })
    await client.connect()
    await client.query(["BEGIN", ...ROWS, "COMMIT"].join(";\n"))
    return client
  })
  /** Runs the statements up to where the transaction would commit. @returns what the last of them gave */
  .extend("attempt", ({ client }) => async (...statements: string[]): Promise<Record<string, unknown>[]> => {
    await client.query("BEGIN")
    try {
      let rows: Record<string, unknown>[] = []
      for (const statement of statements) rows = (await client.query(statement)).rows
      await client.query("SET CONSTRAINTS ALL IMMEDIATE")
      return rows
    } finally {
      await client.query("ROLLBACK")
    }
  })

type Case = [title: string, refusal: RegExp, ...statements: string[]]

export function refuses(...cases: Case[]): void {
  it.for(cases)("%s", async ([_, refusal, ...statements], { attempt }) => {
    await expect(attempt(...statements)).rejects.toThrow(refusal)
  })
}

export function permits(...cases: [title: string, ...statements: string[]][]): void {
  it.for(cases)("but not %s", async ([_, ...statements], { attempt }) => {
    await attempt(...statements)
  })
}
