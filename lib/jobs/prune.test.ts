import { expect } from "vitest"
import { instanceStage } from "@/test/support/instance-stage"
import { prune } from "./prune"

const test = instanceStage()

const NOTHING = {
  blocks: 0,
  idempotency_keys: 0,
  sign_ins: 0,
  sessions: 0,
  samples: 0,
  deliveries: 0,
  solvency_files: 0,
  payments: 0,
  withdrawals: 0,
}

test("the newest 10,000 blocks stay, the replies of the last day, sign-ins that can be finished, samples of 30 days", async ({
  ctx,
}) => {
  expect(await prune(ctx)).toEqual({ ...NOTHING })
  await ctx.db.$executeRaw`
    INSERT INTO block (number, hash) SELECT n, sha256(n::text::bytea) FROM generate_series(501, 10503) n`
  await ctx.db.$executeRaw`
    INSERT INTO idempotency_key (key, request_hash, created_at)
    VALUES ('old', '\\x00', now() - interval '25 hours'), ('new', '\\x00', now() - interval '23 hours')`
  await ctx.db.$executeRaw`
    INSERT INTO sign_in (nonce, expires_at)
    VALUES ('old', now() - interval '1 second'), ('new', now() + interval '1 minute')`

  await ctx.db.$executeRaw`
    INSERT INTO session (token_hash, operator_name, password_version, expires_at)
    SELECT sha256(age::text::bytea), 'admin', 1, now() + age * interval '1 minute' FROM unnest(ARRAY[-1, 1]) age`
  await ctx.db.$executeRaw`
    INSERT INTO pool_sample (taken_at, free, held, claimed, quarantined, capacity, claimed_capacity)
    SELECT now() - age * interval '1 day', 1, 0, 0, 0, 1, 0 FROM unnest(ARRAY[29, 31]) age`

  expect(await prune(ctx)).toEqual({ ...NOTHING, blocks: 3, idempotency_keys: 1, sign_ins: 1, sessions: 1, samples: 1 })

  const [blocks] = await ctx.db.$queryRaw<unknown[]>`SELECT count(*)::int AS n, min(number)::int AS oldest FROM block`
  expect(blocks).toEqual({ n: 10_000, oldest: 504 })
  expect(await ctx.db.idempotencyKey.findMany({ select: { key: true } })).toEqual([{ key: "new" }])
  expect(await ctx.db.signIn.findMany({ select: { nonce: true } })).toEqual([{ nonce: "new" }])
})
