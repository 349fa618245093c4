import type { Context } from "@/lib/context"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { catchUp, followChain } from "@/lib/tracking/follow"
import type { TestChain } from "@/test/support/chain"
import { ckb } from "@/test/support/payment"
import { createWallet, type Wallet } from "@/test/support/wallet"
import type { Traffic, Wire } from "./wire"

export const HOT_PATHS = [
  "prepare",
  "transfer",
  "block with payments",
  "empty block",
  "idle look at the chain",
  "settlement of one receiver",
] as const
export type HotPath = (typeof HOT_PATHS)[number]

interface CountOptions {
  ctx: Context
  chain: TestChain
  wire: Wire
}

/** In one block. */
const PAYMENTS = 5

/**
 * What each hot path sends to the database and to the node, alone: exact, and the same on every machine. The chain
 * makes no blocks by itself, the pool has cells for all, and nothing else uses the context.
 */
export async function trafficOfHotPaths({ ctx, chain, wire }: CountOptions): Promise<Record<HotPath, Traffic>> {
  const senders = await Promise.all(Array.from({ length: PAYMENTS + 1 }, () => createWallet(chain)))
  await chain.fundMany(senders.map(({ address }) => ({ address, shannons: ckb("500") })))
  await catchUp(ctx)
  const receiver = await createWallet(chain)
  // The first of a process asks what later ones know.
  const [first, ...others] = senders
  if (first) await pay(ctx, first, receiver)
  const traffic: Partial<Record<HotPath, Traffic>> = {}
  for (const sender of others) {
    let rawTx = ""
    let paymentId = 0n
    traffic.prepare = await wire.during(async () => {
      const input = { sender: sender.address, receiver: receiver.address, amount: ckb("100"), splits: [] }
      ;({ rawTx, paymentId } = await preparePayment(ctx, input))
    })
    const signed = await sender.sign(rawTx)
    traffic.transfer = await wire.during(() => submitPayment(ctx, { paymentId, rawTx: signed }))
  }
  const blocks: Traffic[] = []
  for (let made = 0; made < 8; made++) {
    await chain.mine()
    blocks.push(await wire.during(() => followChain(ctx)))
  }
  // A transaction is proposed before it is in a block: which block has the payments is the chain's to say.
  traffic["block with payments"] = [...blocks].sort(mostFirst)[0]
  traffic["empty block"] = blocks.at(-1)
  traffic["idle look at the chain"] = await wire.during(() => followChain(ctx))
  traffic["settlement of one receiver"] = await wire.during(() => settle(ctx))
  return traffic as Record<HotPath, Traffic>
}

const mostFirst = (one: Traffic, other: Traffic) => other.statements.length - one.statements.length

async function pay(ctx: Context, sender: Wallet, receiver: Wallet): Promise<void> {
  const input = { sender: sender.address, receiver: receiver.address, amount: ckb("100"), splits: [] }
  const { paymentId, rawTx } = await preparePayment(ctx, input)
  await submitPayment(ctx, { paymentId, rawTx: await sender.sign(rawTx) })
}
