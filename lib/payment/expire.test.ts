import { expect, vi } from "vitest"
import { expirePayments } from "./expire"
import { rowsStage } from "./rows.fixture"

const PAST = new Date(Date.now() - 3_600_000)
const FUTURE = new Date(Date.now() + 3_600_000)

const it = rowsStage().extend("statusOf", ({ db }) => async (id: bigint): Promise<[string, string[]]> => {
  const { status, entries } = await db.payment.findUniqueOrThrow({ where: { id }, include: { entries: true } })
  return [status, entries.map((entry) => entry.status)]
})
it.beforeEach(({ ctx }) => expirePayments(ctx))
it.afterEach(() => void vi.useRealTimers())

it("a prepared payment whose time is over expires, and owes nobody anything", async ({ ctx, rows, statusOf }) => {
  const late = await rows.payment({
    expiresAt: PAST,
    entries: [
      { receiver: "r", amount: 9n },
      { receiver: "f", amount: 1n, kind: "fee" },
    ],
  })
  const early = await rows.payment({ expiresAt: FUTURE })
  expect(await expirePayments(ctx)).toEqual({ expired: 1 })
  expect(await statusOf(late)).toEqual(["expired", ["void", "void"]])
  expect(await statusOf(early)).toEqual(["prepared", ["pending"]])
  expect(await expirePayments(ctx)).toEqual({ expired: 0 })
})

it("the time is the database's, whatever this machine's clock says", async ({ ctx, rows }) => {
  await rows.payment({ expiresAt: FUTURE })
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2101-02-03") })
  expect(await expirePayments(ctx)).toEqual({ expired: 0 })
  vi.setSystemTime(new Date("2001-02-03"))
  await rows.payment({ expiresAt: PAST })
  expect(await expirePayments(ctx)).toEqual({ expired: 1 })
})

it.for(["submitted", "committed", "confirmed", "failed", "cancelled"] as const)(
  "a payment that is %s never expires",
  async (status, { ctx, rows, statusOf }) => {
    const id = await rows.payment({ status, expiresAt: PAST })
    expect(await expirePayments(ctx)).toEqual({ expired: 0 })
    expect(await statusOf(id)).toEqual([status, ["pending"]])
  },
)

it("an expired payment gives its cell back, unless a younger one still holds it", async ({ db, ctx, rows }) => {
  const [released, shared] = [await rows.cell(), await rows.cell()]
  await db.$executeRaw`UPDATE platform_cell SET held_at = now() WHERE state = 'free'`
  const since = new Date(Date.now() - 20_000)
  await rows.payment({ cellId: released.id, expiresAt: PAST })
  await rows.payment({ cellId: released.id, expiresAt: PAST })
  await rows.payment({ cellId: shared.id, expiresAt: PAST })
  await rows.payment({ cellId: shared.id, expiresAt: FUTURE, createdAt: since })
  expect(await expirePayments(ctx)).toEqual({ expired: 3 })
  const heldAt = async (id: bigint) => (await db.platformCell.findUniqueOrThrow({ where: { id } })).heldAt
  expect(await heldAt(released.id)).toBeNull()
  expect(await heldAt(shared.id)).toEqual(since)
})

it("two who sweep at the same instant count each payment once", async ({ ctx, rows }) => {
  for (let i = 0; i < 12; i++) await rows.payment({ expiresAt: PAST })
  const sweeps = await Promise.all([1, 2, 3].map(() => expirePayments(ctx)))
  expect(sweeps.reduce((total, { expired }) => total + expired, 0)).toBe(12)
})
