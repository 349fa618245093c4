import { Client } from "pg"
import { expect, it } from "vitest"
import { asOwner, createDatabase } from "@/test/support/postgres"
import { connectDatabase, PLANNED_BY_VALUES } from "./db"

it("statements are parsed once a connection; a list of any length is not kept, nor what its values decide", async () => {
  const { url, drop } = await createDatabase()
  const db = connectDatabase(url, 1)
  const kept = () => db.$queryRaw<{ statement: string }[]>`SELECT statement FROM pg_prepared_statements ORDER BY name`
  for (const n of [1, 2, 3]) await db.$queryRaw`SELECT ${n}::int AS one`
  expect((await kept()).filter(({ statement }) => statement.endsWith("AS one"))).toHaveLength(1)
  // Planned anew for each value: what is kept may be planned for a frequent one, and walk through all rows.
  await db.$queryRawUnsafe(`SELECT 1 ${PLANNED_BY_VALUES}`)
  expect((await kept()).filter(({ statement }) => statement.includes(PLANNED_BY_VALUES))).toEqual([])
  for (let length = 0; length < 600; length++) await db.$queryRawUnsafe(`SELECT ${length}`)
  expect((await kept()).length).toBeLessThanOrEqual(500)
  await db.$disconnect()
  await drop()
})

it("a migration that adds a column breaks no statement that is kept", async () => {
  const { url, drop } = await createDatabase()
  const db = connectDatabase(url, 1)
  const owner = new Client({ connectionString: asOwner(url) })
  await owner.connect()
  for (const when of ["before", "after"]) {
    expect(await db.payment.findMany(), when).toEqual([])
    expect(await db.solvencyEpoch.findMany({ include: { file: true } }), when).toEqual([])
    await owner.query(`ALTER TABLE payment ADD COLUMN "added_${when}" TEXT`)
    await owner.query(`ALTER TABLE solvency_epoch ADD COLUMN "added_${when}" TEXT`)
  }
  await owner.end()
  await db.$disconnect()
  await drop()
})

it("a time is the same in a database whose own zone is not UTC", async () => {
  const { url, drop } = await createDatabase()
  const admin = new Client({ connectionString: asOwner(url) })
  await admin.connect()
  await admin.query(`ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET TimeZone = 'Asia/Tokyo'`)
  await admin.end()
  const db = connectDatabase(url, 1)
  const [row] = await db.$queryRaw<{ at: Date }[]>`SELECT '2026-01-02T03:04:05Z'::timestamptz AS at`
  expect(row?.at.toISOString()).toBe("2026-01-02T03:04:05.000Z")
  await db.$disconnect()
  await drop()
})
