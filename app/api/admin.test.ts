import pino from "pino"
import { describe, expect } from "vitest"
import { createFeeRate } from "@/lib/chain/fee-rate"
import { connectRpc } from "@/lib/chain/rpc"
import type { Context } from "@/lib/context"
import * as approval from "@/lib/http/api/approval"
import * as fees from "@/lib/http/api/fees"
import * as job from "@/lib/http/api/job"
import * as operator from "@/lib/http/api/operator"
import * as overview from "@/lib/http/api/overview"
import * as pause from "@/lib/http/api/pause"
import * as payment from "@/lib/http/api/payment"
import * as paymentRecord from "@/lib/http/api/payment-record"
import * as pool from "@/lib/http/api/pool"
import * as settlementApi from "@/lib/http/api/settlement"
import { type Answer, call } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import { createOperator, exhaustLogins, signedIn } from "@/lib/http/operator.fixture"
import { samplePool } from "@/lib/pool/usage"
import { apiStage, OPERATOR } from "@/test/support/api"
import { farBehind } from "@/test/support/context"
import { ckb, pay, send } from "@/test/support/payment"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"
import type { Wallet } from "@/test/support/wallet"

const CONTRACTS = contractsSeenIn("app/api/admin")
const HASH = `0x${"00".repeat(32)}`

const test = apiStage({ cells: 12, env: { PLATFORM_FEE_BPS: "5000" } })
  .extend("owner", { scope: "file" }, ({ walletWith }) => walletWith())
  .extend(
    "ask",
    ({ ctx }) =>
      (contract: Contract, body?: unknown, params: Record<string, string> = {}, context: Context = ctx) =>
        call(context, contract, { body, params, headers: OPERATOR }),
  )
  .extend(
    "get",
    ({ ctx }) =>
      (contract: Contract, query = "") =>
        call(ctx, contract, { query, headers: OPERATOR }),
  )
  .extend("commit", ({ chain, platform }) => async (hash: string) => {
    await chain.commit(hash)
    await platform.mine(1)
  })

const codeOf = async (answer: Promise<Answer>) => {
  const { status, json } = await answer
  return [status, json?.code]
}
/** As the pages do: look, then do exactly that. */
async function seenIn(plan: Promise<Answer>) {
  const { status, json } = await plan
  expect(status, JSON.stringify(json)).toBe(200)
  return { inputs: json.inputs.map(({ id }: { id: number }) => id), tx_hash: json.tx_hash, reason: "a test" }
}
/** A node that does not answer, for a platform that is otherwise well. */
const offlineOf = (context: Context): Context => {
  const rpc = connectRpc("http://127.0.0.1:1")
  return { ...context, chain: { ...context.chain, rpc, feeRate: createFeeRate(rpc) } }
}
/** A request that could succeed. */
const inputOf = (contract: Contract, owner: Wallet): { params: Record<string, string>; body?: object } => {
  const exact = { inputs: [1], tx_hash: HASH, reason: "r" }
  const bodies = new Map<Contract, object>([
    [pool.planPool, { operation: "merge", cells: 2 }],
    [pool.changePool, { operation: "merge", cells: 2, ...exact }],
    [fees.planFees, { to: owner.address, amount: "6100000000" }],
    [fees.withdrawFees, { to: owner.address, amount: "6100000000", ...exact }],
    [pause.pause, { scope: "all", reason: "r" }],
    [pause.resume, { reason: "r" }],
    [approval.approvePayout, { receiver: owner.address, amount: 1, reason: "r" }],
    [approval.raiseDayLimit, { amount: 1, reason: "r" }],
    [approval.withdrawApproval, { reason: "r" }],
    [approval.confirmProposal, { reason: "r" }],
    [approval.withdrawProposal, { reason: "r" }],
    [operator.endTransaction, { kind: "payment", id: 1, reason: "r" }],
    [job.runJob, { reason: "r" }],
  ])
  const params: Record<string, string> = { id: contract === job.runJob ? "prune" : "1" }
  return { params, body: bodies.get(contract) }
}

