import { randomBytes } from "node:crypto"
import { ccc } from "@ckb-ccc/core"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import fc from "fast-check"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type RpcCall, RpcError } from "@/lib/chain/rpc"
import {
  AppError,
  ChainError,
  HoldLost,
  InputSpent,
  InvalidSignature,
  NotFound,
  PaymentInProgress,
  StateMismatch,
  TxMismatch,
} from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { STATUS_OF } from "@/lib/http/problem"
import { pauseByOperator, resume } from "@/lib/operator/pause"
import type { TestContext } from "@/test/support/actors"
import { startDevnet, type TestChain } from "@/test/support/chain"
import { openConnections, startPlatform, type TestPlatform, whenSending } from "@/test/support/context"
import { ckb, payment } from "@/test/support/payment"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { cancelPayment } from "./cancel"
import { type PreparedPayment, preparePayment } from "./prepare"
import { submitPayment } from "./submit"

let chain: TestChain
let platform: TestPlatform
let ctx: TestContext
let receiver: Wallet
/** How often the platform's key was used. */
let signatures = 0

beforeAll(async () => {
  chain = await startDevnet()
  // One sender may bind an eighth of the pool: two of these.
  platform = await startPlatform(chain, { cells: 16 })
  ctx = platform.ctx
  receiver = await createWallet(chain)
  const { signer } = ctx.chain
  ctx.chain = {
    ...ctx.chain,
    signer: {
      ...signer,
      sign: async (tx, client) => {
        signatures++
        await signer.sign(tx, client)
      },
    },
  }
})
afterAll(async () => {
  await platform.stop()
  await chain.stop()
})
beforeEach(() => {
  signatures = 0
})

async function walletWith(...cells: string[]): Promise<Wallet> {
  const wallet = await createWallet(chain)
  await chain.fundMany(cells.map((cell) => ({ address: wallet.address, shannons: ckb(cell) })))
  await platform.follow()
  return wallet
}

const prepare = (sender: { address: string }, amount = "2", on = ctx) =>
  preparePayment(on, { sender: sender.address, receiver: receiver.address, amount: ckb(amount), splits: [] })

const submit = ({ paymentId }: PreparedPayment, rawTx: Hex, on = ctx) => submitPayment(on, { paymentId, rawTx })

interface Signed {
  prepared: PreparedPayment
  rawTx: Hex
}

async function signedPayment(sender: Wallet, amount = "2", on = ctx): Promise<Signed> {
  const prepared = await prepare(sender, amount, on)
  return { prepared, rawTx: await sender.sign(prepared.rawTx) }
}

/** Nothing of the payment was signed, stored or bound. */
async function expectUntouched({ paymentId }: PreparedPayment): Promise<void> {
  expect(signatures).toBe(0)
  expect(await ctx.db.chainTransaction.count({ where: { paymentId } })).toBe(0)
  expect(await ctx.db.claim.count({ where: { paymentId } })).toBe(0)
}

