import { cccA } from "@ckb-ccc/core/advanced"
import { expect } from "vitest"
import { PRIVATE_NETWORKS } from "@/lib/config-proxies"
import { AppError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { addressOf } from "@/lib/http/client-address"
import { limitCalls } from "@/lib/http/limits"
import { expirePayments } from "@/lib/payment/expire"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import type { TestPlatform } from "@/test/support/context"
import { instanceStage } from "@/test/support/instance-stage"
import { ckb, send } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { expectInvariants } from "./invariants"
import { quiesce } from "./quiesce"
import { tally } from "./tally"

/** That are lent: another third is kept for payouts. */
const CELLS = 100
const POOL = Math.ceil((CELLS * 4) / 3)
const HOSTILE_PREPARES = 10_000
/**
 * Time is simulated, for the order of events is what matters: so many seconds, each with its share of hostile prepares.
 */
const SECONDS = 600
const HOSTILE_A_SECOND = Math.ceil(HOSTILE_PREPARES / SECONDS)
const HOLD_SECONDS = 120
const TO_SIGN = 15
/** An honest sender comes every so many seconds, and a block. */
const HONEST_EVERY = 3
const BLOCK_EVERY = 8

interface Honest {
  wallet: Wallet
  tries: number
  signAt: number
  paymentId: bigint
  rawTx: Hex
}

const stage = freshStage()
  // Each test's platform has as many cells as it needs.
  .override("receiver", ({ chain }) => createWallet(chain))
  .extend("funded", ({ chain }) => async (count: number, capacity = "500") => {
    const wallets = await Promise.all(Array.from({ length: count }, () => createWallet(chain)))
    await chain.fundMany(wallets.map(({ address }) => ({ address, shannons: ckb(capacity) })))
    return wallets
  })
  .extend(
    "prepareOn",
    ({ receiver }) =>
      ({ ctx }: TestPlatform, sender: Wallet) =>
        preparePayment(ctx, { sender: sender.address, receiver: receiver.address, amount: ckb("2"), splits: [] }),
  )
  /** The attacker's own transaction of the same cell, with a fee that replaces ours in the pool. */
  .extend("replace", ({ chain }) => async (attacker: Wallet, txHash: Hex) => {
    const { transaction } = await chain.rpc<{
      transaction: { inputs: { previous_output: { tx_hash: Hex; index: Hex } }[] }
    }>("get_transaction", txHash)
    const cell = transaction.inputs[0]?.previous_output
    if (!cell) throw new Error("the node does not have the payment")
    const own = await attacker.spend(
      { txHash: cell.tx_hash, index: Number(cell.index), capacity: ckb("500") },
      ckb("499.99"),
    )
    await chain.rpc("send_transaction", cccA.JsonRpcTransformers.transactionFrom(own), "passthrough")
  })

/** Holds older than HOLD_SECONDS end, as the sweeper would end them in real time. */
async function expireOld({ ctx }: TestPlatform, upTo: bigint | undefined): Promise<void> {
  if (upTo === undefined) return
  await ctx.db.$executeRaw`UPDATE payment SET expires_at = now() WHERE id <= ${upTo} AND status = 'prepared'`
  await expirePayments(ctx)
}

describeOnEachStage("denial of inventory", stage, (it) => {
  it(`${HOSTILE_PREPARES} prepares that nobody signs, against ${CELLS} cells: who takes ${TO_SIGN} seconds to sign still pays`, async ({
    chain,
    newPlatform,
    funded,
    prepareOn,
  }) => {
    const platform = await newPlatform({ cells: POOL, env: { CONFIRMATIONS: "2", HOLD_SECONDS: "3600" } })
    const { ctx } = platform
    const attackers = await funded(100)
    const senders = await funded(Math.floor((SECONDS - 3 * TO_SIGN) / HONEST_EVERY))
    await platform.follow()
    const waiting: Honest[] = []
    const paidAt: number[] = []
    let hostile = 0
    const begin = async (wallet: Wallet, tries: number, now: number) => {
      const { paymentId, rawTx } = await prepareOn(platform, wallet)
      waiting.push({ wallet, tries, signAt: now + TO_SIGN, paymentId, rawTx })
    }
    const newestAt: bigint[] = []
    let next = 0
    for (let now = 0; now < SECONDS; now++) {
      for (let i = 0; i < HOSTILE_A_SECOND; i += 6) {
        const burst = attackers.slice(0, Math.min(6, HOSTILE_A_SECOND - i))
        hostile += burst.length
        // Each time others, so that no limit by address or lock would help.
        const who = burst.map((_, k) => attackers[(hostile + k) % attackers.length] as Wallet)
        await Promise.all(who.map((attacker) => prepareOn(platform, attacker)))
      }
      const wallet = now % HONEST_EVERY === 0 ? senders[next++] : undefined
      if (wallet) await begin(wallet, 1, now)
      for (const honest of waiting.filter(({ signAt }) => signAt === now)) {
        try {
          await submitPayment(ctx, { paymentId: honest.paymentId, rawTx: await honest.wallet.sign(honest.rawTx) })
          paidAt.push(honest.tries)
        } catch (error) {
          if (!(error instanceof AppError && error.code === "HOLD_LOST")) throw error
          await begin(honest.wallet, honest.tries + 1, now)
        }
      }
      newestAt.push((await ctx.db.payment.aggregate({ _max: { id: true } }))._max.id ?? 0n)
      if (now % BLOCK_EVERY === BLOCK_EVERY - 1) await platform.mine()
      await expireOld(platform, newestAt[now - HOLD_SECONDS])
    }
    const first = paidAt.filter((tries) => tries === 1).length / senders.length
    const second = paidAt.filter((tries) => tries <= 2).length / senders.length
    tally.runs = hostile
    tally.seen = `of ${senders.length} honest payments ${(first * 100).toFixed(1)} % went at the first try, ${(second * 100).toFixed(1)} % by the second`
    expect(hostile).toBeGreaterThanOrEqual(HOSTILE_PREPARES)
    expect(first).toBeGreaterThanOrEqual(0.9)
    expect(second).toBeGreaterThanOrEqual(0.99)
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    expect(await ctx.db.payment.count({ where: { status: "confirmed" } })).toBe(senders.length)
  }, 1_800_000)

  it("a thousand prepares in a victim's name: the victim pays at the first try", async ({
    chain,
    newPlatform,
    funded,
    prepareOn,
  }) => {
    const platform = await newPlatform({ cells: 8, env: { CONFIRMATIONS: "2", HOLD_SECONDS: "3600" } })
    const [victim] = await funded(1)
    if (!victim) throw new Error("nobody was funded")
    await platform.follow()
    const mine = await prepareOn(platform, victim)
    tally.runs = 1_000
    for (let i = 0; i < tally.runs; i += 10)
      await Promise.all(Array.from({ length: 10 }, () => prepareOn(platform, victim)))
    const rawTx = await victim.sign(mine.rawTx)
    expect(await submitPayment(platform.ctx, { paymentId: mine.paymentId, rawTx })).toMatchObject({
      status: "submitted",
    })
    await quiesce(platform, chain)
    await expectInvariants(platform.ctx)
    // Nobody else's signature moves the victim's cell: one payment, and no more.
    expect(await platform.ctx.db.payment.count({ where: { status: "confirmed" } })).toBe(1)
    const { networkFee } = await platform.ctx.db.payment.findUniqueOrThrow({ where: { id: mine.paymentId } })
    expect(await victim.balance()).toBe(ckb("500") - ckb("2") - networkFee)
  }, 600_000)

  it("attackers sign, submit and replace at once: a cell is bound for a few blocks, and honest senders pay", async ({
    chain,
    receiver,
    newPlatform,
    funded,
    replace,
  }) => {
    const cells = 16
    const platform = await newPlatform({ cells, env: { CONFIRMATIONS: "2" } })
    const { ctx } = platform
    const rounds = 4
    const bound: number[] = []
    let attacks = 0
    let refused = 0
    let paid = 0
    for (let round = 0; round < rounds; round++) {
      // As many as there are cells to lend: the worst that they can do. The others are kept for payouts.
      const lendable = { state: "free", reserved: false }
      const attackers = await funded(await ctx.db.platformCell.count({ where: lendable }))
      const honest = await funded(4)
      await platform.follow()
      attacks += attackers.length
      for (const attacker of attackers) {
        const { txHash } = await send(ctx, attacker, receiver, ckb("2"))
        await replace(attacker, txHash)
      }
      expect(await ctx.db.platformCell.count({ where: lendable })).toBe(0)
      for (let blocks = 1; ; blocks++) {
        for (const sender of [...honest]) {
          try {
            await send(ctx, sender, receiver, ckb("3"))
            honest.splice(honest.indexOf(sender), 1)
            paid++
          } catch (error) {
            if (!(error instanceof AppError && error.code === "NO_PLATFORM_CELL")) throw error
            refused++
          }
        }
        if (honest.length === 0) {
          bound.push(blocks - 1)
          break
        }
        expect(blocks, "a cell must be free again").toBeLessThan(12)
        await platform.mine()
      }
      await quiesce(platform, chain)
      await expectInvariants(ctx)
    }
    tally.runs = attacks
    tally.seen = `all cells that are lent, ${attacks / rounds} of ${cells}, bound for at most ${Math.max(...bound)} blocks; ${paid} honest payments went, ${refused} attempts before were told to wait`
    expect(paid).toBe(rounds * 4)
    expect(await ctx.db.payment.count({ where: { amount: ckb("2"), status: "failed" } })).toBe(attacks)
  }, 600_000)
})

instanceStage()(
  "off the devnet one address on the internet prepares thirty times a minute, whoever it says it is; others go on",
  async ({ ctx }) => {
    const from = (forwarded: string) =>
      addressOf(
        { trustedProxies: { kind: "networks", networks: PRIVATE_NETWORKS } },
        new Request("http://localhost/", { headers: { "x-forwarded-for": forwarded } }),
      )
    const elsewhere = { ...ctx, config: { ...ctx.config, network: "testnet" as const } }
    tally.runs = 100
    let refused = 0
    for (let i = 0; i < tally.runs; i++) {
      // The client invents what stands in front; the connection's own address, which the server adds, stands last.
      try {
        limitCalls(elsewhere, "prepare", { network: from(`198.51.100.${i}, 203.0.113.7`) }, new Headers())
      } catch (error) {
        expect(error).toMatchObject({ code: "RATE_LIMITED" })
        refused++
      }
    }
    expect(refused).toBe(70)
    limitCalls(elsewhere, "prepare", { network: from("203.0.113.8") }, new Headers())
  },
)