describe.each(CONTRACTS.map((contract) => [`${contract.method} ${contract.path}`, contract] as const))(
  "%s",
  (_, contract) => {
    test("is the operator's alone, takes nothing from another site, and refuses what it does not know", async ({
      ctx,
      owner,
      withoutDatabase,
      ask,
      get,
    }) => {
      const input = inputOf(contract, owner)
      expect((await call(ctx, contract, input)).status).toBe(401)
      const evil = { ...OPERATOR, origin: "https://evil.example" }
      if (contract.method === "POST") expect((await call(ctx, contract, { ...input, headers: evil })).status).toBe(403)
      if (contract.body) {
        expect((await ask(contract, { ...input.body, other: 1 }, input.params)).status).toBe(400)
        expect((await ask(contract, "x".repeat(1_100_000), input.params)).status).toBe(413)
      } else if (contract.query) expect((await get(contract, "other=1")).status).toBe(400)
      else if (contract.params) expect((await ask(contract, undefined, { id: "" })).status).toBe(400)
      // Without a limit nobody waits for an approval, and nothing is read.
      const config = { ...ctx.config, payoutLimits: { settlement: ckb("100"), day: ckb("1000") } }
      const broken = { ...withoutDatabase, config }
      expect((await ask(contract, input.body, input.params, broken)).status).toBe(500)
    })
  },
)

test("too many wrong passwords are refused on each route", async ({ ctx, owner }) => {
  const headers = { ...OPERATOR, "x-forwarded-for": "10.9.9.9" }
  await exhaustLogins("10.9.9.9")
  for (const contract of CONTRACTS)
    expect((await call(ctx, contract, { ...inputOf(contract, owner), headers })).status).toBe(429)
})

test("cells are merged and added as their plan says, and the plan is signed or nothing", async ({
  ctx,
  ask,
  get,
  commit,
}) => {
  const merge = { operation: "merge", cells: 12 }
  const plan = await seenIn(ask(pool.planPool, merge))
  expect(await codeOf(ask(pool.changePool, { ...merge, ...plan, tx_hash: HASH }))).toEqual([409, "STATE_MISMATCH"])
  expect(await codeOf(ask(pool.planPool, { operation: "merge", cells: 1 }))).toEqual([409, "STATE_MISMATCH"])
  const merged = await ask(pool.changePool, { ...merge, ...plan })
  expect(merged.status).toBe(201)
  await commit(merged.json.tx_hash)
  const add = { operation: "add", cells: 3 }
  const more = await seenIn(ask(pool.planPool, add))
  expect(await codeOf(ask(pool.planPool, { ...add, cells: 400 }))).toEqual([422, "INSUFFICIENT_BALANCE"])
  expect(await codeOf(ask(pool.changePool, { ...add, cells: 400, ...more }))).toEqual([422, "INSUFFICIENT_BALANCE"])
  const offline = offlineOf(ctx)
  expect(await codeOf(ask(pool.planPool, add, {}, offline))).toEqual([502, "CHAIN_ERROR"])
  expect(await codeOf(ask(pool.changePool, { ...add, ...more }, {}, offline))).toEqual([502, "CHAIN_ERROR"])
  const behind = ask(pool.changePool, { ...add, ...more }, {}, farBehind(ctx))
  expect(await codeOf(behind)).toEqual([503, "CATCHING_UP"])
  const added = await ask(pool.changePool, { ...add, ...more })
  await commit(added.json.tx_hash)
  expect((await get(pool.listPoolOperations)).json).toMatchObject([
    { kind: "split", status: "confirmed", tx_hash: added.json.tx_hash, amount: null },
    { kind: "merge", status: "confirmed", tx_hash: merged.json.tx_hash },
  ])
  await samplePool(ctx)
  expect((await get(pool.getUsage, "hours=1")).json).toMatchObject({
    low: true,
    lendable: 5,
    low_below: 8,
    needed: 0,
    buckets: [{ free: 6, claimed: 0 }],
  })
})

