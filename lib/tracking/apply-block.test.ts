import { afterAll, beforeAll, expect, it } from "vitest"
import type { Hex } from "@/lib/hex"
import { startDevnet, type TestChain } from "@/test/support/chain"
import { startPlatform, type TestPlatform } from "@/test/support/context"
import { ckb, send, statusOf } from "@/test/support/payment"
import { createWallet } from "@/test/support/wallet"
import { applyBlock } from "./apply-block"
import { currentTip } from "./follow"

let chain: TestChain
let platform: TestPlatform

beforeAll(async () => {
  chain = await startDevnet()
  platform = await startPlatform(chain)
})
afterAll(async () => {
  await platform?.stop()
  await chain?.stop()
})

it("a block at a height that is taken in already, by another instance or on another branch, changes nothing", async () => {
  const { ctx } = platform
  const [sender, receiver] = [await createWallet(chain), await createWallet(chain)]
  await chain.fund(sender.address, ckb("500"))
  await platform.follow()
  const { paymentId, txHash } = await send(ctx, sender, receiver, ckb("100"))
  const tip = await currentTip(ctx)
  if (!tip) throw new Error("nothing is followed")

  const other: Hex = `0x${"11".repeat(32)}`
  const block = {
    ...{ number: tip.number, hash: other, parentHash: other, platformCells: [] },
    epoch: { number: 0n, index: tip.number, length: 1_000n },
    transactions: [{ hash: txHash, inputs: [] }],
  }
  await applyBlock(ctx, block, tip.number)
  expect((await statusOf(ctx, paymentId)).payment).toBe("submitted")
  expect(await currentTip(ctx)).toEqual(tip)
})
