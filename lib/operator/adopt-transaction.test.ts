import { expect } from "vitest"
import { connectDatabase } from "@/lib/db"
import { listAudit } from "@/lib/http/api/operator"
import { listPoolOperations } from "@/lib/http/api/pool"
import { call } from "@/lib/http/api.fixture"
import { checkInstallation } from "@/lib/installation"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { catchUp } from "@/lib/tracking/follow"
import { asOperator } from "@/test/support/actors"
import { OPERATOR } from "@/test/support/api"
import { emptyDatabase } from "@/test/support/database-stage"
import { ckb } from "@/test/support/payment"
import { sharedStage } from "@/test/support/stage"
import { adoptTransaction } from "./adopt-transaction"
import { changePool, planPoolChange } from "./change-pool"
import { unknownTransactions } from "./unknown-transactions"

const REASON = "the backup of last night"

const it = sharedStage({ cells: 0, env: { CONFIRMATIONS: "2" } })
  .extend("older", emptyDatabase)
  /** The same installation as an older backup has it: it knows the deposits, and no transaction of the platform. */
  .extend("back", async ({ chain, platform, ctx, older }, { onCleanup }) => {
    const back = { ...ctx, db: connectDatabase(older.url, 5) }
    onCleanup(() => back.db.$disconnect())
    await checkInstallation(back)
    // From here on it can follow the chain: its deposits come later.
    await catchUp(back)
    const deposit = { address: ctx.chain.platform.address, shannons: ckb("65") }
    await chain.fundMany([deposit, deposit, deposit, deposit])
    await platform.follow()
    return back
  })

it("the operator sees what was taken in, as the contract promises it", async ({ chain, platform, ctx, back }) => {
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