test("earned fees are shown and taken out, payments and settlements are found, each act is in the audit log", async ({
  chain,
  platform,
  ctx,
  sender,
  owner,
  walletWith,
  ask,
  get,
  commit,
}) => {
  const receiver = await walletWith()
  const { paymentId, txHash } = await pay(platform, chain, sender, receiver, ckb("300"))
  await platform.mine(1)
  expect((await get(fees.getFees, "days=1")).json).toMatchObject({
    earned: "15000000000",
    withdrawn: "0",
    days: [{ platform_fees: "15000000000" }],
  })
  for (const search of [`${paymentId}`, txHash, receiver.address, sender.address])
    expect((await get(payment.listPayments, `search=${search}`)).json).toMatchObject([{ id: Number(paymentId) }])
  expect((await get(payment.listPayments, `search=${HASH}`)).json).toEqual([])
  const record = (id: bigint | string) => ask(paymentRecord.getPaymentRecord, undefined, { id: `${id}` })
  const { json: known } = await record(paymentId)
  expect(known).toMatchObject({
    payment: { id: Number(paymentId), tx_hash: txHash, accounts: [{ kind: "fee" }, { kind: "receiver" }] },
    events: ["prepared", "submitted", "committed", "confirmed"].map((status) => ({
      type: `payment.${status}`,
      status,
    })),
    transaction: { status: "confirmed", sends: 1, block_number: expect.any(Number) },
    payouts: [],
  })
  expect(known.transaction.bytes).toBe(known.unsigned_tx.length / 2 - 1)
  expect(known.ledger.length).toBeGreaterThan(0)
  expect(await codeOf(record("404"))).toEqual([404, "NOT_FOUND"])
  for (const search of [`${paymentId}`, txHash, receiver.address, sender.address, receiver.address.slice(-6)])
    expect((await get(paymentRecord.findPayments, `search=${search}`)).json).toMatchObject([{ id: Number(paymentId) }])
  expect((await get(paymentRecord.findPayments, "status=submitted")).json).toEqual([])
  expect((await get(paymentRecord.exportPayments, `search=${paymentId}`)).json).toContain(txHash)
  expect((await get(overview.getOverview)).json).toMatchObject({
    today: { payments: 1, amount: "30000000000", fees: "15000000000" },
    owed: { amount: "15000000000", receivers: 1, more: false },
    stuck: { payments: 0, payouts: 0, since: null },
    block: { number: expect.any(Number) },
  })
  expect(await codeOf(get(payment.listPayments, "search=whatever"))).toEqual([400, "VALIDATION_ERROR"])

  const wish = { to: owner.address, amount: "10000000000" }
  const plan = await seenIn(ask(fees.planFees, wish))
  const tooMuch = { ...wish, amount: "20000000000" }
  expect(await codeOf(ask(fees.planFees, tooMuch))).toEqual([422, "INSUFFICIENT_BALANCE"])
  expect(await codeOf(ask(fees.withdrawFees, { ...tooMuch, ...plan }))).toEqual([422, "INSUFFICIENT_BALANCE"])
  expect(await codeOf(ask(fees.planFees, { ...wish, amount: "99999999900000000" }))).toEqual([503, "NO_PLATFORM_CELL"])
  expect(await codeOf(ask(fees.withdrawFees, { ...wish, ...plan, tx_hash: HASH }))).toEqual([409, "STATE_MISMATCH"])
  const offline = offlineOf(ctx)
  expect(await codeOf(ask(fees.planFees, wish, {}, offline))).toEqual([502, "CHAIN_ERROR"])
  expect(await codeOf(ask(fees.withdrawFees, { ...wish, ...plan }, {}, offline))).toEqual([502, "CHAIN_ERROR"])
  await ask(pause.pause, { scope: "settlement", reason: "looking" })
  expect(await codeOf(ask(fees.withdrawFees, { ...wish, ...plan }))).toEqual([503, "PAUSED"])
  const [open] = (await get(pause.listPauses)).json
  expect(open).toMatchObject({ scope: "settlement", detail: "looking", resolved_at: null })
  const resume = () => ask(pause.resume, { reason: "seen" }, { id: `${open.id}` })
  expect((await resume()).status).toBe(204)
  expect((await resume()).status).toBe(404)
  const left = await ask(fees.withdrawFees, { ...wish, ...plan })
  expect(left.status).toBe(201)
  await commit(left.json.tx_hash)
  expect(await owner.balance()).toBe(ckb("100"))

  const limited = { ...ctx, config: { ...ctx.config, payoutLimits: { settlement: ckb("100"), day: ckb("1000") } } }
  const waiting = async () => (await ask(approval.getAwaiting, undefined, {}, limited)).json
  const owed = { receiver: receiver.address, amount: "15000000000" }
  const limits = { settlement_limit: "10000000000", day_limit: "100000000000" }
  const nothing = { alone_limit: null, approvals: [], proposals: [] }
  expect(await waiting()).toEqual({ ...limits, ...nothing, day_left: "100000000000", receivers: [owed] })
  const done = { status: "done", proposal: null }
  expect(await codeOf(ask(approval.previewPayout, undefined, {}, offline))).toEqual([502, "CHAIN_ERROR"])
  const beforehand = (await ask(approval.previewPayout, undefined, {}, limited)).json
  expect(beforehand).toMatchObject({ receivers: [], waiting: [{ reason: "limit", receivers: 1, amount: owed.amount }] })
  expect((await ask(approval.approvePayout, { ...owed, reason: "known" })).json).toEqual(done)
  expect((await ask(approval.raiseDayLimit, { amount: "1", reason: "busy" })).json).toEqual(done)
  const preview = async (context = limited) => (await ask(approval.previewPayout, undefined, {}, context)).json
  const approved = await waiting()
  expect(approved).toMatchObject({ ...limits, day_left: "100000000001", receivers: [], approvals: [owed, {}] })

  expect(await preview()).toMatchObject({ receivers: [owed], amount: owed.amount, waiting: [] })
  const paid = await ask(settlementApi.settleNow, { reason: "end of the month" })
  const [settlement] = (await get(settlementApi.listSettlements, `search=${receiver.address}`)).json
  expect(paid.json.settlements).toEqual([settlement.id])
  for (const search of [settlement.id, settlement.tx_hash])
    expect((await get(settlementApi.listSettlements, `search=${search}`)).json).toEqual([settlement])
  await commit(settlement.tx_hash)
  const share = { settlement_id: settlement.id, kind: "payout", status: "confirmed", amount: owed.amount }
  expect((await record(paymentId)).json.payouts).toMatchObject([{ ...share, tx_hash: settlement.tx_hash }])
  const { json: audit, headers } = await get(operator.listAudit, "limit=5")
  expect(audit).toMatchObject([
    { action: "settle", actor: "operator:admin", reason: "end of the month" },
    { action: "raise_day_limit", reason: "busy" },
    { action: "approve_payout", reason: "known" },
    { action: "withdraw_fees", reason: "a test" },
    { action: "resume", reason: "seen" },
  ])
  expect(headers.get("link")).toContain(`cursor=${audit[4].id}`)
  const settled = await get(operator.listAudit, "action=settle&actor=operator:admin")
  expect(settled.json).toEqual([audit[0]])
  expect((await get(operator.listAudit, "to=2020-01-01T00:00:00Z")).json).toEqual([])
  expect((await get(operator.exportAudit, "action=settle")).json).toContain("end of the month")
  expect(await preview()).toMatchObject({ receivers: [], amount: "0", network_fee: "0" })
})

