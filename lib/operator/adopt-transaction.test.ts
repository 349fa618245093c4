import { afterAll, beforeAll, expect, it } from "vitest"
import { connectDatabase } from "@/lib/db"
import { listAudit } from "@/lib/http/api/operator"
import { listPoolOperations } from "@/lib/http/api/pool"
import { call } from "@/lib/http/api.fixture"
import { checkInstallation } from "@/lib/installation"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { setContext } from "@/lib/runtime"
import { catchUp } from "@/lib/tracking/follow"
import { asOperator, type TestContext } from "@/test/support/actors"
import { startDevnet, type TestChain } from "@/test/support/chain"
import { startPlatform, type TestPlatform } from "@/test/support/context"
import { ckb } from "@/test/support/payment"
import { createDatabase, type TestDatabase } from "@/test/support/postgres"
import { adoptTransaction } from "./adopt-transaction"
import { changePool, planPoolChange } from "./change-pool"
import { unknownTransactions } from "./unknown-transactions"

const REASON = "the backup of last night"
const OPERATOR = { authorization: `Basic ${Buffer.from("admin:test password").toString("base64")}` }

let chain: TestChain
let platform: TestPlatform
let older: TestDatabase
/** The same installation as an older backup has it: it knows the deposits, and no transaction of the platform. */
let back: TestContext
beforeAll(async () => {
  chain = await startDevnet()
  platform = await startPlatform(chain, { cells: 0, env: { CONFIRMATIONS: "2" } })
  older = await createDatabase()
  back = { ...platform.ctx, db: connectDatabase(older.url, 5) }
  await checkInstallation(back)
  // From here on it can follow the chain: its deposits come later.
  await catchUp(back)
  const deposit = { address: back.chain.platform.address, shannons: ckb("65") }
  await chain.fundMany([deposit, deposit, deposit, deposit])
  await platform.follow()
})
afterAll(async () => {
  setContext(undefined)
  await back.db.$disconnect()
  await older.drop()
  await platform.stop()
  await chain.stop()
})

it("the operator sees what was taken in, as the contract promises it", async () => {
  const { ctx } = platform
  const merge = { operation: "merge", cells: 2 } as const
  const plan = await planPoolChange(ctx, merge)
  const expected = { inputs: plan.cells.map(({ id }) => id), txHash: plan.built.hash }
  const { txHash } = await changePool(asOperator(ctx), merge, expected, REASON)
  await chain.commit(txHash)
  await platform.mine(3)

  await catchUp(back)
  expect(await unknownTransactions(back)).toEqual([txHash])
  expect(await adoptTransaction(back, txHash, REASON)).toMatchObject({ as: "pool_operation", paid: 0n, capital: 0n })
  expect(await reconcile(back)).toMatchObject({ ok: true })

  const operations = await call(back, listPoolOperations, { headers: OPERATOR })
  expect(operations.json).toMatchObject([{ kind: "adopted", status: "confirmed", tx_hash: txHash, amount: null }])
  const log = await call(back, listAudit, { headers: OPERATOR })
  expect(log.json).toMatchObject([{ action: "adopt", subject: `transaction ${txHash}` }])
})
