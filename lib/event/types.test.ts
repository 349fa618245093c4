import { expect, it } from "vitest"
import { openSession } from "@/lib/db-session"
import { createDatabase } from "@/test/support/postgres"
import { EVENT_TYPES } from "./types"

it("the list is the database's own", async () => {
  const database = await createDatabase()
  const session = await openSession(database.url)
  const { rows } = await session.query<{ list: string }>(
    "SELECT pg_get_constraintdef(oid) AS list FROM pg_constraint WHERE conname = 'event_type_check'",
  )
  await session.end()
  await database.drop()
  expect([...(rows[0]?.list ?? "").matchAll(/'([a-z.]+)'/g)].map(([, type]) => type)).toEqual([...EVENT_TYPES])
})