test("above what one operator decides alone another must agree, and what was let pass can be taken back", async ({
  chain,
  platform,
  ctx,
  sender,
  owner,
  walletWith,
  ask,
  get,
  commit,
}) => {
  const careful = { ...ctx, config: { ...ctx.config, fourEyes: ckb("100") } }
  await createOperator(ctx, { name: "olga", roles: ["approve"] })
  const olga = await signedIn(ctx, { name: "olga" })
  const asOlga = (contract: Contract, id: number, body: object = {}) =>
    call(careful, contract, { params: { id: `${id}` }, body: { reason: "agreed", ...body }, headers: olga })
  const asAdmin = (contract: Contract, id: number) => ask(contract, { reason: "agreed" }, { id: `${id}` }, careful)
  const raise = async (amount: string) =>
    (await ask(approval.raiseDayLimit, { amount, reason: "busy" }, {}, careful)).json
  const more = await raise(ckb("101").toString())
  expect(more).toEqual({ status: "proposed", proposal: expect.any(Number) })
  expect(await codeOf(asAdmin(approval.confirmProposal, more.proposal))).toEqual([403, "FORBIDDEN"])
  expect((await asOlga(approval.confirmProposal, more.proposal)).json).toEqual({ tx_hash: null })
  expect(await codeOf(asOlga(approval.confirmProposal, more.proposal))).toEqual([404, "NOT_FOUND"])
  const { json } = await ask(approval.getAwaiting, undefined, {}, careful)
  const raised = json.approvals.find(({ amount }: { amount: string }) => amount === ckb("101").toString())
  expect((await asAdmin(approval.withdrawApproval, raised.id)).status).toBe(204)
  expect((await asAdmin(approval.withdrawApproval, raised.id)).status).toBe(404)
  const again = await raise(ckb("101").toString())
  expect((await asAdmin(approval.withdrawProposal, again.proposal)).status).toBe(204)
  expect((await asAdmin(approval.withdrawProposal, again.proposal)).status).toBe(404)

  await pay(platform, chain, sender, await walletWith(), ckb("400"))
  await platform.mine(1)
  const wish = { to: owner.address, amount: ckb("130").toString() }
  const plan = await seenIn(ask(fees.planFees, wish))
  const { json: other } = await ask(fees.withdrawFees, { ...wish, ...plan }, {}, careful)
  const confirmOther = (body: object) => asOlga(approval.confirmProposal, other.proposal, body)
  const { json: proposed } = await ask(fees.withdrawFees, { ...wish, ...plan }, {}, careful)
  expect(proposed).toMatchObject({ status: "proposed", id: null, tx_hash: null })
  const confirm = (body: object) => asOlga(approval.confirmProposal, proposed.proposal, body)
  const { inputs, tx_hash } = plan
  expect(await codeOf(confirm({}))).toEqual([400, "VALIDATION_ERROR"])
  expect(await codeOf(confirm({ inputs, tx_hash: HASH }))).toEqual([409, "STATE_MISMATCH"])
  const offline = offlineOf(careful)
  const params = { id: `${proposed.proposal}` }
  const body = { reason: "agreed", inputs, tx_hash }
  expect(await codeOf(call(offline, approval.confirmProposal, { params, body, headers: olga }))).toEqual([
    502,
    "CHAIN_ERROR",
  ])
  await ask(pause.pause, { scope: "settlement", reason: "looking" })
  expect(await codeOf(confirm({ inputs, tx_hash }))).toEqual([503, "PAUSED"])
  const [{ id }] = (await get(pause.listPauses)).json
  await ask(pause.resume, { reason: "seen" }, { id: `${id}` })
  const { json: sent } = await confirm({ inputs, tx_hash })
  expect(sent).toEqual({ tx_hash })
  await commit(tx_hash)

  // What was there when it was proposed has left meanwhile.
  const { inputs: free } = await seenIn(ask(pool.planPool, { operation: "merge", cells: 4 }))
  expect(await codeOf(confirmOther({ inputs: free, tx_hash }))).toEqual([422, "INSUFFICIENT_BALANCE"])
})

