import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest"
import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import { raiseFees } from "@/lib/settlement/raise-fee"
import { settle } from "@/lib/settlement/settle"
import { describeOnEachChain, type TestChain } from "@/test/support/chain"
import { forgets, startPlatform, type TestPlatform, whenSending } from "@/test/support/context"
import { ckb, pay } from "@/test/support/payment"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { type Brancher, startBrancher } from "./branch"
import { expectInvariants } from "./invariants"
import { quiesce } from "./quiesce"
import { tally } from "./tally"

describeOnEachChain("fees rise", (kind) => {
  let chain: TestChain
  let brancher: Brancher
  let platform: TestPlatform
  let receiver: Wallet

  beforeAll(async () => {
    chain = await kind.start()
    brancher = startBrancher(chain)
  })
  afterAll(async () => {
    await brancher.stop()
    await chain.stop()
  })
  beforeEach(async () => {
    platform = await startPlatform(chain, { cells: 6, env: { CONFIRMATIONS: "2" } })
    const sender = await createWallet(chain)
    receiver = await createWallet(chain)
    await chain.fundMany([
      { address: sender.address, shannons: ckb("500") },
      { address: platform.ctx.chain.platform.address, shannons: ckb("1000") },
    ])
    await platform.follow()
    await pay(platform, chain, sender, receiver, ckb("100"))
    await platform.mine(2)
  })
  afterEach(() => platform.stop())

  const attempts = () =>
    platform.ctx.db.chainTransaction.findMany({ where: { settlementId: { not: null } }, orderBy: { id: "asc" } })
  /** The network asks this now, and the payout has waited long enough. */
  const raise = async (on: Context, feeRate: bigint) => {
    await platform.ctx.db
      .$executeRaw`UPDATE "chain_transaction" SET "created_at" = now() - interval '10 minutes' WHERE "status" = 'signed'`
    return raiseFees({ ...on, chain: { ...on.chain, feeRate: () => Promise.resolve(feeRate) } })
  }
  const paidOnce = async () => {
    await quiesce(platform, chain)
    await expectInvariants(platform.ctx)
    expect(await receiver.balance()).toBe(ckb("99"))
    expect((await attempts()).filter(({ status }) => status === "confirmed")).toHaveLength(1)
    expect((await attempts()).filter(({ status }) => status === "signed")).toHaveLength(0)
  }

  it("and a payout is replaced three times: the receiver is paid once, by one of the four", async () => {
    await settle(whenSending(platform.ctx, forgets))
    tally.runs = 3
    for (const rate of [6_000n, 12_000n, 24_000n]) {
      expect((await raise(platform.ctx, rate)).replaced).toHaveLength(1)
      await expectInvariants(platform.ctx)
    }
    expect(await attempts()).toHaveLength(4)
    await paidOnce()
  })

  it("and the chain takes the first attempt after all: the replacements die", async () => {
    await settle(platform.ctx)
    await raise(whenSending(platform.ctx, forgets), 6_000n)
    const [first] = await attempts()
    await chain.commit(toHex(first?.txHash ?? new Uint8Array()))
    await paidOnce()
    expect((await attempts()).map(({ status }) => status)).toEqual(["confirmed", "dead"])
  })

  it("and a reorganisation takes the attempt that had confirmed: whichever comes now, the receiver is paid once", async () => {
    const before = BigInt(await chain.rpc<string>("get_tip_block_number"))
    await settle(platform.ctx)
    await raise(platform.ctx, 6_000n)
    await paidOnce()
    await brancher.replace("a longer branch", before)
    await platform.follow()
    await expectInvariants(platform.ctx)
    await paidOnce()
  })
})
