import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { requireRoomForNetwork } from "./open-prepares"
import { createRows, type Rows } from "./rows.fixture"

const NETWORK = "203.0.113.7"

let rows: Rows
beforeAll(async () => {
  rows = await createRows()
})
afterAll(() => rows.close())

const of = (clientNetwork: string) => ({ clientNetwork, cellId: cell })
let cell: bigint

describe("one network has at most 200 payments that are prepared and not over", () => {
  let ids: bigint[]
  beforeAll(async () => {
    cell = (await rows.cell()).id
    ids = await Promise.all(Array.from({ length: 199 }, () => rows.payment(of(NETWORK))))
    await rows.payment({ ...of(NETWORK), expiresAt: new Date(Date.now() - 1_000) })
  })

  test("so the 201st is refused until one of them is, and others go on", async () => {
    await requireRoomForNetwork(rows.ctx, NETWORK)
    await rows.payment({ ...of(NETWORK), expiresAt: new Date(Date.now() + 20_000) })
    const refusal = await requireRoomForNetwork(rows.ctx, NETWORK).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: "RATE_LIMITED", message: expect.stringContaining("200 payments") })
    expect((refusal as { retryAfter: number }).retryAfter).toBeGreaterThan(5)
    expect((refusal as { retryAfter: number }).retryAfter).toBeLessThan(21)
    await requireRoomForNetwork(rows.ctx, "203.0.113.8")
    await requireRoomForNetwork(rows.ctx, undefined)
    await rows.db.payment.update({ where: { id: ids[0] as bigint }, data: { status: "cancelled" } })
    await requireRoomForNetwork(rows.ctx, NETWORK)
  })

  test.each(["submitted", "cancelled", "expired"])(
    "and where it came from is forgotten once it is %s",
    async (status) => {
      const id = ids.pop() as bigint
      const { clientNetwork } = await rows.db.payment.update({ where: { id }, data: { status } })
      expect(clientNetwork).toBeNull()
    },
  )

  test("which no history is read for", async () => {
    const plan = await rows.db.$transaction(async (db) => {
      await db.$executeRaw`SET LOCAL enable_seqscan = off`
      return db.$queryRaw<Record<string, string>[]>`
        EXPLAIN SELECT count(*) FROM "payment"
        WHERE "status" = 'prepared' AND "client_network" = ${NETWORK} AND "expires_at" > now()`
    })
    expect(JSON.stringify(plan)).toContain("payment_prepared_client_network")
  })
})