describe("the platform signs only what it prepared", () => {
  let own: Signed
  let foreign: Signed
  beforeAll(async () => {
    own = await signedPayment(await walletWith("100"))
    foreign = await signedPayment(await walletWith("100"))
  })

  const input = (tx: ccc.Transaction) =>
    tx.inputs[0] ?? ccc.CellInput.from({ previousOutput: { txHash: "0x", index: 0 } })
  const output = (tx: ccc.Transaction, index: number) =>
    tx.outputs[index] ?? ccc.CellOutput.from({ lock: receiver.lock })
  it.each<[string, (tx: ccc.Transaction) => void]>([
    ["the sender's change", (tx) => (output(tx, 0).capacity -= 1n)],
    ["the platform's cell", (tx) => (output(tx, 1).capacity -= 1n)],
    ["who owns an output", (tx) => (output(tx, 1).lock = receiver.lock)],
    ["an output's type", (tx) => (output(tx, 1).type = receiver.lock)],
    ["the order of the outputs", (tx) => tx.outputs.reverse()],
    ["an output more", (tx) => tx.addOutput({ capacity: ckb("61"), lock: receiver.lock })],
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
  ])("not when this differs: %s", async (_, change) => {
    const tx = ccc.Transaction.fromBytes(own.rawTx)
    change(tx)
    const changed = ccc.hexFrom(tx.toBytes())
    expect(changed).not.toBe(own.rawTx)
    await expect(submit(own.prepared, changed)).rejects.toThrow(TxMismatch)
    await expectUntouched(own.prepared)
  })

  it.each<[string, (rawTx: Hex) => Hex]>([
    ["nothing", () => "0x"],
    ["no transaction", () => "0x1234"],
    ["a transaction that is cut off", (rawTx) => rawTx.slice(0, -2) as Hex],
    ["a transaction with something after it", (rawTx) => `${rawTx}00`],
    ["as many bytes of nothing", (rawTx) => `0x${"00".repeat(rawTx.length / 2 - 1)}`],
    ["another payment's transaction", () => foreign.rawTx],
  ])("not when it is sent %s", async (_, change) => {
    await expect(submit(own.prepared, change(own.rawTx))).rejects.toThrow(TxMismatch)
    await expectUntouched(own.prepared)
  })

  it("not when any one byte is another, which is the client's mistake and never ours", async () => {
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

  it("and then it does", async () => {
    await expect(submit(own.prepared, own.rawTx)).resolves.toMatchObject({ status: "submitted" })
    expect(signatures).toBe(1)
  })
})

describe("the platform signs only beside its sender", () => {
  it.each<[string, (prepared: PreparedPayment, sender: Wallet) => Promise<Hex>]>([
    ["a signature is missing", async ({ rawTx }) => rawTx],
    ["somebody else signed", ({ rawTx }, sender) => signWith(randomKey(), rawTx, sender.lock)],
    [
      "the sender signed another payment",
      async ({ rawTx }, sender) => {
        const other = await signedPayment(sender, "3")
        const tx = ccc.Transaction.fromBytes(rawTx)
        tx.setWitnessAt(0, ccc.Transaction.fromBytes(other.rawTx).witnesses[0] ?? "0x")
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
  ])("not when %s", async (_, forge) => {
    const sender = await walletWith("100")
    const prepared = await prepare(sender)
    const forged = await forge(prepared, sender)
    await expect(submit(prepared, forged)).rejects.toThrow(InvalidSignature)
    await expect(submit(prepared, forged)).rejects.toThrow(/Nothing was sent and no money moved/)
    await expectUntouched(prepared)
  })
})

describe("a payment is submitted once", () => {
  it("and the same bytes again get the same reply, before and after its block", async () => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    const reply = await submit(prepared, rawTx)
    expect(reply).toEqual({ paymentId: prepared.paymentId, txHash: prepared.txHash, status: "submitted" })
    expect(await submit(prepared, rawTx)).toEqual(reply)
    await chain.commit(prepared.txHash)
    await platform.follow()
    expect(await submit(prepared, rawTx)).toEqual({ ...reply, status: "confirmed" })
    expect(signatures).toBe(1)
  })

  it("and another valid signature gets the same reply, while the first stays", async () => {
    const key = randomKey()
    const { script: lock } = await new ccc.SignerCkbPrivateKey(chain.client(), key).getRecommendedAddressObj()
    const address = ccc.Address.fromScript(lock, chain.client()).toString()
    await chain.fund(address, ckb("100"))
    const prepared = await prepare({ address })
    const [one, other] = [await signWith(key, prepared.rawTx, lock), await signWith(key, prepared.rawTx, lock)]
    expect(one).not.toBe(other)
    const reply = await submit(prepared, one)
    const stored = () =>
      ctx.db.chainTransaction.findMany({ where: { paymentId: prepared.paymentId }, select: { bytes: true } })
    const before = await stored()
    expect(await submit(prepared, other)).toEqual(reply)
    expect(await stored()).toEqual(before)
  })

  it("when ten ask at the same instant, all are told the same, also where one payment is all a sender may bind", async () => {
    const small = await startPlatform(chain, { cells: 1 })
    const { prepared, rawTx } = await signedPayment(await walletWith("100"), "2", small.ctx)
    await openConnections(small.ctx, 10)
    const replies = await Promise.all(Array.from({ length: 10 }, () => submit(prepared, rawTx, small.ctx)))
    for (const reply of replies) {
      expect(reply).toEqual({ paymentId: prepared.paymentId, txHash: prepared.txHash, status: "submitted" })
    }
    expect(await small.ctx.db.chainTransaction.count()).toBe(1)
    expect(await small.ctx.db.claim.count()).toBe(2)
    await small.stop()
  })

  it("and a request that another has overtaken, up to its block, is told the same", async () => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    const { rpc } = ctx.chain
    let overtaken = false
    const slow: typeof rpc = {
      ...rpc,
      batch: async <T>(calls: RpcCall[]) => {
        if (!overtaken) {
          overtaken = true
          await submit(prepared, rawTx)
          await chain.commit(prepared.txHash)
        }
        return rpc.batch<T>(calls)
      },
    }
    const reply = await submit(prepared, rawTx, { ...ctx, chain: { ...ctx.chain, rpc: slow } })
    expect(reply).toEqual({ paymentId: prepared.paymentId, txHash: prepared.txHash, status: "confirmed" })
    expect(overtaken).toBe(true)
  })

  it("and never when it is not known", async () => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    await expect(submit({ ...prepared, paymentId: 999_999_999n }, rawTx)).rejects.toThrow(NotFound)
    expect(signatures).toBe(0)
  })

  it("and never after it has expired", async () => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    await ctx.db.$executeRaw`UPDATE "payment" SET "expires_at" = now() WHERE "id" = ${prepared.paymentId}`
    await expect(submit(prepared, rawTx)).rejects.toThrow(/is expired/)
    await expect(submit(prepared, rawTx)).rejects.toThrow(StateMismatch)
    await expectUntouched(prepared)
  })

  it("and never while new payments are paused, although it was prepared before; then as if nothing had been", async () => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    const why = { reason: "a key may be stolen" }
    for (const scope of ["prepare", "all"] as const) {
      await pauseByOperator(ctx, { scope, ...why })
      await expect(submit(prepared, rawTx)).rejects.toMatchObject({ code: "PAUSED" })
      await expectUntouched(prepared)
      const { id } = await ctx.db.pause.findFirstOrThrow({ where: { resolvedAt: null } })
      await resume(ctx, { id, ...why })
    }
    await pauseByOperator(ctx, { scope: "settlement", ...why })
    expect(await submit(prepared, rawTx)).toMatchObject({ status: "submitted" })
    await ctx.db.pause.updateMany({ data: { resolvedAt: new Date() } })
  })

  it("and never after it was cancelled", async () => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    await cancelPayment(ctx, prepared.paymentId)
    await expect(submit(prepared, rawTx)).rejects.toThrow(/is cancelled/)
    await expect(submit(prepared, rawTx)).rejects.toThrow(StateMismatch)
    await expectUntouched(prepared)
  })
})