test("a payment that does not commit is ended, and a job is run", async ({
  chain,
  platform,
  ctx,
  sender,
  walletWith,
  ask,
}) => {
  const { paymentId } = await send(ctx, sender, await walletWith(), ckb("2"))
  const end = { kind: "payment", id: Number(paymentId), reason: "it does not commit" }
  const down = offlineOf(ctx)
  expect(await codeOf(ask(operator.endTransaction, end, {}, down))).toEqual([502, "CHAIN_ERROR"])
  expect(await codeOf(ask(operator.endTransaction, end, {}, farBehind(ctx)))).toEqual([503, "CATCHING_UP"])
  const ending = await ask(operator.endTransaction, end)
  expect(ending.status).toBe(202)
  expect(await codeOf(ask(operator.endTransaction, end))).toEqual([409, "STATE_MISMATCH"])
  expect(await codeOf(ask(operator.endTransaction, { ...end, id: 404 }))).toEqual([404, "NOT_FOUND"])
  await chain.commit(ending.json.tx_hash)
  await platform.mine(2)
  expect((await ask(payment.getPayment, undefined, { id: `${paymentId}` })).json.status).toBe("failed")

  const why = { reason: "room is needed" }
  expect((await ask(job.runJob, undefined, { id: "prune" })).status).toBe(400)
  expect((await ask(job.runJob, why, { id: "prune" })).json).toMatchObject({ status: "ok", error: null })
  expect(await ctx.db.auditLog.findFirst({ where: { action: "run_job" } })).toMatchObject({ subject: "prune", ...why })
  expect((await ask(job.runJob, why, { id: "nothing" })).status).toBe(404)
  const quiet = { ...down, log: pino({ level: "silent" }) }
  expect((await ask(job.runJob, why, { id: "reconcile" }, quiet)).json).toMatchObject({
    status: "failed",
    result: null,
    error: expect.any(String),
  })
})

everyReplyIsSeen("app/api/admin")
