import { ccc } from "@ckb-ccc/core"
import { describe, expect } from "vitest"
import { DEV_KEYS } from "@/lib/chain/keys"
import { InsufficientBalance } from "@/lib/errors"
import type { Shannons } from "@/lib/money"
import { ckbNodeAvailable, startCkbNode, type TestChain } from "@/test/support/chain"
import { startPlatform } from "@/test/support/context"
import { ckb, pay } from "@/test/support/payment"
import { createWallet, type Wallet } from "@/test/support/wallet"
import type { PreparedPayment } from "./prepare"
import { bytes, prepareStage } from "./prepare.fixture"

const it = prepareStage()

describe("the sender's cells", () => {
  const spentBy = (prepared: PreparedPayment) => ccc.Transaction.fromBytes(prepared.rawTx).inputs.slice(0, -1)

  it("are as few as can pay, the largest first", async ({ walletWith, prepare }) => {
    const sender = await walletWith("61", "64", "62", "63")
    const one = await prepare(sender, { amount: ckb("2.9") })
    expect(spentBy(one)).toHaveLength(1)
    const two = await prepare(sender, { amount: ckb("65") })
    expect(ccc.Transaction.fromBytes(two.rawTx).outputs[0]?.capacity).toBe(ckb("62") - two.networkFee)
  })

  it("are no more than 64, the largest, however many there are; who has too many is told to merge them", async ({
    walletWith,
    prepare,
  }) => {
    const sender = await walletWith(...Array.from({ length: 69 }, (_, i) => ckb("61") + BigInt(i)))
    const most = await prepare(sender, { amount: ckb("3842") })
    expect(spentBy(most)).toHaveLength(64)
    await expect(prepare(sender, { amount: ckb("3843.5") })).rejects.toMatchObject({
      code: "INSUFFICIENT_BALANCE",
      message: expect.stringContaining("Merge your cells first"),
      details: { cells: 69, most_cells: 64 },
    })
    await expect(prepare(sender, { amount: ckb("4200") })).rejects.toMatchObject({
      code: "INSUFFICIENT_BALANCE",
      message: expect.stringContaining("are missing"),
    })
  })

  it("are all signed for when it takes several", async ({ chain, platform, walletWith, receiver }) => {
    const sender = await walletWith("62", "63", "64")
    const paid = await pay(platform, chain, sender, receiver, ckb("120"))
    expect(spentBy(paid)).toHaveLength(3)
    expect(await sender.balance()).toBe(ckb("69") - paid.networkFee)
  })

  it("that hold data are never spent, nor counted", async ({ chain, walletWith, prepare }) => {
    const sender = await walletWith("70")
    await giveCell(chain, sender, ckb("500"), { data: "0x1234" })
    await expect(prepare(sender, { amount: ckb("100") })).rejects.toMatchObject({
      details: { balance: `${ckb("70")}` },
    })
    const prepared = await prepare(sender)
    expect(spentBy(prepared)).toHaveLength(1)
    expect(ccc.Transaction.fromBytes(prepared.rawTx).outputs[0]?.capacity).toBe(ckb("68") - prepared.networkFee)
  })
})

