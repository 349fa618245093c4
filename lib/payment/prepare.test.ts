import { ccc } from "@ckb-ccc/core"
import { afterEach, describe, expect, vi } from "vitest"
import { parseAddress } from "@/lib/chain/address"
import { paymentCommitment } from "@/lib/commitment"
import { NoPlatformCell, Paused } from "@/lib/errors"
import { toHex } from "@/lib/hex"
import type { Share } from "@/lib/ledger/types"
import { shannons } from "@/lib/money"
import { getAccount } from "@/lib/receiver/account"
import { ckb, pay, payment, send } from "@/test/support/payment"
import type { PreparedPayment } from "./prepare"
import { FULL, prepareStage, SHORT } from "./prepare.fixture"
import { getPayment } from "./query"

const it = prepareStage()

afterEach(() => void vi.useRealTimers())

describe("a prepared payment", () => {
  it("moves its amount from the sender's cell to the platform's, and binds nothing", async ({
    ctx,
    walletWith,
    prepare,
  }) => {
    const sender = await walletWith("100")
    const prepared = await prepare(sender)
    const tx = ccc.Transaction.fromBytes(prepared.rawTx)
    expect(tx.hash()).toBe(prepared.txHash)
    expect(tx.outputs.map(({ lock, capacity }) => [lock.hash(), capacity])).toEqual([
      [sender.lock.hash(), ckb("98") - prepared.networkFee],
      [ctx.chain.platform.lockHash, ckb("67")],
    ])
    expect(tx.inputs).toHaveLength(2)
    expect(await ctx.db.claim.count()).toBe(0)
    expect((await payment(ctx, prepared.paymentId)).status).toBe("prepared")
  })

  it("is signed by its sender together with who gets how much", async ({
    ctx,
    walletWith,
    receiver,
    stranger,
    prepare,
  }) => {
    const sender = await walletWith("100")
    const splits = [
      { receiver: FULL, bps: 2_500 },
      { receiver: stranger.address, amount: ckb("0.3") },
    ]
    const prepared = await prepare(sender, { splits })
    const { entries } = await payment(ctx, prepared.paymentId)
    expect(entries.map(({ kind, amount, receiver: to }) => [kind, amount, to])).toEqual([
      ["fee", ckb("0.02"), ctx.chain.platform.address],
      ["receiver", ckb("1.185"), receiver.address],
      ["split", ckb("0.495"), FULL],
      ["split", ckb("0.3"), stranger.address],
    ])
    const shares = entries.map(({ kind, lockHash, amount }) => ({ kind, lockHash: toHex(lockHash), amount }) as Share)
    const { paymentId: id, salt } = prepared
    const commitment = paymentCommitment({ id, salt, senderLockHash: sender.lock.hash(), shares })
    expect(ccc.Transaction.fromBytes(prepared.rawTx).witnesses.slice(2)).toEqual([commitment])
    expect(await getPayment(ctx, id)).toMatchObject({ commitment, salt })
  })

  it("keeps addresses in their canonical form, however they were written", async ({
    ctx,
    walletWith,
    prepare,
    stranger,
  }) => {
    const sender = await walletWith("100")
    const { paymentId } = await prepare(sender, {
      sender: sender.address.toUpperCase(),
      receiver: SHORT,
      splits: [{ receiver: stranger.address.toUpperCase(), bps: 100 }],
    })
    const row = await payment(ctx, paymentId)
    expect([row.sender, row.receiver]).toEqual([sender.address, FULL])
    expect(row.entries.slice(1).map((entry) => entry.receiver)).toEqual([FULL, stranger.address])
  })

  it("may be for a receiver with a longer lock, who then needs more for a cell of their own", async ({
    ctx,
    walletWith,
    known,
    prepare,
  }) => {
    const omnilock = known("OmniLock", `0x12${"5a".repeat(20)}00`)
    await expect(prepare(await walletWith("100"), { receiver: omnilock })).resolves.toBeDefined()
    const party = await parseAddress(ctx.chain, omnilock)
    expect(await getAccount(ctx, party)).toMatchObject({ threshold: ckb("65") })
    const lower = { ...ctx, config: { ...ctx.config, minWithdrawal: ckb("61") } }
    expect(await getAccount(lower, party)).toMatchObject({ threshold: ckb("63") })
  })

  it("expires by the database's clock, whatever this machine's says", async ({ ctx, walletWith, prepare }) => {
    const sender = await walletWith("100")
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2001-02-03") })
    const { expiresAt } = await prepare(sender)
    const [clock] = await ctx.db.$queryRaw<{ now: Date }[]>`SELECT now()`
    const seconds = (expiresAt.getTime() - (clock?.now.getTime() ?? 0)) / 1000
    expect(seconds).toBeGreaterThan(ctx.config.holdSeconds - 30)
    expect(seconds).toBeLessThanOrEqual(ctx.config.holdSeconds)
  })
})

describe("on a pool of one cell", () => {
  it("the same payment prepared again is another transaction: its fee grows by a shannon", async ({
    walletWith,
    newPlatform,
    prepare,
  }) => {
    const small = await newPlatform({ cells: 1 })
    const sender = await walletWith("100")
    const same: PreparedPayment[] = []
    for (let i = 0; i < 30; i++) same.push(await prepare(sender, {}, small))
    expect(new Set(same.map(({ txHash }) => txHash)).size).toBe(30)
    const least = same[0]?.networkFee ?? 0n
    expect(same.slice(0, 10).map(({ networkFee }) => networkFee - least)).toEqual([
      0n,
      1n,
      2n,
      3n,
      4n,
      5n,
      6n,
      7n,
      8n,
      9n,
    ])
    for (const { networkFee } of same) expect(networkFee - least).toBeLessThan(ckb("0.001"))
  })

  it("an open alarm stops new payments, and a cell that is bound says to wait", async ({
    walletWith,
    receiver,
    newPlatform,
    prepare,
  }) => {
    const small = await newPlatform({ cells: 1 })
    const { ctx: ofSmall } = small
    await ofSmall.db.$executeRaw`INSERT INTO pause (reason, detail) VALUES ('alarm', 'it rang')`
    await expect(prepare(await walletWith("100"), {}, small)).rejects.toThrow(Paused)
    await ofSmall.db.$executeRaw`UPDATE pause SET resolved_at = now()`
    await send(ofSmall, await walletWith("100"), receiver, ckb("2"))
    await expect(prepare(await walletWith("100"), {}, small)).rejects.toThrow(NoPlatformCell)
    await expect(prepare(await walletWith("100"), {}, small)).rejects.toMatchObject({ retryable: true, retryAfter: 3 })
  })
})

it("three hundred prepares that nobody signs do not keep the next sender from paying", async ({
  chain,
  newPlatform,
  walletWith,
  receiver,
  prepare,
}) => {
  const idle = await newPlatform({})
  const [dreamer, sender] = [await walletWith("100"), await walletWith("100")]
  const amounts = Array.from({ length: 300 }, (_, i) => shannons(ckb("1") + BigInt(i)))
  await inTurns(amounts, 10, (amount) => prepare(dreamer, { amount }, idle))
  expect(await idle.ctx.db.payment.count({ where: { status: "prepared" } })).toBe(300)

  const paid = await pay(idle, chain, sender, receiver, ckb("2"))
  expect((await payment(idle.ctx, paid.paymentId)).status).toBe("confirmed")
})

async function inTurns<T>(items: T[], atOnce: number, act: (item: T) => Promise<unknown>): Promise<void> {
  const rest = [...items]
  const worker = async () => {
    for (let item = rest.pop(); item !== undefined; item = rest.pop()) await act(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