describe("a cell is never in two transactions", () => {
  it("so of two payments on one platform cell the second has lost its hold", async () => {
    const small = await startPlatform(chain, { cells: 1 })
    const [one, other] = [
      await signedPayment(await walletWith("100"), "2", small.ctx),
      await signedPayment(await walletWith("100"), "2", small.ctx),
    ]
    await submit(one.prepared, one.rawTx, small.ctx)
    await expect(submit(other.prepared, other.rawTx, small.ctx)).rejects.toThrow(HoldLost)
    await chain.commit(one.prepared.txHash)
    // Also when the chain knows more than the database.
    await expect(submit(other.prepared, other.rawTx, small.ctx)).rejects.toThrow(HoldLost)
    await small.follow()
    await expect(submit(other.prepared, other.rawTx, small.ctx)).rejects.toThrow(HoldLost)
    await expect(submit(other.prepared, other.rawTx, small.ctx)).rejects.toMatchObject({ retryable: true })
    await small.stop()
  })

  it("so of two payments out of one cell of the sender the second is refused", async () => {
    const sender = await walletWith("100")
    const [one, other] = [await signedPayment(sender), await signedPayment(sender, "3")]
    await submit(one.prepared, one.rawTx)
    await expect(submit(other.prepared, other.rawTx)).rejects.toThrow(InputSpent)
    expect(await payment(ctx, other.prepared.paymentId)).toMatchObject({ status: "prepared" })
    expect(await ctx.db.claim.count({ where: { paymentId: other.prepared.paymentId } })).toBe(0)
  })

  it("so nothing is signed when the sender has spent the cell elsewhere", async () => {
    const sender = await walletWith("100")
    const { prepared, rawTx } = await signedPayment(sender)
    await chain.commit(await sender.spendAll(ckb("99.9999")))
    await expect(submit(prepared, rawTx)).rejects.toThrow(InputSpent)
    await expectUntouched(prepared)
  })

  it("whoever asks first, of many at the same instant", async () => {
    const small = await startPlatform(chain, { cells: 1 })
    const signed: Signed[] = []
    for (let i = 0; i < 4; i++) signed.push(await signedPayment(await walletWith("100"), "2", small.ctx))
    const results = await Promise.allSettled(signed.map((each) => submit(each.prepared, each.rawTx, small.ctx)))
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
    for (const result of results) if (result.status === "rejected") expect(result.reason).toBeInstanceOf(HoldLost)
    expect(await small.ctx.db.chainTransaction.count()).toBe(1)
    await small.stop()
  })
})

