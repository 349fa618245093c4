import { expect } from "vitest"
import { hearStatements } from "@/bench/wire"
import { readEvents } from "@/lib/event/read"
import { prune } from "@/lib/jobs/prune"
import { endStuck } from "@/lib/operator/end-stuck"
import { cancelPayment } from "@/lib/payment/cancel"
import { expirePayments } from "@/lib/payment/expire"
import { preparePayment } from "@/lib/payment/prepare"
import { getPayment } from "@/lib/payment/query"
import { summarizePool } from "@/lib/pool/query"
import { samplePool } from "@/lib/pool/usage"
import { readiness } from "@/lib/readiness"
import { getAccount } from "@/lib/receiver/account"
import { raiseFees } from "@/lib/settlement/raise-fee"
import { settle } from "@/lib/settlement/settle"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import { topUp } from "@/lib/withdrawal/top-up"
import { asPlatform } from "@/test/support/actors"
import { startPlatform, type TestPlatform } from "./support/context"
import { ckb, pay, sendAgain } from "./support/payment"
import { runAsOwner } from "./support/postgres"
import { sharedStage } from "./support/stage"

const ROWS = 300_000
/** What grows with each payment. */
const HISTORY = [
  ...["payment", "account", "claim", "platform_cell", "chain_transaction", "settlement", "withdrawal"],
  ...["payout", "event"],
]

/** Each statement that the platform has sent to its database, as PostgreSQL gets it */
const statements = new Set<string>()

const it = sharedStage({ senderHas: ["300"], receiverHas: ["300"] }).override(
  "platform",
  async ({ chain }, { onCleanup }) => {
    const platform = await startPlatform(chain, { cells: 8, env: { PLATFORM_FEE_BPS: "0" } })
    let stopHearing = () => {}
    onCleanup(async () => {
      stopHearing()
      await platform.stop()
    })
    await fill(platform.ctx)
    stopHearing = hearStatements((statement) => statements.add(statement))
    return platform
  },
)

/**
 * Hundreds of thousands of everything that is long over, written past the rules that would look at each. Indexes come
 * after the rows.
 */
async function fill({ db, config }: TestPlatform["ctx"]): Promise<void> {
  const indexes = await db.$queryRaw<{ name: string; definition: string }[]>`
    SELECT indexname AS name, indexdef AS definition FROM pg_indexes
    WHERE tablename = ANY(${HISTORY}) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = indexname)
      AND indexdef NOT LIKE 'CREATE UNIQUE%'`
  const rows = (table: string, columns: string, values: string) =>
    `INSERT INTO "${table}" (${columns}) SELECT ${values} FROM generate_series(1, ${ROWS}) g`
  const hash = (name: string) => `sha256(('${name}' || g)::bytea)`
  const lock = "sha256((g % 1000)::text::bytea)"
  const id = "1000000 + g"
  const script = [
    "SET LOCAL session_replication_role = replica",
    ...indexes.map(({ name }) => `DROP INDEX "${name}"`),
    rows(
      "platform_cell",
      "id, tx_hash, output_index, capacity, state, made_in, spent_in",
      `${id}, ${hash("cell")}, 0, 6500000000, 'spent', 1, 2`,
    ),
    rows(
      "payment",
      "id, sender, sender_lock_hash, receiver, receiver_lock_hash, amount, platform_fee, network_fee, status, tx_hash, unsigned_tx, platform_cell_id, client_secret_hash, expires_at",
      `${id}, 's', ${lock}, 'r', ${lock}, 100, 0, 1, CASE WHEN g % 2 = 0 THEN 'expired' ELSE 'confirmed' END, ${hash("payment")}, '', ${id}, '', now()`,
    ),
    rows(
      "account",
      "id, payment_id, receiver, lock_hash, amount, kind, status, settlement_id",
      `${id}, ${id}, 'r', ${lock}, 100, 'receiver', 'paid', ${id}`,
    ),
    rows(
      "chain_transaction",
      "id, tx_hash, bytes, payment_id, network_fee, status, block_number, block_hash",
      `${id}, ${hash("tx")}, '', ${id}, 0, 'confirmed', 2, ''`,
    ),
    rows(
      "claim",
      "tx_hash, output_index, payment_id, lock_hash, spent_by, spent_block, created_at",
      `${hash("claim")}, 0, ${id}, ${lock}, ${hash("tx")}, 2, now() - interval '1 day'`,
    ),
    rows(
      "settlement",
      "id, amount, network_fee, status, tx_hash, created_at",
      `${id}, 100, 1, 'confirmed', ${hash("settlement")}, now() - interval '2 days'`,
    ),
    rows(
      "withdrawal",
      "id, receiver, receiver_lock_hash, amount, network_fee, status, tx_hash, unsigned_tx, platform_cell_ids, expires_at",
      `${id}, 'r', ${lock}, 100, 1, 'expired', ${hash("withdrawal")}, '', ARRAY[${id}], now()`,
    ),
    rows("payout", "id, settlement_id, receiver, lock_hash, amount", `${id}, ${id}, 'r', ${lock}, 100`),
    rows(
      "event",
      "id, type, object, object_id, sequence, status",
      `g, 'payment.prepared', 'payment', ${id}, 1, 'prepared'`,
    ),
    `SELECT setval('event_id_seq', ${ROWS})`,
    ...indexes.map(({ definition }) => definition),
  ]
  await runAsOwner(config.databaseUrl.reveal(), script.join(";\n"))
  await runAsOwner(config.databaseUrl.reveal(), "VACUUM ANALYZE")
}

