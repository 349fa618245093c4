import { Client } from "pg"
import { expect, it } from "vitest"
import { asOwner, createDatabase } from "@/test/support/postgres"
import { connectDatabase } from "./db"

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
