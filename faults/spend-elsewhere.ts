import type { ccc } from "@ckb-ccc/core"
import type { TestChain } from "@/test/support/chain"
import { ckb } from "@/test/support/payment"
import type { Wallet } from "@/test/support/wallet"

/** A transaction that spends the wallet's one cell for the wallet itself; signed, not sent. Its fee is 0.01 CKB. */
export async function spendElsewhere(chain: TestChain, wallet: Wallet): Promise<ccc.Transaction> {
  for await (const { outPoint, cellOutput } of chain.client().findCellsByLock(wallet.lock)) {
    const { capacity } = cellOutput
    const cell = { txHash: outPoint.txHash, index: Number(outPoint.index), capacity }
    return wallet.spend(cell, capacity - ckb("0.01"))
  }
  throw new Error("the wallet has no cell")
}
