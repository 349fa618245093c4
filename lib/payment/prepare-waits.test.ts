import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect } from "vitest"
import { NoPlatformCell, Paused } from "@/lib/errors"
import { pause } from "@/lib/pause"
import { noteSigned, takeHold } from "@/lib/pool/take-hold"
import type { TestPlatform } from "@/test/support/context"
import { payment } from "@/test/support/payment"
import type { Wallet } from "@/test/support/wallet"
import { submitStage } from "./submit.fixture"

const PAST = "now() - interval '1 hour'"

const it = submitStage()
  /** A platform with two cells, both free. */
  .extend("small", ({ newPlatform }) => newPlatform({ cells: 2 }))
  /** Three who send and one who is late. A wallet takes a block to make: nothing may be bound yet. */
  .extend("wallets", async ({ walletWith }) => {
    const wallet = () => walletWith("100")
    return [await wallet(), await wallet(), await wallet(), await wallet()] as const
  })
  /** Signs and sends a payment; its hash. */
  .extend("pay", ({ small, prepare, submit }) => async (sender: Wallet) => {
    const prepared = await prepare(sender, "2", small.ctx)
    await submit(prepared, await sender.sign(prepared.rawTx), small.ctx)
    return prepared.txHash
  })
  /** Takes what was sent into blocks that the platform follows. */
  .extend("commit", ({ small, chain }) => async (...hashes: `0x${string}`[]) => {
    for (const hash of hashes) await chain.commit(hash)
    await small.follow()
  })
  /** Both cells are bound, after one payment of which is known how long it took: the two that bind them. */
  .extend("bound", async ({ pay, commit, wallets: [first, second, third] }) => {
    await commit(await pay(first))
    return [await pay(second), await pay(third)] as const
  })
  .extend("late", ({ wallets }) => wallets[3])

const rest = (platform: TestPlatform) =>
  platform.ctx.db.$executeRawUnsafe(`UPDATE platform_cell SET held_at = ${PAST} WHERE held_at IS NOT NULL`)

/** As after some prepares of which all were signed. */
async function mostSign(platform: TestPlatform) {
  for (let nth = 0; nth < 10; nth++) {
    await rest(platform)
    await takeHold(platform.ctx)
    noteSigned(platform.ctx)
  }
  await rest(platform)
}

describe("while most of those who prepare sign", () => {
  it("a cell is not lent twice within a second, and then it is", async ({ small, prepare, walletWith }) => {
    await mostSign(small)
    const senders = [await walletWith("100"), await walletWith("100"), await walletWith("100")]
    await rest(small)
    const began = Date.now()
    const prepared = await Promise.all(senders.map((sender) => prepare(sender, "2", small.ctx)))
    expect(Date.now() - began).toBeGreaterThan(700)
    const cells = new Set<bigint>()
    for (const { paymentId } of prepared) cells.add((await payment(small.ctx, paymentId)).platformCellId)
    expect(cells.size).toBe(2)
  })

  it("who prepares and never signs keeps nobody waiting", async ({ small, prepare, walletWith }) => {
    await mostSign(small)
    for (let nth = 0; nth < 30; nth++) {
      await rest(small)
      await takeHold(small.ctx)
    }
    const senders = [await walletWith("100"), await walletWith("100"), await walletWith("100")]
    const began = Date.now()
    await Promise.all(senders.map((sender) => prepare(sender, "2", small.ctx)))
    expect(Date.now() - began).toBeLessThan(700)
  })
})

describe("while each cell is bound", () => {
  it("a prepare waits for a block that is due, and gets a cell of it", async ({
    small,
    commit,
    prepare,
    bound,
    late,
  }) => {
    const waiting = prepare(late, "2", small.ctx)
    let isPrepared = false
    waiting.then(() => {
      isPrepared = true
    })
    await sleep(500)
    expect(isPrepared).toBe(false)
    await commit(...bound)
    const { platformCellId } = await payment(small.ctx, (await waiting).paymentId)
    expect((await small.ctx.db.platformCell.findUniqueOrThrow({ where: { id: platformCellId } })).state).toBe("free")
  })

  it("a prepare that waits while the operator stops new payments is told so", async ({
    small,
    prepare,
    bound,
    late,
  }) => {
    expect(bound).toHaveLength(2)
    const waiting = prepare(late, "2", small.ctx).catch((error: unknown) => error)
    // By then it waits: with the pause there from the beginning it would be refused before.
    await sleep(500)
    await pause(small.ctx.db, { scope: "prepare", reason: "operator", detail: "a test" })
    expect(await waiting).toBeInstanceOf(Paused)
  })

  it("a prepare is refused at once with how long they are bound, when that is long", async ({
    small,
    prepare,
    bound,
    late,
  }) => {
    expect(bound).toHaveLength(2)
    await small.ctx.db.$executeRaw`
      UPDATE chain_transaction SET created_at = committed_at - interval '25 seconds' WHERE committed_at IS NOT NULL`
    const began = Date.now()
    const refusal = await prepare(late, "2", small.ctx).catch((error: unknown) => error)
    expect(Date.now() - began).toBeLessThan(1_000)
    expect(refusal).toBeInstanceOf(NoPlatformCell)
    const { retryAfter = 0, message } = refusal as NoPlatformCell
    expect(retryAfter).toBeGreaterThan(20)
    expect(retryAfter).toBeLessThanOrEqual(25)
    expect(message).toContain(`Try again in ${retryAfter} seconds.`)
  })

  it("and with a guess, when nothing was in a block yet", async ({
    small,
    pay,
    prepare,
    wallets: [first, second],
    late,
  }) => {
    await pay(first)
    await pay(second)
    await small.ctx.db.$executeRaw`UPDATE chain_transaction SET block_number = NULL`
    await expect(prepare(late, "2", small.ctx)).rejects.toMatchObject({ retryAfter: 3 })
  })
})
