import { Client } from "pg"
import { describe, expect } from "vitest"
import { bytes32, lockOf, rowsStage } from "@/lib/payment/rows.fixture"
import { asOwner } from "@/test/support/postgres"
import { until } from "@/test/support/rpc"
import { type RecordedEvent, readEvents } from "./read"

/** The last event that the reader has got. */
let last = 0n
const it = rowsStage()
  /** A connection of its own, as the server's role or the owner. */
  .extend("connect", ({ database }, { onCleanup }) => {
    const sessions: Client[] = []
    onCleanup(async () => {
      await Promise.all(sessions.map((session) => session.end()))
    })
    return async (connectionString = database.url) => {
      const session = new Client({ connectionString })
      await session.connect()
      sessions.push(session)
      return session
    }
  })
  /** What the reader gets when it asks for what is new: the links. */
  .extend("read", ({ ctx }) => async (): Promise<bigint[]> => {
    const events = await readEvents(ctx, { after: last, limit: 100 })
    last = events.at(-1)?.id ?? last
    return events.map(({ objectId }) => objectId)
  })
  /** What somebody would get who believed that ids become visible in their order. */
  .extend("readNaively", ({ db }) => async (): Promise<bigint[]> => {
    const events = await db.event.findMany({ where: { id: { gt: last } }, orderBy: { id: "asc" } })
    return events.map(({ objectId }) => objectId)
  })
  /** An entry that is being paid. */
  .extend("settling", ({ db, rows }) => async () => {
    const id = await rows.payment({ status: "confirmed", entries: [{ receiver: "r", amount: 100n }] })
    const settlementId = await rows.settlement(100n)
    await db.$executeRaw`UPDATE account SET status = 'available' WHERE payment_id = ${id}`
    await db.$executeRaw`
      UPDATE account SET status = 'settling', settlement_id = ${settlementId}, tx_hash = '\\x00'
      WHERE payment_id = ${id}`
    return { id, settlementId }
  })

it.beforeEach(async ({ db }) => {
  last = (await db.event.findFirst({ orderBy: { id: "desc" } }))?.id ?? 0n
})

const SLUG = "0123456789abcdefghjkmnpqrstvwxyz"
const slug = (number: number) => Array.from({ length: 12 }, (_, i) => SLUG[(number >> (5 * i)) & 31]).join("")
let links = 0
/** The shortest change that is an event. @returns the link's id */
async function makeLink(session: Client): Promise<bigint> {
  const made = await session.query<{ id: string }>(
    `INSERT INTO payment_link (slug, receiver, receiver_lock_hash, presets, title, one_time)
     VALUES ($1, 'r', $2, '{}', 't', false) RETURNING id`,
    [slug(links++), lockOf("r")],
  )
  return BigInt(made.rows[0]?.id ?? 0)
}

