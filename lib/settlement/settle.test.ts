import { expect } from "vitest"
import { ckb, pay } from "@/test/support/payment"
import { runAsOwner } from "@/test/support/postgres"
import { until } from "@/test/support/rpc"
import { sharedStage } from "@/test/support/stage"
import { createWallet } from "@/test/support/wallet"
import { settle } from "./settle"

const it = sharedStage()

it("of two runs at the same instant, which build the same transaction, one pays and the other does nothing", async ({
  chain,
  platform,
  ctx,
}) => {
  const { db } = ctx
  const [sender, receiver] = [await createWallet(chain), await createWallet(chain)]
  await chain.fund(sender.address, ckb("500"))
  await platform.follow()
  await pay(platform, chain, sender, receiver, ckb("100"))
  await platform.mine(2)

  let runs: Promise<{ settlements: bigint[] }[]> | undefined
  await db.$transaction(async (holder) => {
    // Both have chosen and built before either can store.
    await holder.$executeRaw`SELECT FROM platform_cell FOR UPDATE`
    runs = Promise.all([settle(ctx), settle(ctx)])
    await until("both to wait", async () => {
      const [row] = await db.$queryRaw<{ waiting: bigint }[]>`
        SELECT count(*) AS waiting FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`
      return row?.waiting === 2n
    })
  })
  expect((await runs)?.flatMap(({ settlements }) => settlements)).toHaveLength(1)
  expect(await db.settlement.count()).toBe(1)
})

it("one receiver who cannot be paid stays owed, and keeps nobody else from their money", async ({
  chain,
  platform,
  ctx,
}) => {
  const { db } = ctx
  const [sender, bad, good] = [await createWallet(chain), await createWallet(chain), await createWallet(chain)]
  await chain.fund(sender.address, ckb("500"))
  await platform.follow()
  for (const receiver of [bad, good]) await pay(platform, chain, sender, receiver, ckb("100"))
  await platform.mine(2)
  // What no request can put there: somebody's hand or a disk has changed a row.
  await runAsOwner(
    ctx.config.databaseUrl.reveal(),
    `SET LOCAL session_replication_role = replica;
     UPDATE "account" SET "receiver" = 'ckt1nobody' WHERE "lock_hash" = decode('${bad.lock.hash().slice(2)}', 'hex')`,
  )

  expect((await settle(ctx)).settlements).toHaveLength(1)
  const owed = (lock: { hash(): string }) =>
    db.entry.findMany({
      where: { lockHash: Buffer.from(lock.hash().slice(2), "hex") },
      select: { status: true },
    })
  expect([await owed(bad.lock), await owed(good.lock)]).toEqual([[{ status: "available" }], [{ status: "settling" }]])
})
