import { describe, expect } from "vitest"
import { toHex } from "@/lib/hex"
import { requireRoomForPrepare } from "./open-prepares"
import { lockOf, rowsStage } from "./rows.fixture"

const NETWORK = "203.0.113.7"

let senders = 0
const test = rowsStage()
  /** What is said of a payment from this network: each is of another sender, unless a test names one. */
  .extend("from", { scope: "file" }, async ({ rows }) => {
    const { id: cellId } = await rows.cell()
    return (clientNetwork: string) => ({ clientNetwork, cellId, sender: String.fromCodePoint(100 + (senders++ % 100)) })
  })
  .extend(
    "room",
    ({ ctx }) =>
      (network: string | undefined, sender = "x") =>
        requireRoomForPrepare(ctx, { network, sender: toHex(lockOf(sender)) }),
  )

describe("one network has at most 200 payments that are prepared and not over", () => {
  let ids: bigint[]
  test.beforeAll(async ({ rows, from }) => {
    ids = await Promise.all(Array.from({ length: 199 }, () => rows.payment(from(NETWORK))))
    await rows.payment({ ...from(NETWORK), expiresAt: new Date(Date.now() - 1_000) })
  })

  test("so the 201st is refused until one of them is, and others go on", async ({ db, rows, from, room }) => {
    await room(NETWORK)
    await rows.payment({ ...from(NETWORK), expiresAt: new Date(Date.now() + 20_000) })
    const refusal = await room(NETWORK).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: "RATE_LIMITED", message: expect.stringContaining("200 payments") })
    expect((refusal as { retryAfter: number }).retryAfter).toBeGreaterThan(5)
    expect((refusal as { retryAfter: number }).retryAfter).toBeLessThan(21)
    await room("203.0.113.8")
    await room(undefined)
    await db.payment.update({ where: { id: ids[0] as bigint }, data: { status: "cancelled" } })
    await room(NETWORK)
  })

  test.for(["submitted", "cancelled", "expired"])(
    "and where it came from is forgotten once it is %s",
    async (status, { db }) => {
      const id = ids.pop() as bigint
      const { clientNetwork } = await db.payment.update({ where: { id }, data: { status } })
      expect(clientNetwork).toBeNull()
    },
  )

  test("which no history is read for", async ({ db }) => {
    const plan = await db.$transaction(async (db) => {
      await db.$executeRaw`SET LOCAL enable_seqscan = off`
      return db.$queryRaw<Record<string, string>[]>`
        EXPLAIN SELECT count(*) FROM payment
        WHERE status = 'prepared' AND client_network = ${NETWORK} AND expires_at > now()`
    })
    expect(JSON.stringify(plan)).toContain("payment_prepared_client_network")
  })
})

test("and one sender at most 20 from one network, which keeps the sender from no other", async ({
  rows,
  from,
  room,
}) => {
  const elsewhere = "198.51.100.4"
  for (let i = 0; i < 20; i++) {
    await room(elsewhere, "v")
    await rows.payment({ ...from(elsewhere), sender: "v" })
  }
  await expect(room(elsewhere, "v")).rejects.toMatchObject({
    code: "RATE_LIMITED",
    message: expect.stringContaining("20 payments of this sender"),
  })
  await room(elsewhere, "w")
  await room("198.51.100.5", "v")
})
