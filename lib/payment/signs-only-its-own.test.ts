import { ccc } from "@ckb-ccc/core"
import fc from "fast-check"
import { describe, expect } from "vitest"
import { AppError, InvalidSignature, TxMismatch } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { STATUS_OF } from "@/lib/http/problem"
import { ckb } from "@/test/support/payment"
import type { Wallet } from "@/test/support/wallet"
import type { PreparedPayment } from "./prepare"
import { randomKey, type Signed, signWith, submitStage } from "./submit.fixture"

const it = submitStage()

describe("the platform signs only what it prepared", () => {
  let own: Signed
  let foreign: Signed
  it.beforeAll(async ({ walletWith, signedPayment }) => {
    own = await signedPayment(await walletWith("100"))
    foreign = await signedPayment(await walletWith("100"))
  })

  const input = (tx: ccc.Transaction) =>
    tx.inputs[0] ?? ccc.CellInput.from({ previousOutput: { txHash: "0x", index: 0 } })
  const output = (tx: ccc.Transaction, index: number) => tx.outputs[index] as ccc.CellOutput
  it.for<[string, (tx: ccc.Transaction, lock: ccc.Script) => void]>([
    ["the sender's change", (tx) => (output(tx, 0).capacity -= 1n)],
    ["the platform's cell", (tx) => (output(tx, 1).capacity -= 1n)],
    ["who owns an output", (tx, lock) => (output(tx, 1).lock = lock)],
    ["an output's type", (tx, lock) => (output(tx, 1).type = lock)],
    ["the order of the outputs", (tx) => tx.outputs.reverse()],
    ["an output more", (tx, lock) => tx.addOutput({ capacity: ckb("61"), lock })],
    ["an output less", (tx) => tx.outputs.pop()],
    ["an output's data", (tx) => tx.outputsData.fill("0x00")],
    ["an input's since", (tx) => (input(tx).since = 1n)],
    ["an input's cell", (tx) => (input(tx).previousOutput.index += 1n)],
    ["the order of the inputs", (tx) => tx.inputs.reverse()],
    [
      "an input more",
      (tx) => tx.inputs.push(ccc.CellInput.from({ previousOutput: { txHash: `0x${"12".repeat(32)}`, index: 0 } })),
    ],
    ["an input less", (tx) => tx.inputs.pop()],
    ["a cell dep more", (tx) => tx.cellDeps.push(...tx.cellDeps)],
    ["a cell dep less", (tx) => tx.cellDeps.pop()],
    ["a header dep more", (tx) => tx.headerDeps.push(`0x${"12".repeat(32)}`)],
    ["the version", (tx) => (tx.version = 1n)],
    ["the platform's witness", (tx) => tx.setWitnessAt(1, "0x")],
    ["the commitment", (tx) => tx.setWitnessAt(2, `0x${"12".repeat(32)}`)],
    ["a commitment less", (tx) => tx.witnesses.pop()],
    ["a witness more", (tx) => tx.witnesses.push("0x")],
  ])("not when this differs: %s", async ([_, change], { receiver, submit, expectUntouched }) => {
    const tx = ccc.Transaction.fromBytes(own.rawTx)
    change(tx, receiver.lock)
    const changed = ccc.hexFrom(tx.toBytes())
    expect(changed).not.toBe(own.rawTx)
    await expect(submit(own.prepared, changed)).rejects.toThrow(TxMismatch)
    await expectUntouched(own.prepared)
  })

  it.for<[string, (rawTx: Hex) => Hex]>([
    ["nothing", () => "0x"],
    ["no transaction", () => "0x1234"],
    ["a transaction that is cut off", (rawTx) => rawTx.slice(0, -2) as Hex],
    ["a transaction with something after it", (rawTx) => `${rawTx}00`],
    ["as many bytes of nothing", (rawTx) => `0x${"00".repeat(rawTx.length / 2 - 1)}`],
    ["another payment's transaction", () => foreign.rawTx],
  ])("not when it is sent %s", async ([_, change], { submit, expectUntouched }) => {
    await expect(submit(own.prepared, change(own.rawTx))).rejects.toThrow(TxMismatch)
    await expectUntouched(own.prepared)
  })

  it("not when any one byte is another, which is the client's mistake and never ours", async ({
    submit,
    expectUntouched,
  }) => {
    const bytes = ccc.bytesFrom(own.rawTx)
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (position, flip) => {
        const changed = Uint8Array.from(bytes)
        changed[position] = (changed[position] ?? 0) ^ flip
        const error = await submit(own.prepared, ccc.hexFrom(changed)).catch((reason: unknown) => reason)
        expect(error).toBeInstanceOf(AppError)
        expect(error instanceof AppError && STATUS_OF[error.code]).toBeLessThan(500)
      }),
      { numRuns: 150 },
    )
    await expectUntouched(own.prepared)
  })

  it("and then it does", async ({ submit, signatures }) => {
    await expect(submit(own.prepared, own.rawTx)).resolves.toMatchObject({ status: "submitted" })
    expect(signatures.count()).toBe(1)
  })
})

describe("the platform signs only beside its sender", () => {
  type Forge = (prepared: PreparedPayment, sender: Wallet, other: Hex, client: ccc.Client) => Promise<Hex>
  it.for<[string, Forge]>([
    ["a signature is missing", async ({ rawTx }) => rawTx],
    ["somebody else signed", ({ rawTx }, sender, _, client) => signWith(randomKey(), rawTx, sender.lock, client)],
    [
      "the sender signed another payment",
      async ({ rawTx }, _, other) => {
        const tx = ccc.Transaction.fromBytes(rawTx)
        tx.setWitnessAt(0, ccc.Transaction.fromBytes(other).witnesses[0] ?? "0x")
        return ccc.hexFrom(tx.toBytes())
      },
    ],
    [
      "the witness is empty",
      async ({ rawTx }) => {
        const tx = ccc.Transaction.fromBytes(rawTx)
        tx.setWitnessAt(0, "0x")
        return ccc.hexFrom(tx.toBytes())
      },
    ],
  ])("not when %s", async ([_, forge], { chain, walletWith, prepare, signedPayment, submit, expectUntouched }) => {
    const sender = await walletWith("100")
    const prepared = await prepare(sender)
    const other = await signedPayment(sender, "3")
    const forged = await forge(prepared, sender, other.rawTx, chain.client())
    await expect(submit(prepared, forged)).rejects.toThrow(InvalidSignature)
    await expect(submit(prepared, forged)).rejects.toThrow(/Nothing was sent and no money moved/)
    await expectUntouched(prepared)
  })
})
