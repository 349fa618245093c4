import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openSession } from "@/lib/db-session"
import { EVENT_TYPES } from "@/lib/event/types"
import { RUN_STATUSES } from "@/lib/jobs/types"
import { COUNTED_STATUSES, ENTRY_KINDS, ENTRY_STATUSES, LEDGER_ACCOUNTS } from "@/lib/ledger/types"
import { DECISIONS } from "@/lib/operator/four-eyes"
import { PAUSE_SCOPES } from "@/lib/pause-scopes"
import { TOTAL_FIELDS } from "@/lib/payment/totals"
import { PAYMENT_STATUSES } from "@/lib/payment/types"
import { CELL_STATES, OPERATION_KINDS, OPERATION_STATUSES } from "@/lib/pool/types"
import { KEY_KINDS, KEY_SCOPES } from "@/lib/project/types"
import { ROLES } from "@/lib/roles"
import { SETTLEMENT_KINDS, SETTLEMENT_STATUSES } from "@/lib/settlement/types"
import { TRANSACTION_STATUSES } from "@/lib/transaction/types"
import { ATTEMPT_FAILURES, DELIVERY_STATUSES, DISABLED_FOR } from "@/lib/webhook/types"
import { WITHDRAWAL_ROW_STATUSES } from "@/lib/withdrawal/types"
import { createDatabase, type TestDatabase } from "./support/postgres"

/**
 * What a column can hold, where that is a closed list: the code's word for it. A new column of this kind gets a line
 * here.
 */
const LISTS: Record<string, readonly string[]> = {
  "account.kind": ENTRY_KINDS,
  "account.status": ENTRY_STATUSES,
  "account_total.status": COUNTED_STATUSES,
  "api_key.kind": KEY_KINDS,
  "api_key.scopes": KEY_SCOPES,
  "chain_transaction.status": TRANSACTION_STATUSES,
  "event.type": EVENT_TYPES,
  "job_run.status": RUN_STATUSES,
  "ledger_entry.account": LEDGER_ACCOUNTS,
  "operator.roles": ROLES,
  "operator_decision.action": DECISIONS,
  "pause.scope": PAUSE_SCOPES,
  "payment.status": PAYMENT_STATUSES,
  "payment_total.field": TOTAL_FIELDS,
  "platform_cell.state": CELL_STATES,
  "pool_operation.kind": OPERATION_KINDS,
  "pool_operation.status": OPERATION_STATUSES,
  "settlement.kind": SETTLEMENT_KINDS,
  "settlement.status": SETTLEMENT_STATUSES,
  "webhook.disabled_for": DISABLED_FOR,
  "webhook_attempt.failure": ATTEMPT_FAILURES,
  "webhook_delivery.status": DELIVERY_STATUSES,
  "withdrawal.status": WITHDRAWAL_ROW_STATUSES,
}

interface Check {
  table: string
  columns: string[]
  definition: string
}

let database: TestDatabase
let checks: Check[]

beforeAll(async () => {
  database = await createDatabase()
  const session = await openSession(database.url)
  try {
    const { rows } = await session.query<Check>(`
      SELECT c.conrelid::regclass::text AS table, pg_get_constraintdef(c.oid) AS definition,
             array(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)) AS columns
      FROM pg_constraint c WHERE c.contype = 'c' AND c.connamespace = 'public'::regnamespace`)
    checks = rows
  } finally {
    await session.end()
  }
})
afterAll(() => database.drop())

/** `CHECK ((status = ANY (ARRAY['a'::text, …])))`, and for a column of many `CHECK (((roles <@ ARRAY[…]) AND …))`. */
const LIST = /(\w+) (?:= ANY \(|<@ )ARRAY\[('[^\]]*)\]/g

function literalsOf(text: string): string[] {
  return [...text.matchAll(/'([^']*)'/g)].map(([, literal = ""]) => literal)
}

/** The lists that a CHECK of one column is about, by the column. */
function listsOf({ table, columns, definition }: Check): [column: string, list: string[]][] {
  if (columns.length !== 1) return []
  return [...definition.matchAll(LIST)].map(([, column, list = ""]) => [`${table}.${column}`, literalsOf(list).sort()])
}

describe("a closed list in the database", () => {
  it.each(Object.entries(LISTS))("%s holds what the code's list has", (column, list) => {
    const stated = checks.flatMap(listsOf).filter(([name]) => name === column)
    expect(stated).toEqual([[column, [...list].sort()]])
  })

  it("has its list in the code", () => {
    expect(checks.length).toBeGreaterThan(40)
    const stated = checks.flatMap(listsOf).map(([column]) => column)
    expect([...new Set(stated)].sort()).toEqual(Object.keys(LISTS).sort())
  })

  it("is not contradicted by a rule about several columns", () => {
    const words = checks
      .filter(({ columns }) => columns.length > 1)
      .flatMap(({ table, definition }) =>
        [...definition.matchAll(/(\w+) (?:=|<>) (?:ANY \(ARRAY\[('[^\]]*)\]|'(\w+)'::text)/g)].flatMap(
          ([, column, list, word]) =>
            (list ? literalsOf(list) : [word ?? ""]).map((text) => [`${table}.${column}`, text]),
        ),
      )
    expect(words.length).toBeGreaterThan(10)
    expect(words.filter(([column = "", word = ""]) => LISTS[column]?.includes(word) === false)).toEqual([])
  })
})
