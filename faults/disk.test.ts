import { execFileSync } from "node:child_process"
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect } from "vitest"
import { AppError } from "@/lib/errors"
import { CONFLICT } from "@/test/support/conflict"
import { startPlatform } from "@/test/support/context"
import { ckb, send } from "@/test/support/payment"
import { startOwnPostgres } from "@/test/support/postgres"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import type { Wallet } from "@/test/support/wallet"
import { expectInvariants } from "./invariants"
import { quiesce } from "./quiesce"
import { tally } from "./tally"

const SIZE = "192m"
const AMOUNT = ckb("20")
const FUNDED = ckb("200")

/** A file system of its own that a test can fill; undefined where mounting is not permitted. */
function mountSmallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "micro-pay-disk-"))
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE}`, "tmpfs", folder], { stdio: "ignore" })
    chmodSync(folder, 0o711)
    return folder
  } catch {
    rmSync(folder, { recursive: true })
    process.stderr.write("\n*** SKIPPED: the disk of PostgreSQL is full: mounting a tmpfs needs root ***\n\n")
    return undefined
  }
}

const disk = mountSmallDisk()

afterAll(() => {
  if (!disk) return
  execFileSync("umount", ["-l", disk])
  rmSync(disk, { recursive: true })
})

const stage = freshStage()
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads here which fixtures it uses
  .extend("server", async ({}, { onCleanup }) => {
    const server = await startOwnPostgres(disk)
    onCleanup(() => server.discard())
    return server
  })
  .override("platform", async ({ chain, server }, { onCleanup }) => {
    const platform = await startPlatform(chain, { env: { CONFIRMATIONS: "2", DATABASE_URL: server.databaseUrl } })
    onCleanup(() => platform.stop())
    return platform
  })
  .extend("senders", async ({ walletWith }) => {
    const senders: Wallet[] = []
    for (let i = 0; i < 6; i++) senders.push(await walletWith(FUNDED))
    return senders
  })

describeOnEachStage("the disk of PostgreSQL", stage, (it) => {
  it.skipIf(!disk)(
    "is full while payments are under way, and has room again: each happened once or not at all",
    async ({ chain, server, platform, ctx, senders, receiver }) => {
      const filler = join(disk ?? "", "filler")
      const attempt = async () => {
        const outcomes = await Promise.allSettled(senders.map((wallet) => send(ctx, wallet, receiver, AMOUNT)))
        return outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []))
      }
      fill(filler)
      // What PostgreSQL has set aside for its log is used up at once, so that the next write finds no room.
      await ctx.db.$queryRaw`SELECT pg_switch_wal()::text`.catch(() => {})
      let failures: unknown[] = []
      for (let round = 0; round < 20 && failures.length === 0; round++) failures = (await attempt()).filter(notAnAnswer)
      expect(failures.length).toBeGreaterThan(0)
      tally.runs = failures.length
      rmSync(filler)
      // Some versions have ended by then, some wait; an operator starts it again in either case.
      await server.kill()
      await server.start()
      for (const failure of await attempt()) expect(failure).toMatchObject(CONFLICT)
      await quiesce(platform, chain)
      await expectInvariants(ctx)
      for (const wallet of senders) {
        const paid = await ctx.db.payment.findMany({ where: { sender: wallet.address, status: "confirmed" } })
        expect(paid.length).toBeGreaterThan(0)
        const spent = paid.reduce((total, { amount, networkFee }) => total + amount + networkFee, 0n)
        expect(await wallet.balance()).toBe(FUNDED - spent)
      }
    },
  )
})

function notAnAnswer(failure: unknown): boolean {
  return !(failure instanceof AppError)
}

function fill(file: string): void {
  for (;;) {
    const { bavail, bsize } = statfsSync(join(file, ".."))
    const room = bavail * bsize
    if (room === 0) return
    writeFileSync(file, Buffer.alloc(Math.min(room, 16 << 20), 1), { flag: "a" })
  }
}
