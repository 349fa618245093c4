import { ccc } from "@ckb-ccc/connector-react"
import { describe, expect, test } from "vitest"
import type { PreparedWithdrawal } from "@/lib/client/types"
import { ReviewMismatch } from "@/lib/review/transaction"
import { reviewWithdrawal } from "./review-withdrawal"

const CKB = 100_000_000n
const AMOUNT = 5n * CKB
const NETWORK_FEE = 962n

function lock(name: string): ccc.Script {
  return ccc.Script.from({ codeHash: ccc.hashCkb(ccc.bytesFrom(name, "utf8")), hashType: "type", args: "0x1234" })
}

const receiver = lock("receiver")
const platform = lock("platform")
const stranger = lock("stranger")

/** The transaction that made the cells which the withdrawal spends. */
const earlier = ccc.Transaction.from({
  outputs: [
    { lock: receiver, capacity: 61n * CKB },
    { lock: platform, capacity: 100n * CKB },
  ],
  outputsData: ["0x", "0x"],
})
const node = Object.assign(Object.create(ccc.ClientPublicTestnet.prototype), {
  getTransaction: async () => ({ transaction: earlier }),
}) as ccc.Client

function honest(): ccc.Transaction {
  return ccc.Transaction.from({
    inputs: [0, 1].map((index) => ({ previousOutput: { txHash: earlier.hash(), index } })),
    outputs: [
      { lock: receiver, capacity: 61n * CKB + AMOUNT - NETWORK_FEE },
      { lock: platform, capacity: 100n * CKB - AMOUNT },
    ],
    outputsData: ["0x", "0x"],
  })
}

function review(tx: ccc.Transaction, changed: Partial<PreparedWithdrawal> = {}) {
  const prepared: PreparedWithdrawal = {
    withdrawal_id: 3,
    tx_hash: tx.hash(),
    raw_tx: ccc.hexFrom(tx.toBytes()),
    amount: AMOUNT.toString(),
    network_fee: NETWORK_FEE.toString(),
    expires_at: "2026-11-23T00:00:00Z",
    ...changed,
  }
  return reviewWithdrawal(node, prepared, { receiver, platform })
}

function output(tx: ccc.Transaction, index: number): ccc.CellOutput {
  const found = tx.outputs[index]
  if (!found) throw new Error(`no output ${index}`)
  return found
}

test("an honest withdrawal shows what arrives and what the network takes", async () => {
  expect(await review(honest())).toMatchObject({ gets: AMOUNT - NETWORK_FEE, networkFee: NETWORK_FEE })
})

describe("a receiver is not asked to sign", () => {
  const changes: [string, (tx: ccc.Transaction) => void][] = [
    ["less than the amount", (tx) => (output(tx, 1).capacity += CKB)],
    ["more than the amount", (tx) => (output(tx, 1).capacity -= CKB)],
    ["a larger network fee", (tx) => (output(tx, 0).capacity -= 1n)],
    ["an amount that goes to somebody else", (tx) => (output(tx, 0).lock = stranger)],
    ["change that goes to somebody else", (tx) => (output(tx, 1).lock = stranger)],
    ["an output with a type script", (tx) => (output(tx, 0).type = stranger)],
    ["an output with data", (tx) => tx.outputsData.splice(0, 1, "0x00")],
  ]

  test.each(changes)("%s", async (_, change) => {
    const tx = honest()
    change(tx)
    await expect(review(tx)).rejects.toThrow(ReviewMismatch)
  })

  test("another transaction than the hash names", async () => {
    await expect(review(honest(), { tx_hash: earlier.hash() })).rejects.toThrow(ReviewMismatch)
  })

  test("what the network's fee eats up", async () => {
    const tx = honest()
    output(tx, 0).capacity = 61n * CKB
    await expect(review(tx, { network_fee: AMOUNT.toString() })).rejects.toThrow(ReviewMismatch)
  })
})
