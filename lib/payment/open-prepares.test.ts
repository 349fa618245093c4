import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { toHex } from "@/lib/hex"
import { requireRoomForPrepare } from "./open-prepares"
import { createRows, lockOf, type Rows } from "./rows.fixture"

const NETWORK = "203.0.113.7"

let rows: Rows
beforeAll(async () => {
  rows = await createRows()
})
afterAll(() => rows.close())

/** Each of another sender, unless a test names one. */
let senders = 0
const of = (clientNetwork: string) => ({
  clientNetwork,
  cellId: cell,
  sender: String.fromCodePoint(100 + (senders++ % 100)),
})
const room = (network: string | undefined, sender = "x") =>
  requireRoomForPrepare(rows.ctx, { network, sender: toHex(lockOf(sender)) })
let cell: bigint

describe("one network has at most 200 payments that are prepared and not over", () => {
  let ids: bigint[]
  beforeAll(async () => {
    cell = (await rows.cell()).id
    ids = await Promise.all(Array.from({ length: 199 }, () => rows.payment(of(NETWORK))))
    await rows.payment({ ...of(NETWORK), expiresAt: new Date(Date.now() - 1_000) })
  })

  test("so the 201st is refused until one of them is, and others go on", async () => {
    await room(NETWORK)
    await rows.payment({ ...of(NETWORK), expiresAt: new Date(Date.now() + 20_000) })
    const refusal = await room(NETWORK).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: "RATE_LIMITED", message: expect.stringContaining("200 payments") })
    expect((refusal as { retryAfter: number }).retryAfter).toBeGreaterThan(5)
    expect((refusal as { retryAfter: number }).retryAfter).toBeLessThan(21)
    await room("203.0.113.8")
    await room(undefined)
    await rows.db.payment.update({ where: { id: ids[0] as bigint }, data: { status: "cancelled" } })
    await room(NETWORK)
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
        EXPLAIN SELECT count(*) FROM payment
        WHERE status = 'prepared' AND client_network = ${NETWORK} AND expires_at > now()`
    })
    expect(JSON.stringify(plan)).toContain("payment_prepared_client_network")
  })
})

test("and one sender at most 20 from one network, which keeps the sender from no other", async () => {
  const elsewhere = "198.51.100.4"
  for (let i = 0; i < 20; i++) {
    await room(elsewhere, "v")
    await rows.payment({ ...of(elsewhere), sender: "v" })
  }
  await expect(room(elsewhere, "v")).rejects.toMatchObject({
    code: "RATE_LIMITED",
    message: expect.stringContaining("20 payments of this sender"),
  })
  await room(elsewhere, "w")
  await room("198.51.100.5", "v")
})
