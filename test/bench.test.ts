import { ccc } from "@ckb-ccc/core"
import { expect } from "vitest"
import { buildAndVerifyMs } from "@/bench/arithmetic"
import { HOT_PATHS, type HotPath, trafficOfHotPaths } from "@/bench/counts"
import { loadHistory, writeBlocks } from "@/bench/history/load"
import { listen, type Traffic } from "@/bench/wire"
import { createChain } from "@/lib/chain/chain"
import { loadConfig } from "@/lib/config"
import { connectDatabase } from "@/lib/db"
import { openSession } from "@/lib/db-session"
import { getPayment } from "@/lib/http/api/payment"
import { call } from "@/lib/http/api.fixture"
import { createLogger } from "@/lib/log"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { catchUp } from "@/lib/tracking/follow"
import { SERVER_ROLE } from "@/scripts/postgres/cluster"
import { ensureServerRole } from "@/scripts/postgres/grants"
import { startThrowaway } from "@/scripts/postgres/throwaway"
import { asServer } from "./support/database-roles"
import { ckb, send } from "./support/payment"
import { sharedStage } from "./support/stage"
import { createWallet, newKey, type Wallet } from "./support/wallet"

/**
 * How often each hot path goes to the database and to the node. Whoever changes a path changes its line here, and sees
 * what it costs.
 */
const ROUND_TRIPS: Record<HotPath, { statements: number; requests: number }> = {
  prepare: { statements: 1, requests: 1 },
  transfer: { statements: 2, requests: 2 },
  "block with payments": { statements: 21, requests: 2 },
  "empty block": { statements: 12, requests: 2 },
  "idle look at the chain": { statements: 1, requests: 1 },
  "settlement of one receiver": { statements: 22, requests: 2 },
}

/** CPU of a prepare with its transfer in this process, in transactions that are built and verified: about so many. */
const CPU_OF_A_PAYMENT = 5
/** A ratio of one run is steady, but no more than that: this much is noise. */
const MARGIN = 3
const PAYMENTS = 30
const HISTORY = 4_000

const it = sharedStage()

it("each hot path goes so often to the database and to the node", async ({ chain, newPlatform }) => {
  const wire = await listen(chain.rpcUrl)
  try {
    const { ctx } = await newPlatform({ cells: 16, env: { CKB_RPC_URL: wire.nodeUrl } })
    const traffic = await trafficOfHotPaths({ ctx, chain, wire })
    const counted = Object.fromEntries(HOT_PATHS.map((path) => [path, countsOf(traffic[path])]))
    const changed = HOT_PATHS.filter((path) => !isSame(countsOf(traffic[path]), ROUND_TRIPS[path]))
    expect(counted, changed.map((path) => `${path}: ${JSON.stringify(traffic[path], null, 2)}`).join("\n")).toEqual(
      ROUND_TRIPS,
    )
  } finally {
    await wire.stop()
  }
})

const countsOf = ({ statements, requests }: Traffic) => ({ statements: statements.length, requests: requests.length })
const isSame = (one: ReturnType<typeof countsOf>, other: ReturnType<typeof countsOf>) =>
  one.statements === other.statements && one.requests === other.requests

it("a payment takes no more CPU than so many transactions that are built and verified", async ({
  chain,
  newPlatform,
}) => {
  const { ctx, follow } = await newPlatform({ cells: PAYMENTS * 4 })
  const receiver = await createWallet(chain)
  const senders = await Promise.all(Array.from({ length: PAYMENTS * 2 }, () => createWallet(chain)))
  await chain.fundMany(senders.map(({ address }) => ({ address, shannons: ckb("500") })))
  await follow()
  const pay = async (some: Wallet[]) => {
    let us = 0
    const counted = async <T>(work: () => Promise<T>) => {
      const before = process.cpuUsage()
      const result = await work()
      const { user, system } = process.cpuUsage(before)
      us += user + system
      return result
    }
    for (const sender of some) {
      const input = { sender: sender.address, receiver: receiver.address, amount: ckb("100"), splits: [] }
      const { paymentId, rawTx } = await counted(() => preparePayment(ctx, input))
      const signed = await sender.sign(rawTx)
      await counted(() => submitPayment(ctx, { paymentId, rawTx: signed }))
    }
    return us / 1_000 / some.length
  }
  await pay(senders.slice(0, PAYMENTS))
  const unit = await buildAndVerifyMs()
  const ms = await pay(senders.slice(PAYMENTS))
  expect(ms / unit, `${ms} ms a payment, ${unit} ms a transaction`).toBeLessThan(CPU_OF_A_PAYMENT * MARGIN)
})

it("a history that is loaded agrees with the chain, and payments go on behind it", async ({ chain }) => {
  const postgres = await startThrowaway()
  try {
    const ownerUrl = postgres.url("postgres")
    const databaseUrl = asServer(ownerUrl)
    const owner = await openSession(ownerUrl)
    await ensureServerRole(owner, SERVER_ROLE, decodeURIComponent(new URL(databaseUrl).password))
    const key = newKey()
    const { address, lock } = await createWallet(chain, key)
    await loadHistory(ownerUrl, { payments: HISTORY, platform: { address, lockHash: ccc.bytesFrom(lock.hash()) } })
    const config = loadConfig({
      DATABASE_URL: databaseUrl,
      CKB_RPC_URL: chain.rpcUrl,
      CKB_SCRIPTS: JSON.stringify(chain.scripts),
      PLATFORM_KEY: key,
      ADMIN_PASSWORD: "test password",
    })
    const db = connectDatabase(databaseUrl, 3)
    const log = createLogger("error")
    const ctx = { actor: { kind: "command" } as const, config, db, chain: await createChain(config), log }
    try {
      await chain.fundMany(Array.from({ length: 8 }, () => ({ address, shannons: ckb("65") })))
      await catchUp(ctx)
      await writeBlocks(ownerUrl)
      expect(await reconcile(ctx)).toMatchObject({ ok: true })
      // As the page of a payment reads it, its transaction included.
      expect(await call(ctx, getPayment, { params: { id: "1" } })).toMatchObject({ status: 200 })

      const [sender, receiver] = [await createWallet(chain), await createWallet(chain)]
      await chain.fund(sender.address, ckb("500"))
      const { paymentId, txHash } = await send(ctx, sender, receiver, ckb("100"))
      expect(paymentId).toBe(BigInt(HISTORY) + 1n)
      await chain.commit(txHash)
      await catchUp(ctx)
      expect(await reconcile(ctx)).toMatchObject({ ok: true })
      const { rows } = await owner.query("SELECT count(*)::int AS blocks FROM block WHERE number < 0")
      expect(rows).toEqual([{ blocks: HISTORY / 20 }])
    } finally {
      await db.$disconnect()
      await owner.end()
    }
  } finally {
    await postgres.discard()
  }
})