describe("a sender with too little", () => {
  const details = async (refusal: Promise<unknown>) => {
    const error = await refusal.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(InsufficientBalance)
    return error instanceof InsufficientBalance ? { ...error.details, message: error.message } : {}
  }

  it.for<[string, string[], number]>([
    ["one cell", ["100"], 0],
    ["two cells, both needed", ["100", "61"], 1],
  ])(
    "can pay with exactly enough, and is told of the one shannon that is missing: %s",
    async ([_, cells, extra], { walletWith, prepare }) => {
      const amount = ckb(extra === 0 ? "2" : "61")
      const { networkFee } = await prepare(await walletWith(...cells), { amount })
      const enough = amount + ckb("61") + networkFee
      const parts = (total: bigint) => (extra === 0 ? [total] : [total - ckb("61"), ckb("61")])

      const prepared = await prepare(await walletWith(...parts(enough)), { amount })
      expect(ccc.Transaction.fromBytes(prepared.rawTx).outputs[0]?.capacity).toBe(ckb("61"))

      expect(await details(prepare(await walletWith(...parts(enough - 1n)), { amount }))).toMatchObject({
        balance: `${enough - 1n}`,
        required: `${enough}`,
        missing: "1",
        must_stay: `${ckb("61")}`,
      })
    },
  )

  it("or nothing is told all of it, and why 61 CKB must stay", async ({ chain, walletWith, prepare }) => {
    const { networkFee } = await prepare(await walletWith("100"))
    const required = ckb("63") + networkFee
    const refusal = await details(prepare(await createWallet(chain)))
    expect(refusal).toMatchObject({
      balance: "0",
      required: `${required}`,
      missing: `${required}`,
      must_stay: `${ckb("61")}`,
    })
    expect(refusal).toMatchObject({
      message: expect.stringMatching(/keeps 61 CKB, because each cell.*Nothing was sent/),
    })
  })

  it("in several cells is told what a payment out of all of them takes", async ({ walletWith, prepare }) => {
    const amount = ckb("100")
    const { networkFee } = await prepare(await walletWith("81", "81"), { amount })
    const refusal = await details(prepare(await walletWith("61", "62"), { amount }))
    expect(refusal).toMatchObject({ balance: `${ckb("123")}`, required: `${ckb("161") + networkFee}` })
  })

  it("pays once they have what was said to be missing", async ({ chain, prepare }) => {
    const sender = await createWallet(chain)
    const { missing } = (await details(prepare(sender, { amount: ckb("200") }))) as { missing: string }
    await chain.fund(sender.address, BigInt(missing))
    await expect(prepare(sender, { amount: ckb("200") })).resolves.toBeDefined()
  })

  it("does not push others back in the order of cells", async ({ ctx, walletWith, prepare }) => {
    const held = () => ctx.db.platformCell.findMany({ select: { id: true, heldAt: true }, orderBy: { id: "asc" } })
    const before = await held()
    await details(prepare(await walletWith("62.99999999")))
    expect(await held()).toEqual(before)
  })
})

describe.skipIf(!ckbNodeAvailable())("on a real node", () => {
  it("cells with a type are never spent, nor counted", async ({ receiver, prepare }) => {
    const node = await startCkbNode()
    const real = await startPlatform(node, { cells: 1 })
    const sender = await createWallet(node)
    await node.fund(sender.address, ckb("70"))
    await giveCell(node, sender, ckb("500"), { typeId: true })
    expect(
      await node.rpc("get_cells_capacity", { script: scriptJson(sender.lock), script_type: "lock" }),
    ).toMatchObject({ capacity: ccc.numToHex(ckb("570")) })
    await expect(prepare(sender, { amount: ckb("100") }, real)).rejects.toMatchObject({
      details: { balance: `${ckb("70")}` },
    })
    await pay(real, node, sender, receiver, ckb("2"))
    await real.stop()
    await node.stop()
  })
})

const scriptJson = ({ codeHash, hashType, args }: ccc.Script) => ({ code_hash: codeHash, hash_type: hashType, args })

/** Makes a cell under the wallet's lock that holds more than CKB. */
async function giveCell(
  on: TestChain,
  to: Wallet,
  capacity: Shannons,
  kind: { data: ccc.Hex } | { typeId: true },
): Promise<void> {
  const signer = new ccc.SignerCkbPrivateKey(on.client(), DEV_KEYS[1])
  const typed = "typeId" in kind
  const type = typed
    ? await ccc.Script.fromKnownScript(signer.client, ccc.KnownScript.TypeId, bytes(32, "00"))
    : undefined
  const tx = ccc.Transaction.from({
    outputs: [{ capacity, lock: to.lock, type }],
    outputsData: [typed ? "0x" : kind.data],
  })
  await tx.completeInputsByCapacity(signer)
  const [first] = tx.inputs
  if (type && first) type.args = ccc.hashTypeId(first, 0)
  if (type) tx.outputs[0] = ccc.CellOutput.from({ capacity, lock: to.lock, type })
  await tx.completeFeeBy(signer, 2_000n)
  await on.commit(await signer.client.sendTransaction(await signer.signTransaction(tx)))
}