/** How many rows of each table were read by reading through the table, ever. */
async function rowsScanned({ db }: TestPlatform["ctx"]): Promise<Record<string, number>> {
  const rows = await db.$queryRaw<{ table: string; rows: bigint }[]>`
    SELECT relname AS "table", seq_tup_read AS rows FROM pg_stat_user_tables WHERE relname = ANY(${HISTORY})`
  return Object.fromEntries(rows.map(({ table, rows }) => [table, Number(rows)]))
}

interface Plan {
  "Node Type": string
  "Relation Name"?: string
  Plans?: Plan[]
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]

it("no statement of what is asked, signed, followed or done in the background reads through history", async ({
  chain,
  platform,
  ctx,
  sender,
  receiver,
}) => {
  const scanned = await rowsScanned(ctx)
  const input = { sender: sender.address, receiver: receiver.address, amount: ckb("2"), splits: [] }
  await cancelPayment(ctx, (await preparePayment(ctx, input)).paymentId)
  const { paymentId } = await pay(platform, chain, sender, receiver, ckb("70"))
  await platform.mine(2)
  await getPayment(ctx, paymentId)
  await getAccount(ctx, { lockHash: receiver.lock.hash() as `0x${string}`, occupied: ckb("61") })
  const withdrawal = await prepareWithdrawal(ctx, { receiver: receiver.address, amount: ckb("2") })
  await submitWithdrawal(ctx, { ...withdrawal, rawTx: await receiver.sign(withdrawal.rawTx) })
  await settle(ctx)
  for (const job of [topUp, raiseFees, endStuck, expirePayments, samplePool, summarizePool, prune, sendAgain])
    await job(asPlatform(ctx))
  await readiness(ctx)
  await platform.mine(3)
  expect(await readEvents(ctx, { after: BigInt(ROWS), limit: 200 })).not.toEqual([])

  const readers: string[] = []
  for (const statement of [...statements]) {
    if (!/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/i.test(statement)) continue
    const rows = await ctx.db
      .$queryRawUnsafe<{ "QUERY PLAN": { Plan: Plan }[] }[]>(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${statement}`)
      // Only a statement whose parameters have no type without a value, and which reads no table.
      .catch(() => [])
    for (const { Plan: plan } of rows[0]?.["QUERY PLAN"] ?? []) {
      const scanned = nodesOf(plan)
        .filter((node) => node["Node Type"] === "Seq Scan")
        .map((node) => node["Relation Name"])
      if (scanned.some((table) => HISTORY.includes(table ?? ""))) readers.push(`${scanned.join(", ")}: ${statement}`)
    }
  }
  expect(statements.size).toBeGreaterThan(40)
  expect(readers).toEqual([])

  // What triggers do is in no plan, but in what was read. A session's counts are complete when it has ended.
  await ctx.db.$disconnect()
  const read = await rowsScanned(ctx)
  expect(Object.entries(read).filter(([table, rows]) => rows - (scanned[table] ?? 0) > ROWS / 2)).toEqual([])
}, 600_000)
