import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { ChainError } from "@/lib/errors"
import { createFeeRate } from "./fee-rate"
import { type Rpc, RpcError } from "./rpc"

/** A node whose fee statistics are these answers, one after the other; the last one stays. It takes 1000 or more. */
function nodeOf(...answers: (unknown | Error)[]): { rpc: Rpc; asked(): number } {
  let asked = 0
  const rpc = {
    call: async (method: string) => {
      if (method === "tx_pool_info") return { min_fee_rate: "0x3e8" }
      expect(method).toBe("get_fee_rate_statistics")
      const answer = answers[Math.min(asked++, answers.length - 1)]
      if (answer instanceof Error) throw answer
      return answer
    },
    batch: async () => [],
  } as Rpc
  return { rpc, asked: () => asked }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe("the fee rate, in shannons per 1,000 bytes", () => {
  it.each<[string, unknown, bigint]>([
    ["the median that the node reports", { mean: "0x1", median: "0xbb8" }, 3_000n],
    ["at least 1500, half as much again as a node's minimum", { median: "0x3e8" }, 1_500n],
    ["1500 on a chain whose recent blocks are empty", null, 1_500n],
    ["at most 100000, whatever the node says", { median: "0xffffffffffffffff" }, 100_000n],
    [
      "1500 when the node knows no such method",
      new RpcError("get_fee_rate_statistics", -32601, "Method not found"),
      1_500n,
    ],
  ])("is %s", async (_, answer, rate) => {
    expect(await createFeeRate(nodeOf(answer).rpc)()).toBe(rate)
  })

  it.each<[string, unknown, unknown, bigint]>([
    ["what the node takes, on a quiet chain", null, { min_fee_rate: "0xbb8" }, 3_000n],
    ["what the node takes, above the median", { median: "0x7d0" }, { min_fee_rate: "0xbb8" }, 3_000n],
    ["the median, above what the node takes", { median: "0xfa0" }, { min_fee_rate: "0xbb8" }, 4_000n],
    ["the median, when the node does not say what it takes", { median: "0xfa0" }, new RpcError("", -32601, ""), 4_000n],
  ])("is %s", async (_, statistics, pool, rate) => {
    const answers: Record<string, unknown> = { get_fee_rate_statistics: statistics, tx_pool_info: pool }
    const call = async (method: string) => {
      if (answers[method] instanceof Error) throw answers[method]
      return answers[method]
    }
    expect(await createFeeRate({ call, batch: async () => [] } as Rpc)()).toBe(rate)
  })

  it("is none at a node that takes nothing at a rate that people should pay", async () => {
    const call = async (method: string) => (method === "tx_pool_info" ? { min_fee_rate: "0x186a1" } : null)
    await expect(createFeeRate({ call, batch: async () => [] } as Rpc)()).rejects.toMatchObject({ code: "CHAIN_ERROR" })
  })

  it("is not guessed when the node does not answer", async () => {
    const feeRate = createFeeRate(nodeOf(new ChainError("no answer"), { median: "0xbb8" }).rpc)
    await expect(feeRate()).rejects.toThrow(ChainError)
    expect(await feeRate()).toBe(3_000n)
  })

  it("is asked for at most every 30 seconds", async () => {
    const node = nodeOf({ median: "0xbb8" }, { median: "0xfa0" })
    const feeRate = createFeeRate(node.rpc)
    expect([await feeRate(), await feeRate()]).toEqual([3_000n, 3_000n])
    vi.advanceTimersByTime(29_000)
    expect(await feeRate()).toBe(3_000n)
    expect(node.asked()).toBe(1)
    vi.advanceTimersByTime(1_001)
    expect(await feeRate()).toBe(4_000n)
  })
})