describe("a sender with a payment on its way", () => {
  it("is told so, but not which one, when nothing else of theirs can pay, and can pay again after its block", async () => {
    const sender = await walletWith("100")
    const { prepared, rawTx } = await signedPayment(sender)
    await submit(prepared, rawTx)
    const again = prepare(sender)
    await expect(again).rejects.toThrow(PaymentInProgress)
    await expect(again).rejects.toMatchObject({
      // Anybody may have named this address.
      details: {},
      message: expect.stringMatching(/^An earlier transaction of this wallet/),
      retryable: true,
      retryAfter: 10,
    })
    await chain.commit(prepared.txHash)
    await platform.follow()
    await expect(prepare(sender)).resolves.toBeDefined()
  })

  it("pays from another cell, when they have one", async () => {
    const sender = await walletWith("100", "90")
    const one = await signedPayment(sender)
    await submit(one.prepared, one.rawTx)
    const other = await signedPayment(sender)
    await expect(submit(other.prepared, other.rawTx)).resolves.toMatchObject({ status: "submitted" })
  })

  it("binds at most an eighth of the pool, however much they ask for at once", async () => {
    const sender = await createWallet(chain)
    const signed: Signed[] = []
    for (const cell of ["80", "90", "100"]) {
      // A prepare takes the largest cell, so each of these has one of its own.
      await chain.fund(sender.address, ckb(cell))
      signed.push(await signedPayment(sender))
    }
    await platform.follow()
    const results = await Promise.allSettled(signed.map((each) => submit(each.prepared, each.rawTx)))
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "fulfilled", "rejected"])
    const refused = results.find((result) => result.status === "rejected")
    expect(refused?.reason).toBeInstanceOf(PaymentInProgress)
    expect(refused?.reason.message).toContain("may use of the platform at once")

    const other = await signedPayment(await walletWith("100"))
    await expect(submit(other.prepared, other.rawTx)).resolves.toMatchObject({ status: "submitted" })
    for (const { prepared } of [...signed, other]) {
      if ((await payment(ctx, prepared.paymentId)).status === "submitted") await chain.commit(prepared.txHash)
    }
    await platform.follow()
    const last = signed[results.findIndex((result) => result.status === "rejected")]
    expect(last && (await submit(last.prepared, last.rawTx))).toMatchObject({ status: "submitted" })
  })
})

describe("a signed payment", () => {
  /** The platform with a node that answers `send_transaction` by this. */
  const withSending = (send: () => Promise<never>): TestContext => whenSending(ctx, send)

  it("is stored with all that it binds before it is sent", async () => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    const { paymentId } = prepared
    let seen: unknown
    const watching = withSending(async () => {
      const [stored] = await ctx.db.chainTransaction.findMany({ where: { paymentId } })
      // Whatever is sent first is what counts.
      seen ??= {
        status: (await payment(ctx, paymentId)).status,
        hash: stored && ccc.Transaction.fromBytes(stored.bytes).hash(),
        claims: await ctx.db.claim.count({ where: { paymentId } }),
        cell: (await ctx.db.payment.findUniqueOrThrow({ where: { id: paymentId }, include: { platformCell: true } }))
          .platformCell.state,
      }
      throw new ChainError("the connection died")
    })
    expect(await submit(prepared, rawTx, watching)).toMatchObject({ status: "submitted" })
    expect(seen).toEqual({ status: "submitted", hash: prepared.txHash, claims: 2, cell: "claimed" })
  })

  it.each([
    ["does not answer", () => Promise.reject(new ChainError("no answer"))],
    ["refuses it", () => Promise.reject(new RpcError("send_transaction", -1111, "PoolRejectedRBF"))],
  ])("stays submitted when the node %s", async (_, send) => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    expect(await submit(prepared, rawTx, withSending(send))).toMatchObject({ status: "submitted" })
    expect(await payment(ctx, prepared.paymentId)).toMatchObject({ status: "submitted" })
    expect(await ctx.db.chainTransaction.count({ where: { paymentId: prepared.paymentId, status: "signed" } })).toBe(1)
  })
})

const randomKey = (): Hex => ccc.hexFrom(randomBytes(32))

/** A signature of its own each time, all of them valid. */
async function signWith(key: Hex, rawTx: Hex, lock: ccc.Script): Promise<Hex> {
  const tx = ccc.Transaction.fromBytes(rawTx)
  const info = await tx.getSignHashInfo(lock, chain.client())
  const options = { prehash: false, format: "recovered", extraEntropy: true } as const
  const signature = secp256k1.sign(ccc.bytesFrom(info?.message ?? "0x"), ccc.bytesFrom(key), options)
  const witness = ccc.bytesConcat(signature.subarray(1), signature.subarray(0, 1))
  tx.setWitnessArgsAt(0, ccc.WitnessArgs.from({ lock: witness }))
  return ccc.hexFrom(tx.toBytes())
}
