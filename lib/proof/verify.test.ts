import { ccc } from "@ckb-ccc/core"
import { describe, expect } from "vitest"
import { preparePayment } from "@/lib/payment/prepare"
import { provableReceipt } from "@/lib/payment/receipt"
import { submitPayment } from "@/lib/payment/submit"
import { ckb, send } from "@/test/support/payment"
import { describeOnEachStage, sharedStage } from "@/test/support/stage"
import { NodeError, type NodeReader, nodeAt } from "./node"
import type { ProvableReceipt, ProvableShare } from "./receipt"
import { fileOf } from "./receipt.fixture"
import { type Proven, type ReceiptFailure, verifyReceipt } from "./verify"

const stage = sharedStage({ senderHas: ["500", "300"] })
  .extend("node", { scope: "file" }, ({ chain }) => nodeAt(chain.rpcUrl))
  .extend("stranger", { scope: "file" }, ({ walletWith }) => walletWith())
  /** A payment of 3.5 CKB that is split, two blocks deep. */
  .extend("receipt", { scope: "file" }, async ({ chain, platform, ctx, sender, receiver, stranger }) => {
    const { paymentId, txHash, rawTx } = await preparePayment(ctx, {
      ...{ sender: sender.address, receiver: receiver.address, amount: ckb("3.5") },
      splits: [{ receiver: stranger.address, bps: 1_000 }],
    })
    await submitPayment(ctx, { paymentId, rawTx: await sender.sign(rawTx) })
    await chain.commit(txHash)
    await platform.mine()
    return provableReceipt(ctx, paymentId)
  })

/** A node that tells the truth but for one method, or for what this makes of its answers. */
function lying(node: NodeReader, method: string, lie: (answer: unknown, params: readonly string[]) => unknown) {
  const call: NodeReader["call"] = async (asked, params) => {
    const answer = await node.call(asked, params)
    return asked === method ? lie(answer, params as readonly string[]) : answer
  }
  return { call }
}

/** A node that shows this receipt's transaction with other bytes. */
function showing(node: NodeReader, { tx_hash }: ProvableReceipt, change: (tx: ccc.Transaction) => void) {
  return lying(node, "get_transaction", (answer, [hash]) => {
    return hash === tx_hash ? withTransaction(answer, change) : answer
  })
}

/** An answer with the transaction changed. */
function withTransaction(answer: unknown, change: (tx: ccc.Transaction) => void): unknown {
  const { transaction, ...rest } = answer as { transaction: ccc.Hex }
  const tx = ccc.Transaction.fromBytes(transaction)
  change(tx)
  return { ...rest, transaction: ccc.hexFrom(tx.toBytes()) }
}

const UNSIGNED = "NOT_SIGNED_BY_PLATFORM"
const hash = (byte: string) => `0x${byte.repeat(32)}` as const
const fails = (code: string) => ({ ok: false, code })

describeOnEachStage("a payment's receipt", stage, (it) => {
  it("is proved by a node alone, from the object as from the file", async ({ chain, node, receipt }) => {
    expect(receipt.shares.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["fee", ckb("0.035")],
      ["receiver", ckb("3.1185")],
      ["split", ckb("0.3465")],
    ])
    const proven = { ok: true, amount: ckb("3.5"), blockTime: expect.any(Date) }
    const first = await verifyReceipt(node, receipt)
    expect(first).toMatchObject(proven)
    const { blockNumber, depth } = first as Proven
    expect(await chain.rpc("get_transaction", receipt.tx_hash, "0x1")).toMatchObject({
      tx_status: { block_number: `0x${blockNumber.toString(16)}` },
    })
    await chain.mine()
    expect(await verifyReceipt(node, fileOf(receipt))).toMatchObject({ ...proven, blockNumber, depth: depth + 1n })
  })
})

