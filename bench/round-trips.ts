/**
 * `npm run bench`: how often the hot paths go to the database and to the node, and how long they take beside a bare
 * round trip of the same run. Counts are exact and comparable between machines; times are not, so they are given as
 * ratios.
 */
import { randomBytes } from "node:crypto"
import pg from "pg"
import { createChain } from "@/lib/chain/chain"
import { loadConfig } from "@/lib/config"
import type { Context } from "@/lib/context"
import { connectDatabase } from "@/lib/db"
import { createLogger } from "@/lib/log"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { catchUp } from "@/lib/tracking/follow"
import { migrate } from "@/scripts/migrate"
import { startThrowaway } from "@/scripts/postgres/throwaway"
import { startDevnet } from "@/test/support/chain"
import { ckb } from "@/test/support/payment"
import { createWallet } from "@/test/support/wallet"

const PAYMENTS = 30
const counts = { statements: 0, rpc: 0 }

const query = pg.Client.prototype.query
pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
  counts.statements++
  return Reflect.apply(query, this, args)
} as typeof query
const plainFetch = globalThis.fetch
globalThis.fetch = (...args) => {
  counts.rpc++
  return plainFetch(...args)
}

interface Measured {
  name: string
  runs: number
  statements: number
  rpc: number
  ms: number
}
const rows: Measured[] = []

async function measure(name: string, runs: number, work: (run: number) => Promise<unknown>): Promise<void> {
  const before = { ...counts }
  const began = performance.now()
  for (let run = 0; run < runs; run++) await work(run)
  const ms = (performance.now() - began) / runs
  const statements = (counts.statements - before.statements) / runs
  rows.push({ name, runs, statements, rpc: (counts.rpc - before.rpc) / runs, ms })
}

const postgres = await startThrowaway(true)
const chain = await startDevnet()
const databaseUrl = postgres.url("postgres")
await migrate(databaseUrl)
const config = loadConfig({
  DATABASE_URL: databaseUrl,
  CKB_RPC_URL: chain.rpcUrl,
  CKB_SCRIPTS: JSON.stringify(chain.scripts),
  PLATFORM_KEY: `0x${randomBytes(32).toString("hex")}`,
  ADMIN_PASSWORD: "benchmark",
})
const ctx: Context = {
  actor: { kind: "command" },
  config,
  db: connectDatabase(databaseUrl),
  chain: await createChain(config),
  log: createLogger("silent"),
}
const follow = () => catchUp(ctx)

await follow()
const cell = { address: ctx.chain.platform.address, shannons: ckb("65") }
await chain.fundMany(Array.from({ length: PAYMENTS + 2 }, () => cell))
const wallets = await Promise.all(Array.from({ length: PAYMENTS }, () => createWallet(chain)))
await chain.fundMany(wallets.map(({ address }) => ({ address, shannons: ckb("200") })))
await follow()
const receiver = await createWallet(chain)

await measure("database round trip", 100, () => ctx.db.$queryRaw`SELECT 1`)
await measure("node round trip", 100, () => ctx.chain.rpc.call("get_tip_block_number"))
const signed: { paymentId: bigint; rawTx: `0x${string}` }[] = []
const prepared: Awaited<ReturnType<typeof preparePayment>>[] = []
await measure("prepare", PAYMENTS, async (run) => {
  const sender = wallets[run]?.address ?? ""
  prepared.push(await preparePayment(ctx, { sender, receiver: receiver.address, amount: ckb("100"), splits: [] }))
})
for (const [run, { paymentId, rawTx }] of prepared.entries()) {
  const wallet = wallets[run]
  if (wallet) signed.push({ paymentId, rawTx: await wallet.sign(rawTx) })
}
await measure("submit", PAYMENTS, async (run) => {
  const input = signed[run]
  if (input) await submitPayment(ctx, input)
})
await chain.mine(2)
await follow()
await chain.mine(1)
await measure(`block with ${PAYMENTS} payments`, 1, follow)
await measure("idle look at the chain", 20, follow)
await chain.mine(20)
await measure("20 empty blocks", 1, follow)
await measure("settle, one receiver", 1, () => settle(ctx))

const unit = (rows[0]?.ms ?? 1) + (rows[1]?.ms ?? 0)
process.stdout.write(
  "| what | database statements | node calls | time, in round trips of both |\n| --- | --- | --- | --- |\n",
)
for (const { name, statements, rpc, ms } of rows) {
  process.stdout.write(`| ${name} | ${statements.toFixed(1)} | ${rpc.toFixed(1)} | ${(ms / unit).toFixed(1)} |\n`)
}
await ctx.db.$disconnect()
await chain.stop()
await postgres.discard()
