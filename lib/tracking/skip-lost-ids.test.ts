import { expect } from "vitest"
import { databaseStage } from "@/test/support/database-stage"
import { skipLostIds } from "./skip-lost-ids"

const it = databaseStage().extend("next", ({ db }) => async (table = "payment"): Promise<bigint> => {
  const [row] = await db.$queryRaw<{ id: bigint }[]>`SELECT nextval(pg_get_serial_sequence(${table}, 'id')) AS id`
  return row?.id as bigint
})

it("no number is given out twice when several skip and many draw at once, and each skip is a million", async ({
  db,
  next,
}) => {
  const before = await next()
  const drawn: bigint[] = []
  const draw = async () => {
    let last = 0n
    for (let i = 0; i < 50; i++) {
      const id = await next()
      expect(id).toBeGreaterThan(last)
      last = id
      drawn.push(id)
    }
  }
  await Promise.all([draw(), draw(), draw(), ...Array.from({ length: 5 }, () => skipLostIds(db))])
  expect(new Set(drawn).size).toBe(150)
  const after = await next()
  expect(after).toBeGreaterThan(before + 5_000_000n)
  expect(after).toBeLessThan(before + 5_001_000n)
})

it("skips for all that has a number, whoever made the table", async ({ db, next }) => {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_name = 'id' AND column_default LIKE 'nextval%'`
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["payment", "account", "settlement", "withdrawal", "payment_link", "pool_operation"]),
  )
  await skipLostIds(db)
  for (const { name } of tables) expect(await next(name), name).toBeGreaterThan(1_000_000n)
})

it("runs with its owner's rights: a role that only serves may not set counters, and no block may be refused for that", async ({
  db,
}) => {
  const [row] = await db.$queryRaw<{ prosecdef: boolean; proconfig: string[] }[]>`
    SELECT prosecdef, proconfig FROM pg_proc WHERE oid = 'skip_lost_ids()'::regprocedure`
  expect(row).toEqual({ prosecdef: true, proconfig: [expect.stringMatching(/^search_path=/)] })
})
