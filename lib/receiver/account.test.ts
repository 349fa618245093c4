import { expect } from "vitest"
import { toHex } from "@/lib/hex"
import { entriesOfPayment, listEntries, totalOwed } from "@/lib/ledger/entries"
import { takeEntries } from "@/lib/ledger/take-entries"
import { shannons } from "@/lib/money"
import { bytes32, freshRowsStage, lockOf } from "@/lib/payment/rows.fixture"
import { getAccount } from "./account"

const CKB = 100_000_000n

const test = freshRowsStage({ minWithdrawal: shannons(65n * CKB), settlementCron: "*/5 * * * *" })

const party = (name: string, occupied = 61n * CKB) => ({ lockHash: toHex(lockOf(name)), occupied: shannons(occupied) })

test("what a party is owed is summed by state, over payments and kinds, without the platform's fees", async ({
  ctx,
  rows,
}) => {
  const settlementId = await rows.settlement(30n)
  const entry = (amount: bigint, status: "pending" | "available" | "settling" | "paid" | "void") => ({
    receiver: "r",
    amount,
    status,
    ...(status === "settling" || status === "paid" ? { settlementId } : {}),
  })
  await rows.payment({
    status: "submitted",
    entries: [entry(1n, "pending"), entry(2n, "available"), { receiver: "r", amount: 1_000n, kind: "fee" }],
  })
  await rows.payment({ entries: [entry(4n, "available"), entry(8n, "settling"), { receiver: "x", amount: 500n }] })
  await rows.payment({ entries: [entry(16n, "paid"), entry(32n, "paid"), entry(64n, "void")] })
  expect(await getAccount(ctx, party("r"))).toMatchObject({ pending: 1n, available: 6n, settling: 8n, paid: 48n })
  expect(await getAccount(ctx, party("nobody"))).toMatchObject({
    pending: 0n,
    available: 0n,
    settling: 0n,
    paid: 0n,
  })
  expect(await totalOwed(ctx)).toBe(14n)
})

test("a payment that nobody has signed owes nothing and is not listed, whoever has prepared it", async ({
  ctx,
  rows,
}) => {
  for (const [status, entry] of [
    ["prepared", "pending"],
    ["cancelled", "void"],
    ["expired", "void"],
  ] as const) {
    await rows.payment({ status, entries: [{ receiver: "r", amount: 1_000n, status: entry }] })
  }
  const paymentId = await rows.payment({ status: "failed", entries: [{ receiver: "r", amount: 1n, status: "void" }] })
  expect(await getAccount(ctx, party("r"))).toMatchObject({ pending: 0n, available: 0n })
  expect((await listEntries(ctx, party("r").lockHash, { limit: 50 })).items).toMatchObject([{ paymentId }])
})

test("more than a BIGINT is summed exactly", async ({ ctx, rows }) => {
  const most = 9_223_372_036_854_775_807n
  for (let i = 0; i < 2; i++) await rows.payment({ entries: [{ receiver: "r", amount: most, status: "available" }] })
  expect((await getAccount(ctx, party("r"))).available).toBe(2n * most)
})

test("the threshold is the minimum, or what a cell under the lock occupies", async ({ ctx }) => {
  expect((await getAccount(ctx, party("r"))).threshold).toBe(65n * CKB)
  expect((await getAccount(ctx, party("r", 69n * CKB))).threshold).toBe(69n * CKB)
})

test("the next settlement is the schedule's next tick, in UTC", async ({ ctx }) => {
  const { nextSettlementAt } = await getAccount(ctx, party("r"))
  const ahead = (nextSettlementAt?.getTime() ?? 0) - Date.now()
  expect(ahead).toBeGreaterThan(0)
  expect(ahead).toBeLessThanOrEqual(300_000)
  expect((nextSettlementAt?.getUTCMinutes() ?? 1) % 5).toBe(0)
})