describe("who reads on after the last event that they got", () => {
  it("misses none that commits later with a smaller id", async ({ connect, read, readNaively }) => {
    const [first, second] = [await connect(), await connect()]
    await first.query("BEGIN")
    const early = await makeLink(first)
    const late = await makeLink(second)
    expect(await readNaively()).toEqual([late])
    expect(await read()).toEqual([])
    await first.query("COMMIT")
    expect(await read()).toEqual([early, late])
    expect(await read()).toEqual([])
  })

  it("neither when the one that draws later has begun to write sooner", async ({ connect, read, readNaively }) => {
    const [first, second] = [await connect(), await connect()]
    await second.query("BEGIN")
    await second.query("SELECT pg_current_xact_id()")
    await first.query("BEGIN")
    const early = await makeLink(first)
    const late = await makeLink(second)
    await second.query("COMMIT")
    expect(await readNaively()).toEqual([late])
    expect(await read()).toEqual([])
    await first.query("COMMIT")
    expect(await read()).toEqual([early, late])
  })

  it("goes on when a transaction is rolled back, in whole or to a savepoint, or its connection is lost", async ({
    connect,
    read,
  }) => {
    const [first, second, third] = [await connect(), await connect(), await connect()]
    await first.query("BEGIN")
    await makeLink(first)
    await second.query("BEGIN")
    await second.query("SAVEPOINT here")
    await makeLink(second)
    const late = await makeLink(third)
    expect(await read()).toEqual([])
    await second.query("ROLLBACK TO here")
    await first.query("ROLLBACK")
    expect(await read()).toEqual([late])
    await second.query("COMMIT")

    const lost = await connect()
    await lost.query("BEGIN")
    await makeLink(lost)
    const next = await makeLink(third)
    await lost.end()
    await expect.poll(read).toEqual([next])
  })

  it("is held up by nobody who writes no event", async ({ connect, read }) => {
    const [writer, other] = [await connect(), await connect()]
    await other.query("BEGIN")
    await other.query("INSERT INTO sign_in (nonce, expires_at) VALUES ('n', now())")
    const made = await makeLink(writer)
    expect(await read()).toEqual([made])
    await other.query("ROLLBACK")
  })

  it("gets as many as asked for, and no two readers stand in each other's way", async ({ ctx, connect, read }) => {
    const writer = await connect()
    const made = [await makeLink(writer), await makeLink(writer), await makeLink(writer)]
    const page = await readEvents(ctx, { after: last, limit: 2 })
    expect(page.map(({ objectId }) => objectId)).toEqual(made.slice(0, 2))
    expect(await Promise.all([read(), read()])).toEqual([made, made])
  })

  it("gets each exactly once, in the order of ids, however many write, take back and take their time", async ({
    db,
    ctx,
    connect,
    read,
  }) => {
    const writers = await Promise.all(Array.from({ length: 8 }, () => connect()))
    const shared = await makeLink(writers[0] as Client)
    await read()
    let seed = 1
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    const write = async (session: Client) => {
      for (let round = 0; round < 40; round++) {
        await session.query("BEGIN")
        await makeLink(session)
        await session.query(`SELECT pg_sleep(${random() * 0.01})`)
        if (random() < 0.3) await makeLink(session)
        await session.query(random() < 0.2 ? "ROLLBACK" : "COMMIT")
      }
    }
    let writing = true
    const got: RecordedEvent[] = []
    const begun = last
    const reader = async () => {
      for (let more = true; more; ) {
        more = writing
        const events = await readEvents(ctx, { after: got.at(-1)?.id ?? begun, limit: 7 })
        got.push(...events)
        if (events.length > 0) more = true
      }
    }
    const reading = reader()
    await Promise.all(writers.map(write))
    writing = false
    await reading
    const all = await db.event.findMany({ where: { id: { gt: begun } }, orderBy: { id: "asc" } })
    expect(got.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    expect(got.length).toBeGreaterThan(200)
    expect(got.some(({ objectId }) => objectId === shared)).toBe(false)
  })
})

it("what happens to one object at once is counted without holes", async ({ db, rows, connect }) => {
  const writers = await Promise.all(Array.from({ length: 6 }, () => connect()))
  const link = await makeLink(writers[0] as Client)
  const payments = await Promise.all(
    Array.from({ length: 6 }, () => rows.payment({ status: "committed", linkId: link, linkOnce: false })),
  )
  await Promise.all([
    ...payments.map((id, i) => writers[i]?.query("UPDATE payment SET status = 'confirmed' WHERE id = $1", [id])),
    db.$executeRaw`UPDATE payment_link SET closed_at = now() WHERE id = ${link}`,
  ])
  const events = await db.event.findMany({ where: { object: "link", objectId: link }, orderBy: { id: "asc" } })
  expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(events.map(({ type }) => type).sort()).toEqual([
    "link.closed",
    "link.created",
    ...Array.from({ length: 6 }, () => "link.paid"),
  ])
})

it("payments of one link that are confirmed at once wait for each other to count", async ({ db, rows, connect }) => {
  const writers = await Promise.all(Array.from({ length: 3 }, () => connect()))
  const [first, ...others] = writers as [Client, ...Client[]]
  const link = await makeLink(first)
  const [one, ...more] = await Promise.all(
    writers.map(() => rows.payment({ status: "committed", linkId: link, linkOnce: false })),
  )
  const confirm = (session: Client, id: bigint | undefined) =>
    session.query("UPDATE payment SET status = 'confirmed' WHERE id = $1", [id])
  await first.query("BEGIN")
  await confirm(first, one)
  const waiting = Promise.all(more.map((id, i) => confirm(others[i] as Client, id)))
  await until("the others to wait", async () => {
    const [row] = await db.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return Number(row?.count) === others.length
  })
  await first.query("COMMIT")
  await waiting
  const events = await db.event.findMany({ where: { object: "link", objectId: link }, orderBy: { sequence: "asc" } })
  expect(events.map(({ sequence, type }) => [sequence, type])).toEqual([
    [1, "link.created"],
    [2, "link.paid"],
    [3, "link.paid"],
    [4, "link.paid"],
  ])
})

it("of two who change one payment at once the second counts on, or is refused", async ({ db, rows, connect }) => {
  const [one, other] = [await connect(), await connect()]
  const id = await rows.payment()
  const change = (session: Client, status: string) =>
    session.query("UPDATE payment SET status = $2 WHERE id = $1 AND status IN ('prepared', 'submitted')", [id, status])
  await one.query("BEGIN")
  await change(one, "submitted")
  const waiting = change(other, "committed")
  await one.query("COMMIT")
  await waiting
  const events = await db.event.findMany({ where: { object: "payment", objectId: id }, orderBy: { id: "asc" } })
  expect(events.map(({ sequence, status }) => [sequence, status])).toEqual([
    [1, "prepared"],
    [2, "submitted"],
    [3, "committed"],
  ])
})

describe("an event", () => {
  const insert = "INSERT INTO event (type, object, object_id, sequence, status)"
  const payout = "INSERT INTO payout (settlement_id, receiver, lock_hash, amount) VALUES (1, 'r', '', 1)"
  it.for<[string, string, string]>([
    ["is written by triggers alone", `${insert} VALUES ('link.paid', 'link', 1, 99, 'used')`, "written by triggers"],
    ["never changes", "UPDATE event SET status = 'paid'", "append-only"],
    ["is never taken away", "DELETE FROM event", "append-only"],
    ["is never taken away with all others", "TRUNCATE event CASCADE", "append-only"],
    ["tells of a payout that is written by triggers alone", payout, "written by triggers"],
    ["tells of a payout that never changes", "UPDATE payout SET amount = 1", "append-only"],
    ["tells of a payout whatever function is called", "SELECT write_payouts(1)", ""],
  ])("%s, also for the owner of the table", async ([_, statement, refusal], { database, connect }) => {
    const owner = await connect(asOwner(database.url))
    const outcome = owner.query(statement).then(
      () => "",
      (error: Error) => error.message,
    )
    expect(await outcome).toContain(refusal)
  })
})

it("an object from before there were events begins to count with its next change; nothing is invented", async ({
  database,
  db,
  connect,
  settling,
}) => {
  const owner = await connect(asOwner(database.url))
  const { id, settlementId } = await settling()
  // As an older version has left it.
  await owner.query("SET session_replication_role = replica; DELETE FROM event; RESET session_replication_role")
  expect(await db.event.count()).toBe(0)
  await db.$executeRaw`UPDATE settlement SET status = 'committed' WHERE id = ${settlementId}`
  await db.$executeRaw`UPDATE payment SET status = 'submitted' WHERE id = ${id}`
  const events = await db.event.findMany({ orderBy: { id: "asc" } })
  expect(events.map(({ type, sequence }) => [type, sequence])).toEqual([
    ["payout.committed", 1],
    ["payment.reorganised", 1],
  ])
  expect(await db.payout.findMany({ select: { receiver: true, amount: true } })).toEqual([
    { receiver: "r", amount: 100n },
  ])
})

it("what the operator adopts tells each entry that it has paid, and the payout goes its way", async ({
  db,
  ctx,
  settling,
}) => {
  const { id, settlementId } = await settling()
  const adopt = (adopted: boolean) =>
    db.chainTransaction.create({
      data: { txHash: bytes32(), bytes: bytes32(), networkFee: 1n, settlementId, adopted },
    })
  await adopt(true)
  const { id: entryId } = await db.entry.findFirstOrThrow({ where: { paymentId: id } })
  const told = await readEvents(ctx, { after: last, limit: 100 })
  expect(told.slice(-2).map(({ type, objectId, status }) => [type, objectId, status])).toEqual([
    ["entry.adopted", entryId, "settling"],
    ["payout.signed", expect.anything(), "signed"],
  ])
  // Another attempt at the same is no other payout.
  await adopt(false)
  expect(await readEvents(ctx, { after: last, limit: 100 })).toHaveLength(told.length)
})