describe("a receipt", () => {
  type Change = (receipt: ProvableReceipt, sender: string) => Partial<ProvableReceipt>
  const first =
    (share: object): Change =>
    ({ shares: [one, ...others] }) => ({
      shares: [{ ...(one as ProvableShare), ...share }, ...others],
    })
  stage.for<[string, Change, ReceiptFailure]>([
    ["an amount", first({ amount: 1n }), "COMMITMENT_DIFFERS"],
    ["what a share is for", first({ kind: "split" }), "COMMITMENT_DIFFERS"],
    ["who is paid", (receipt, address) => first({ address })(receipt, address), "COMMITMENT_DIFFERS"],
    ["a share less", ({ shares }) => ({ shares: shares.slice(1) }), "COMMITMENT_DIFFERS"],
    ["the order of the shares", ({ shares }) => ({ shares: shares.toReversed() }), "COMMITMENT_DIFFERS"],
    ["the salt", () => ({ salt: hash("5a") }), "COMMITMENT_DIFFERS"],
    ["that there is a salt", () => ({ salt: null }), "COMMITMENT_DIFFERS"],
    ["the payment's number", ({ payment_id }) => ({ payment_id: payment_id + 1 }), "COMMITMENT_DIFFERS"],
    ["the sender", ({ platform }) => ({ sender: platform }), "COMMITMENT_DIFFERS"],
    ["the transaction", () => ({ tx_hash: hash("77") }), "NOT_FOUND"],
    ["the chain", () => ({ genesis_hash: hash("77") }), "OTHER_CHAIN"],
    ["the platform, for one that has not signed", ({ shares }) => ({ platform: shares[1]?.address }), UNSIGNED],
    // The sender has signed as well: but what is theirs does not grow.
    ["the platform, for the sender", (_, sender) => ({ platform: sender }), "AMOUNT_DIFFERS"],
    ["the version", () => ({ version: 2 as 1 }), "OTHER_VERSION"],
    ["an address, for none", () => ({ sender: "ckt1" }), "MALFORMED_RECEIPT"],
  ])("does not hold when this is changed: %s", async ([, change, code], { node, receipt, sender }) => {
    expect(await verifyReceipt(node, { ...receipt, ...change(receipt, sender.address) })).toEqual(fails(code))
  })

  stage.for<[string, (tx: ccc.Transaction) => void, ReceiptFailure]>([
    ["another transaction under this hash", (tx) => tx.outputs.reverse(), "HASH_DIFFERS"],
    ["another commitment", (tx) => tx.witnesses.splice(-1, 1, hash("77")), "COMMITMENT_DIFFERS"],
    ["no commitment", (tx) => tx.witnesses.pop(), "COMMITMENT_DIFFERS"],
    ["one witness more, which the signatures would cover", (tx) => tx.witnesses.push("0x77"), UNSIGNED],
    ["no signature of the platform", (tx) => tx.witnesses.fill("0x", 0, tx.inputs.length), UNSIGNED],
    ["witnesses that are none", (tx) => tx.witnesses.fill("0x5500000010000000", 0, tx.inputs.length), UNSIGNED],
    ["the signatures of one for the other", (tx) => void tx.witnesses.splice(0, 2, ...swapped(tx)), "AMOUNT_DIFFERS"],
  ])("does not hold when a node shows this: %s", async ([, change, code], { node, receipt }) => {
    expect(await verifyReceipt(showing(node, receipt, change), receipt)).toEqual(fails(code))
  })

  stage.for<[string, string, (answer: unknown, asked: string, receipt: ProvableReceipt) => unknown, ReceiptFailure]>([
    [
      "does not show the cell that grew",
      "get_transaction",
      (answer, asked, { tx_hash }) =>
        asked === tx_hash ? answer : { transaction: null, tx_status: { status: "unknown", block_hash: null } },
      "NOT_FOUND",
    ],
    [
      "shows that cell as less than it was",
      "get_transaction",
      (answer, asked, { tx_hash }) => (asked === tx_hash ? answer : withTransaction(answer, poorer)),
      "HASH_DIFFERS",
    ],
    ["has no such block", "get_header", () => null, "NOT_COMMITTED"],
    ["shows another block", "get_header", () => `0x${"77".repeat(208)}`, "HASH_DIFFERS"],
    ["shows nothing that is a block", "get_header", () => "0x", "HASH_DIFFERS"],
  ])("does not hold when a node %s", async ([, method, lie, code], { node, receipt }) => {
    const liar = lying(node, method, (answer, [asked = ""]) => lie(answer, asked, receipt))
    expect(await verifyReceipt(liar, receipt)).toEqual(fails(code))
  })

  stage(
    "does not hold before its transaction is in a block",
    async ({ chain, platform, ctx, node, sender, receiver }) => {
      const { paymentId, txHash } = await send(ctx, sender, receiver, ckb("2"))
      await expect(provableReceipt(ctx, paymentId)).rejects.toMatchObject({ code: "STATE_MISMATCH" })
      const early = await chain.rpc<string>("get_tip_block_number")
      await chain.commit(txHash)
      await platform.follow()
      const receipt = await provableReceipt(ctx, paymentId)
      const pending = lying(node, "get_transaction", (answer, [asked]) =>
        asked === txHash ? { ...(answer as object), tx_status: { status: "pending", block_hash: null } } : answer,
      )
      expect(await verifyReceipt(pending, receipt)).toEqual(fails("NOT_COMMITTED"))
      // A node behind the same address may be late: the block that was seen counts.
      const late = lying(node, "get_tip_block_number", () => early)
      expect(await verifyReceipt(late, receipt)).toMatchObject({ ok: true, depth: 1n })
    },
  )

  stage.for<[string, NodeReader["call"]]>([
    ["nothing", nodeAt("http://127.0.0.1:9/").call],
    ["a page", nodeAt("http://node/", async () => new Response("<html>")).call],
    ["an error", nodeAt("http://node/", async () => Response.json({ id: 1, error: { code: -1 } })).call],
    ["transactions in another form", async () => ({ transaction: {}, tx_status: { status: "committed" } })],
    ["no state", async () => ({ transaction: "0x" })],
  ])("is not judged when a node answers %s", async ([, call], { receipt }) => {
    await expect(verifyReceipt({ call }, receipt)).rejects.toThrow(NodeError)
  })
})

/** As the transaction has them, each for the other. */
const swapped = ({ witnesses: [one = "0x", other = "0x"] }: ccc.Transaction) => [other, one]

const poorer = ({ outputs }: ccc.Transaction) => {
  for (const output of outputs) output.capacity -= 1n
}
