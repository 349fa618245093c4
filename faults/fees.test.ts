import { expect } from "vitest"
import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import { raiseFees } from "@/lib/settlement/raise-fee"
import { settle } from "@/lib/settlement/settle"
import { forgets, whenSending } from "@/test/support/context"
import { ckb, pay } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { createWallet } from "@/test/support/wallet"
import { startBrancher } from "./branch"
import { expectInvariants } from "./invariants"
import { quiesce } from "./quiesce"
import { tally } from "./tally"

const stage = freshStage({ cells: 6, reserve: ckb("1000"), env: { CONFIRMATIONS: "2" } })
  .extend("brancher", { scope: "file" }, ({ chain }, { onCleanup }) => {
    const brancher = startBrancher(chain)
    onCleanup(() => brancher.stop())
    return brancher
  })
  /** Somebody who is owed 99 CKB. */
  .extend("receiver", async ({ chain, platform, sender }) => {
    const receiver = await createWallet(chain)
    await pay(platform, chain, sender, receiver, ckb("100"))
    await platform.mine(2)
    return receiver
  })
  .extend(
    "attempts",
    ({ ctx }) =>
      () =>
        ctx.db.chainTransaction.findMany({ where: { settlementId: { not: null } }, orderBy: { id: "asc" } }),
  )
  .extend("paidOnce", ({ chain, platform, ctx, receiver, attempts }) => async () => {
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    expect(await receiver.balance()).toBe(ckb("99"))
    expect((await attempts()).filter(({ status }) => status === "confirmed")).toHaveLength(1)
    expect((await attempts()).filter(({ status }) => status === "signed")).toHaveLength(0)
  })

/** The network asks this now, and the payout has waited long enough. */
async function raise(ctx: Context, feeRate: bigint) {
  await ctx.db.$executeRaw`
    UPDATE chain_transaction SET created_at = now() - interval '10 minutes' WHERE status = 'signed'`
  return raiseFees({ ...ctx, chain: { ...ctx.chain, feeRate: () => Promise.resolve(feeRate) } })
}

describeOnEachStage("fees rise", stage, (it) => {
  it("and a payout is replaced three times: the receiver is paid once, by one of the four", async ({
    ctx,
    attempts,
    paidOnce,
  }) => {
    await settle(whenSending(ctx, forgets))
    tally.runs = 3
    for (const rate of [6_000n, 12_000n, 24_000n]) {
      expect((await raise(ctx, rate)).replaced).toHaveLength(1)
      await expectInvariants(ctx)
    }
    expect(await attempts()).toHaveLength(4)
    await paidOnce()
  })

  it("and the chain takes the first attempt after all: the replacements die", async ({
    chain,
    ctx,
    attempts,
    paidOnce,
  }) => {
    await settle(ctx)
    await raise(whenSending(ctx, forgets), 6_000n)
    const [first] = await attempts()
    await chain.commit(toHex(first?.txHash ?? new Uint8Array()))
    await paidOnce()
    expect((await attempts()).map(({ status }) => status)).toEqual(["confirmed", "dead"])
  })

  it("and a reorganisation takes the attempt that had confirmed: whichever comes now, the receiver is paid once", async ({
    chain,
    platform,
    ctx,
    brancher,
    paidOnce,
  }) => {
    const before = BigInt(await chain.rpc<string>("get_tip_block_number"))
    await settle(ctx)
    await raise(ctx, 6_000n)
    await paidOnce()
    await brancher.replace("a longer branch", before)
    await platform.follow()
    await expectInvariants(ctx)
    await paidOnce()
  })
})
