import { describe, expect } from "vitest"
import { ckb } from "@/test/support/payment"
import { chainStage } from "@/test/support/stage"
import { createWallet } from "@/test/support/wallet"
import type { RpcTransaction } from "./molecule"
import { FalseAnswer, type RpcBlock, verifyBlock, verifyTransaction } from "./verify-block"

type Change = (copy: RpcBlock, tx: RpcTransaction & { hash: `0x${string}` }) => void

const it = chainStage()
  .extend("block", { scope: "file" }, async ({ chain }) => {
    const { address } = await createWallet(chain)
    const hash = await chain.fundMany([1, 2, 3].map(() => ({ address, shannons: ckb("100") })))
    const { tx_status } = await chain.rpc<{ tx_status: { block_hash: string } }>("get_transaction", hash)
    return chain.rpc<RpcBlock>("get_block", tx_status.block_hash)
  })
  /** The block with one thing changed, in its second transaction or elsewhere. */
  .extend("changed", ({ block }) => (change: Change): RpcBlock => {
    const copy = structuredClone(block)
    const tx = copy.transactions[1]
    if (!tx) throw new Error("the block holds no transaction")
    change(copy, tx)
    return copy
  })

describe("a node's block", () => {
  it("is believed as it is", ({ block }) => expect(() => verifyBlock(block)).not.toThrow())

  it.for<[string, Change]>([
    ["without an output", (_, tx) => void (tx.outputs.pop() && tx.outputs_data.pop())],
    ["with empty outputs", (_, tx) => Object.assign(tx, { outputs: [], outputs_data: [] })],
    ["with another amount", (_, tx) => Object.assign(tx.outputs[0] ?? {}, { capacity: "0x174876e801" })],
    ["with another lock", (_, tx) => Object.assign(tx.outputs[0]?.lock ?? {}, { args: `0x${"11".repeat(20)}` })],
    ["with another input", (_, tx) => Object.assign(tx.inputs[0]?.previous_output ?? {}, { index: "0x7" })],
    ["with data where there was none", (_, tx) => Object.assign(tx.outputs_data, ["0x00"])],
    ["with another signature", (_, tx) => Object.assign(tx, { witnesses: ["0x00"] })],
    ["with another hash of a transaction", (_, tx) => Object.assign(tx, { hash: `0x${"11".repeat(32)}` })],
    ["without a transaction", (copy) => void copy.transactions.pop()],
    ["with a transaction twice", (copy, tx) => void copy.transactions.push(tx)],
    ["with its transactions in another order", (copy) => void copy.transactions.reverse()],
    ["with another hash", (copy) => Object.assign(copy.header, { hash: `0x${"11".repeat(32)}` })],
    ["with another parent", (copy) => Object.assign(copy.header, { parent_hash: `0x${"11".repeat(32)}` })],
    ["with another number", (copy) => Object.assign(copy.header, { number: "0x7" })],
    ["with another root", (copy) => Object.assign(copy.header, { transactions_root: `0x${"11".repeat(32)}` })],
    ["with another epoch", (copy) => Object.assign(copy.header, { epoch: "0x1" })],
  ])("is not believed %s", ([_, change], { changed }) =>
    expect(() => verifyBlock(changed(change))).toThrow(FalseAnswer),
  )

  // Each has the same bytes, and so the same hashes, when it is read generously.
  it.for<[string, Change]>([
    [
      "whose lock is in capitals",
      (_, tx) => {
        const lock = tx.outputs[0]?.lock
        if (lock) lock.args = `0x${lock.args.slice(2).toUpperCase()}`
      },
    ],
    ["whose data end in what is no digit", (_, tx) => Object.assign(tx.outputs_data, ["0xz"])],
    ["whose amount has a zero in front", (_, tx) => Object.assign(tx.outputs[0] ?? {}, { capacity: "0x0174876e800" })],
    [
      "whose index is beyond 32 bits",
      (_, tx) => {
        const point = tx.inputs[0]?.previous_output
        if (point) point.index = `0x1${BigInt(point.index).toString(16).padStart(8, "0")}`
      },
    ],
    ["whose amount is a number", (_, tx) => Object.assign(tx.outputs[0] ?? {}, { capacity: 10_000_000_000 })],
    ["that lacks a field", (_, tx) => Object.assign(tx, { outputs_data: undefined })],
    ["that has an unknown hash type", (_, tx) => Object.assign(tx.outputs[0]?.lock ?? {}, { hash_type: "type " })],
  ])("is not believed when a transaction is written as no node does: %s", ([_, change], { changed }) =>
    expect(() => verifyBlock(changed(change))).toThrow(FalseAnswer),
  )

  it("of a thousand transactions is recomputed in a part of a second", ({ block }) => {
    const many = { ...block, transactions: Array.from({ length: 1_000 }, () => block.transactions[1] as never) }
    const began = performance.now()
    expect(() => verifyBlock(many)).toThrow("does not hold the transactions")
    // Blocks come every 8 seconds; this is some 60 ms on an idle machine.
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})

it("a transaction that is not the one that was asked for is not believed", ({ block }) => {
  const [, tx] = block.transactions
  if (!tx) throw new Error("the block holds no transaction")
  expect(() => verifyTransaction(tx, tx.hash)).not.toThrow()
  expect(() => verifyTransaction({ ...tx, outputs: [] }, tx.hash)).toThrow(FalseAnswer)
  expect(() => verifyTransaction(tx, `0x${"11".repeat(32)}`)).toThrow(FalseAnswer)
})