test("entries are listed newest first, filtered by their own state and time and by their payment's labels", async ({
  ctx,
  rows,
}) => {
  const txHash = bytes32()
  const settlementId = await rows.settlement(1n)
  const day = (n: number) => new Date(Date.UTC(2026, 0, n))
  await rows.payment({
    status: "committed",
    entries: [
      { receiver: "r", amount: 1n, createdAt: day(1) },
      { receiver: "r", amount: 9n, kind: "fee" },
    ],
  })
  const paid = {
    receiver: "r",
    amount: 2n,
    kind: "split",
    status: "paid",
    settlementId,
    txHash,
    createdAt: day(3),
  } as const
  const labels = { status: "confirmed", category: 7, info: "tea" } as const
  const paymentId = await rows.payment({ ...labels, entries: [paid, { receiver: "x", amount: 5n }] })
  const amounts = async (filter: object) =>
    (await listEntries(ctx, party("r").lockHash, { limit: 50, ...filter })).items.map(({ amount }) => amount)
  expect(await amounts({})).toEqual([2n, 1n])
  for (const filter of [
    { status: "paid" },
    { category: 7 },
    { info: "tea" },
    { note: "EA" },
    { kind: "split" },
    { from: day(2) },
    { from: day(3), to: day(3) },
  ]) {
    expect(await amounts(filter), JSON.stringify(filter)).toEqual([2n])
  }
  expect(await amounts({ to: day(2) })).toEqual([1n])
  const { items, next } = await listEntries(ctx, party("r").lockHash, { limit: 1 })
  expect(items).toMatchObject([{ paymentId, kind: "split", isPayed: true, txHash: toHex(txHash), receiver: "r" }])
  expect((await listEntries(ctx, party("r").lockHash, { limit: 1, cursor: next })).items).toMatchObject([
    { amount: 1n },
  ])
})

test("an entry says what was sold in the words that its payer has read, and is found by each of them", async ({
  db,
  ctx,
  rows,
}) => {
  const { id: linkId } = await db.paymentLink.create({
    data: {
      slug: "0123456789ab",
      receiver: "r",
      receiverLockHash: lockOf("r"),
      amount: 5n,
      title: "Ceramic mug",
      oneTime: false,
    },
  })
  const words = { info: "blue", reference: "order 77", message: "With thanks" }
  const through = { linkId, linkOnce: false, linkRevision: 0, status: "confirmed" } as const
  await rows.payment({ ...words, ...through, entries: [{ receiver: "r", amount: 5n }] })
  await rows.payment({ status: "confirmed", entries: [{ receiver: "r", amount: 1n }] })
  await db.paymentLink.update({ where: { id: linkId }, data: { title: "Porcelain cup", revision: 1 } })
  const found = async (note: string) =>
    (await listEntries(ctx, party("r").lockHash, { limit: 50, note })).items.map(({ amount }) => amount)
  for (const note of ["MUG", "Blue", "77", "thanks"]) expect(await found(note), note).toEqual([5n])
  for (const note of ["porcelain", "77 blue", "milk"]) expect(await found(note), note).toEqual([])
  const [plain, entry] = (await listEntries(ctx, party("r").lockHash, { limit: 50 })).items
  expect(entry).toMatchObject({ ...words, link: { slug: "0123456789ab", title: "Ceramic mug" } })
  expect(plain).toMatchObject({ info: null, reference: null, message: null, link: null })
})

test("a share that several payouts pay is one entry, for ever where it was, in the state of what is furthest from paid", async ({
  db,
  ctx,
  rows,
}) => {
  const settlementId = await rows.settlement(1n)
  const txHash = bytes32()
  const paymentId = await rows.payment({
    status: "confirmed",
    entries: [
      { receiver: "r", amount: 7n, status: "available" },
      { receiver: "r", amount: 2n, kind: "fee" },
    ],
  })
  const later = await rows.payment({ status: "confirmed", entries: [{ receiver: "r", amount: 5n }] })
  const list = async (filter: object = {}) =>
    (await listEntries(ctx, party("r").lockHash, { limit: 50, ...filter })).items
  const [, before] = await list()
  const take = (upTo: bigint) =>
    db.$transaction(async (tx) => {
      const { ids } = await takeEntries(tx, lockOf("r"), upTo)
      await tx.$executeRaw`
        UPDATE account SET status = 'settling', settlement_id = ${settlementId}, tx_hash = ${txHash}
        WHERE id = ANY(${ids})`
      return ids
    })
  await take(3n)
  await take(1n)
  expect((await list()).map((entry) => [entry.paymentId, entry.amount, entry.status])).toEqual([
    [later, 5n, "pending"],
    [paymentId, 7n, "available"],
  ])
  const [entry] = await list({ status: "available" })
  expect(entry).toMatchObject({ id: before?.id, amount: 7n, isPayed: false, txHash: toHex(txHash) })
  expect(entry?.parts.map(({ amount, status }) => [amount, status])).toEqual([
    [3n, "settling"],
    [1n, "settling"],
    [3n, "available"],
  ])
  const shares = await entriesOfPayment(ctx, paymentId)
  expect(shares.map(({ amount, kind }) => [amount, kind])).toEqual([
    [7n, "receiver"],
    [2n, "fee"],
  ])
  await take(3n)
  expect(await list({ status: "available" })).toEqual([])
  await db.$executeRaw`UPDATE account SET status = 'paid' WHERE settlement_id = ${settlementId}`
  expect(await list({ status: "paid" })).toMatchObject([{ id: before?.id, amount: 7n, isPayed: true }])
})
