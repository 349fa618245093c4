import { expect } from "vitest"
import { freshRowsStage } from "@/lib/payment/rows.fixture"
import { noteReconciliation, watchReconciliation } from "./overdue"

const EXACT = { pool: 0n, owed: 0n, full: false, upTo: 0n }

const it = freshRowsStage()
  .extend("lines", { auto: true }, ({ ctx }): string[] => {
    const lines: string[] = []
    const note = (_: unknown, line?: string) => lines.push(line ?? String(_))
    Object.assign(ctx, { log: { error: note, info: note } })
    return lines
  })
  /** So many minutes go by in which the leader looks every half minute, or nobody does. */
  .extend("pass", ({ db, ctx }) => async (minutes: number, watched: boolean) => {
    const looks = watched ? minutes * 2 : 1
    for (let look = 0; look < looks; look++) {
      await db.$executeRaw`
        UPDATE reconciliation_watch SET succeeded_at = succeeded_at - ${minutes / looks} * interval '1 minute',
          watched_since = watched_since - ${minutes / looks} * interval '1 minute',
          watched_at = watched_at - ${minutes / looks} * interval '1 minute'`
      if (watched) await watchReconciliation(ctx)
    }
  })
  .extend(
    "open",
    ({ db }) =>
      () =>
        db.pause.findMany({ where: { resolvedAt: null } }),
  )

it("settlement is paused when no reconciliation has succeeded for 15 minutes, and goes on by itself with the next one", async ({
  db,
  ctx,
  lines,
  pass,
  open,
}) => {
  await noteReconciliation(ctx, EXACT)
  await watchReconciliation(ctx)
  await pass(14, true)
  expect(await open()).toEqual([])
  await db.$executeRaw`
    INSERT INTO job_run (job, started_at, finished_at, status, error)
    VALUES ('reconcile', now(), now(), 'failed', 'CHAIN_ERROR: The CKB node did not answer.')`
  await pass(2, true)
  expect(await open()).toMatchObject([
    { scope: "settlement", reason: "reconciliation_overdue", detail: expect.stringContaining("CHAIN_ERROR: The CKB") },
  ])
  // Said once, however often it is seen.
  await pass(2, true)
  expect(lines).toEqual(["alarm: reconciliation is overdue, settlement is paused"])
  await noteReconciliation(ctx, EXACT)
  expect(await open()).toEqual([])
  await pass(14, true)
  expect(await open()).toEqual([])
})

it("also when the job never runs, which is given its 15 minutes after a fresh start", async ({ ctx, pass, open }) => {
  await watchReconciliation(ctx)
  await pass(14, true)
  expect(await open()).toEqual([])
  await pass(2, true)
  expect(await open()).toMatchObject([{ detail: expect.stringContaining("the job has never run") }])
})

it("not when the program was down: the job is given its time after the restart", async ({ ctx, pass, open }) => {
  await noteReconciliation(ctx, EXACT)
  await watchReconciliation(ctx)
  await pass(60, false)
  await watchReconciliation(ctx)
  await pass(14, true)
  expect(await open()).toEqual([])
  await pass(2, true)
  expect(await open()).toHaveLength(1)
})

it("a program that is restarted every few minutes gets no more time by it", async ({ ctx, pass, open }) => {
  await watchReconciliation(ctx)
  for (let restart = 0; restart < 8; restart++) await pass(2, false).then(() => watchReconciliation(ctx))
  expect(await open()).toHaveLength(1)
})

it("what was found last is noted, and when there was last no difference", async ({ db, ctx }) => {
  await noteReconciliation(ctx, EXACT)
  const exact = await db.reconciliationWatch.findFirst()
  await noteReconciliation(ctx, { ...EXACT, pool: -7n })
  const { succeededAt, ...found } = (await db.reconciliationWatch.findFirst()) ?? {}
  expect(found).toMatchObject({ exactAt: exact?.exactAt, poolDifference: -7n, owedDifference: 0n })
  expect(succeededAt?.getTime()).toBeGreaterThanOrEqual(exact?.exactAt?.getTime() ?? 0)
})

it("another pause stays when a reconciliation succeeds", async ({ db, ctx, open }) => {
  await db.pause.create({ data: { scope: "all", reason: "operator_all", detail: "a look at the node" } })
  await noteReconciliation(ctx, EXACT)
  expect(await open()).toMatchObject([{ reason: "operator_all" }])
})
