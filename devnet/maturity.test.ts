import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"
import { afterAll, beforeAll, expect, it } from "vitest"
import { describeOnEachChain, type RpcFailure, type TestChain } from "@/test/support/chain"
import { argsOf, createWallet, newKey, type Wallet } from "@/test/support/wallet"

const MATURE_AFTER = 6
/** What each chain showed, to compare them. */
const shown: unknown[] = []

describeOnEachChain("a block's reward", (kind) => {
  const key = newKey()
  let chain: TestChain
  let miner: Wallet

  beforeAll(async () => {
    chain = await kind.start({ rewards: { args: argsOf(key), matureAfter: MATURE_AFTER } })
    miner = await createWallet(chain, key)
    await chain.mine(12)
  })
  afterAll(() => chain?.stop())

  interface Reward {
    hash: ccc.Hex
    capacity: bigint
  }
  const rewardOf = async (number: number): Promise<Reward> => {
    const { transactions } = await chain.rpc<{
      transactions: { hash: ccc.Hex; outputs: { capacity: ccc.Hex }[] }[]
    }>("get_block_by_number", ccc.numToHex(number))
    return { hash: transactions[0]?.hash ?? "0x", capacity: BigInt(transactions[0]?.outputs[0]?.capacity ?? 0) }
  }
  /** What the chain says to a transaction that spends it. */
  const spend = async ({ hash, capacity }: Reward) => {
    const tx = await miner.spend({ txHash: hash, index: 0, capacity }, capacity - 10_000n)
    return chain.rpc("send_transaction", cccA.JsonRpcTransformers.transactionFrom(tx), "passthrough").then(
      () => "accepted",
      ({ code, message, data }: RpcFailure) => ({ code, message, data }),
    )
  }

  it("comes with the twelfth block, and cannot be spent before the tip is its maturity's", async () => {
    expect((await rewardOf(11)).capacity).toBe(0n)
    const reward = await rewardOf(12)
    expect(reward.capacity).toBeGreaterThan(0n)
    const refusals = []
    for (let blocks = 0; blocks < MATURE_AFTER; blocks++) {
      refusals.push(await spend(reward))
      await chain.mine()
    }
    const data = "Verification(Error { kind: Transaction, inner: CellbaseImmaturity(Inputs[0]) })"
    const message = "TransactionFailedToVerify: Verification failed Transaction(CellbaseImmaturity(Inputs[0]))"
    expect(refusals).toEqual(refusals.map(() => ({ code: -302, message, data })))
    expect(await spend(reward)).toBe("accepted")
    await chain.mine(4)
    const live = await chain.rpc("get_live_cell", { tx_hash: reward.hash, index: "0x0" }, false)
    expect(live).toMatchObject({ status: "unknown" })
  })

  it("is shown with its place in the block, and the chain says how long it takes", async () => {
    const { cellbase_maturity } = await chain.rpc<{ cellbase_maturity: string }>("get_consensus")
    const script = { code_hash: miner.lock.codeHash, hash_type: miner.lock.hashType, args: miner.lock.args }
    const key = { script, script_type: "lock" }
    const reward = await rewardOf(13)
    const cells = await chain.rpc<{ objects: { tx_index: string; block_number: string }[] }>(
      ...["get_cells", key, "asc", "0x1"],
    )
    const history = await chain.rpc<{ objects: unknown[] }>("get_transactions", key, "asc", "0x1")
    expect(cells.objects[0]).toMatchObject({
      tx_index: "0x0",
      block_number: "0xd",
      out_point: { tx_hash: reward.hash },
    })
    expect(history.objects[0]).toMatchObject({ tx_index: "0x0", io_index: "0x0", io_type: "output" })
    shown.push({ cellbase_maturity })
    expect(shown).toEqual(shown.map(() => shown[0]))
  })
})
