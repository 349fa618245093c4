import { ccc } from "@ckb-ccc/core"
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { parseAddress } from "@/lib/chain/address"
import { DEV_KEYS } from "@/lib/chain/keys"
import { paymentCommitment } from "@/lib/commitment"
import { InsufficientBalance, NoPlatformCell, Paused, ValidationError } from "@/lib/errors"
import { toHex } from "@/lib/hex"
import type { Share } from "@/lib/ledger/types"
import { type Shannons, shannons } from "@/lib/money"
import { getAccount } from "@/lib/receiver/account"
import { ckbNodeAvailable, startCkbNode, startDevnet, type TestChain } from "@/test/support/chain"
import { startPlatform, type TestPlatform } from "@/test/support/context"
import { ckb, pay, payment, send } from "@/test/support/payment"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { type PreparedPayment, type PrepareInput, preparePayment } from "./prepare"
import { getPayment } from "./query"

/** PW lock of the test network, which the chain here is told of, so that it has a name. */
const PW_LOCK = "0x58c5f491aba6d61678b7cf7edf4910b1f5e00ec0cde2f42e0abb4fd9aff25a63"
/** One lock in the canonical and in the deprecated short form (RFC 0021). */
const FULL = "ckt1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqdnnw7qkdnnclfkg59uzn8umtfd2kwxceqgutnjd"
const SHORT = "ckt1qyqt8xaupvm8837nv3gtc9x0ekkj64vud3jq5t63cs"
const MAINNET = "ckb1qyqt8xaupvm8837nv3gtc9x0ekkj64vud3jqfwyw5v"

let chain: TestChain
let platform: TestPlatform
let stranger: Wallet
let receiver: Wallet

beforeAll(async () => {
  chain = await startDevnet()
  const info = chain.scripts.OmniLock
  const scripts = { ...chain.scripts, PWLock: { ...info, codeHash: PW_LOCK } }
  platform = await startPlatform(chain, { env: { CKB_SCRIPTS: JSON.stringify(scripts) } })
  // What the chain's own transactions pay would change it between two payments that are compared.
  platform.ctx.chain = { ...platform.ctx.chain, feeRate: async () => 1_500n }
  stranger = await createWallet(chain)
  receiver = await createWallet(chain)
})
afterAll(async () => {
  await platform.stop()
  await chain.stop()
})
afterEach(() => void vi.useRealTimers())

/** A wallet with a cell of each of these amounts, in CKB. */
async function walletWith(...amounts: (string | bigint)[]): Promise<Wallet> {
  const wallet = await createWallet(chain)
  const cells = amounts.map((amount) => (typeof amount === "string" ? ckb(amount) : amount))
  await chain.fundMany(cells.map((cell) => ({ address: wallet.address, shannons: cell })))
  await platform.follow()
  return wallet
}

function prepare(sender: Wallet, input: Partial<PrepareInput> = {}, on = platform): Promise<PreparedPayment> {
  const standard = { sender: sender.address, receiver: receiver.address, amount: ckb("2"), splits: [] }
  return preparePayment(on.ctx, { ...standard, ...input })
}

const addressOf = (codeHash: string, args: string, hashType: ccc.HashType = "type") =>
  ccc.Address.fromScript(ccc.Script.from({ codeHash, hashType, args }), chain.client()).toString()
const secp = (args: string) => addressOf(chain.scripts.Secp256k1Blake160?.codeHash ?? "", args)
const known = (name: string, args: string) => addressOf(chain.scripts[name]?.codeHash ?? "", args)
const bytes = (length: number, byte = "5a") => `0x${byte.repeat(length)}`

describe("parties that cannot pay or be paid are refused, and the field is named", () => {
  const cannotPay = /not supported/
  it.each<[string, string, RegExp, () => Partial<PrepareInput>]>([
    ["a sender who is no address", "sender", /not a CKB address/, () => ({ sender: "hello" })],
    ["a receiver who is no address", "receiver", /not a CKB address/, () => ({ receiver: `${FULL}q` })],
    ["a sender of another network", "sender", /another network/, () => ({ sender: MAINNET })],
    ["a receiver of another network", "receiver", /another network/, () => ({ receiver: MAINNET })],
    [
      "a splitter of another network",
      "splits[0].receiver",
      /another network/,
      () => ({ splits: [{ receiver: MAINNET, bps: 1 }] }),
    ],
    ["a sender with impossible args", "sender", /20 bytes of args/, () => ({ sender: secp(bytes(19)) })],
    ["a receiver with impossible args", "receiver", /impossible args/, () => ({ receiver: secp(bytes(21)) })],
    [
      "a receiver with impossible Omnilock args",
      "receiver",
      /impossible args/,
      () => ({ receiver: known("OmniLock", bytes(22, "99")) }),
    ],
    [
      "a receiver with a lock that nobody knows",
      "receiver",
      /unknown on this network/,
      () => ({ receiver: addressOf(bytes(32), bytes(20)) }),
    ],
    [
      "a receiver with a known lock's hash of another type",
      "receiver",
      /unknown on this network/,
      () => ({ receiver: addressOf(PW_LOCK, bytes(20), "data") }),
    ],
    [
      "a sender with a lock that nobody knows",
      "sender",
      /unknown on this network/,
      () => ({ sender: addressOf(bytes(32), bytes(20)) }),
    ],
    ["the platform as sender", "sender", /platform's own/, () => ({ sender: platform.ctx.chain.platform.address })],
    [
      "the platform as receiver",
      "receiver",
      /platform's own/,
      () => ({ receiver: platform.ctx.chain.platform.address }),
    ],
    [
      "the platform as splitter",
      "splits[0].receiver",
      /platform's own/,
      () => ({ splits: [{ receiver: platform.ctx.chain.platform.address, bps: 1 }] }),
    ],
    [
      "a splitter named twice",
      "splits[1].receiver",
      /twice/,
      () => ({
        splits: [
          { receiver: FULL, bps: 1 },
          { receiver: FULL, bps: 2 },
        ],
      }),
    ],
    [
      "a splitter named twice, spelt differently",
      "splits[2].receiver",
      /twice/,
      () => ({
        splits: [
          { receiver: SHORT, bps: 1 },
          { receiver: stranger.address, bps: 1 },
          { receiver: FULL, amount: ckb("0.1") },
        ],
      }),
    ],
    ["a multisig sender", "sender", cannotPay, () => ({ sender: known("Secp256k1Multisig", bytes(20)) })],
    ["an anyone-can-pay sender", "sender", cannotPay, () => ({ sender: known("AnyoneCanPay", bytes(20)) })],
    ["a PW-lock sender", "sender", /PW-lock.*Omnilock/, () => ({ sender: addressOf(PW_LOCK, bytes(20)) })],
    [
      "an Omnilock sender of no wallet",
      "sender",
      cannotPay,
      () => ({ sender: known("OmniLock", `0xfc${"5a".repeat(20)}00`) }),
    ],
    [
      "splits of more than everything",
      "splits",
      /10000 basis points/,
      () => ({
        splits: [
          { receiver: FULL, bps: 9_999 },
          { receiver: stranger.address, bps: 2 },
        ],
      }),
    ],
    [
      "amounts above what the fee leaves",
      "splits",
      /1 shannons more/,
      () => ({ splits: [{ receiver: FULL, amount: shannons(ckb("1.98") + 1n) }] }),
    ],
  ])("%s", async (_, path, message, input) => {
    const refusal = prepare(stranger, input())
    await expect(refusal).rejects.toThrow(ValidationError)
    await expect(refusal).rejects.toMatchObject({ errors: [{ path, message: expect.stringMatching(message) }] })
  })

  it("before any cell is held for them", async () => {
    expect(await platform.ctx.db.platformCell.count({ where: { heldAt: { not: null } } })).toBe(0)
    expect(await platform.ctx.db.payment.count()).toBe(0)
  })
})

describe("a prepared payment", () => {
  it("moves its amount from the sender's cell to the platform's, and binds nothing", async () => {
    const sender = await walletWith("100")
    const prepared = await prepare(sender)
    const tx = ccc.Transaction.fromBytes(prepared.rawTx)
    expect(tx.hash()).toBe(prepared.txHash)
    expect(tx.outputs.map(({ lock, capacity }) => [lock.hash(), capacity])).toEqual([
      [sender.lock.hash(), ckb("98") - prepared.networkFee],
      [platform.ctx.chain.platform.lockHash, ckb("67")],
    ])
    expect(tx.inputs).toHaveLength(2)
    expect(await platform.ctx.db.claim.count()).toBe(0)
    expect((await payment(platform.ctx, prepared.paymentId)).status).toBe("prepared")
  })

  it("is signed by its sender together with who gets how much", async () => {
    const sender = await walletWith("100")
    const splits = [
      { receiver: FULL, bps: 2_500 },
      { receiver: stranger.address, amount: ckb("0.3") },
    ]
    const prepared = await prepare(sender, { splits })
    const { entries } = await payment(platform.ctx, prepared.paymentId)
    expect(entries.map(({ kind, amount, receiver: to }) => [kind, amount, to])).toEqual([
      ["fee", ckb("0.02"), platform.ctx.chain.platform.address],
      ["receiver", ckb("1.185"), receiver.address],
      ["split", ckb("0.495"), FULL],
      ["split", ckb("0.3"), stranger.address],
    ])
    const shares = entries.map(({ kind, lockHash, amount }) => ({ kind, lockHash: toHex(lockHash), amount }) as Share)
    const { paymentId: id, salt } = prepared
    const commitment = paymentCommitment({ id, salt, senderLockHash: sender.lock.hash(), shares })
    expect(ccc.Transaction.fromBytes(prepared.rawTx).witnesses.slice(2)).toEqual([commitment])
    expect(await getPayment(platform.ctx, id)).toMatchObject({ commitment, salt })
  })

  it("keeps addresses in their canonical form, however they were written", async () => {
    const sender = await walletWith("100")
    const { paymentId } = await prepare(sender, {
      sender: sender.address.toUpperCase(),
      receiver: SHORT,
      splits: [{ receiver: stranger.address.toUpperCase(), bps: 100 }],
    })
    const row = await payment(platform.ctx, paymentId)
    expect([row.sender, row.receiver]).toEqual([sender.address, FULL])
    expect(row.entries.slice(1).map((entry) => entry.receiver)).toEqual([FULL, stranger.address])
  })

  it("may be for a receiver with a longer lock, who then needs more for a cell of their own", async () => {
    const { ctx } = platform
    const omnilock = known("OmniLock", `0x12${"5a".repeat(20)}00`)
    await expect(prepare(await walletWith("100"), { receiver: omnilock })).resolves.toBeDefined()
    const party = await parseAddress(ctx.chain, omnilock)
    expect(await getAccount(ctx, party)).toMatchObject({ threshold: ckb("65") })
    const lower = { ...ctx, config: { ...ctx.config, minWithdrawal: ckb("61") } }
    expect(await getAccount(lower, party)).toMatchObject({ threshold: ckb("63") })
  })

  it("expires by the database's clock, whatever this machine's says", async () => {
    const sender = await walletWith("100")
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2001-02-03") })
    const { expiresAt } = await prepare(sender)
    const [clock] = await platform.ctx.db.$queryRaw<{ now: Date }[]>`SELECT now()`
    const seconds = (expiresAt.getTime() - (clock?.now.getTime() ?? 0)) / 1000
    expect(seconds).toBeGreaterThan(platform.ctx.config.holdSeconds - 30)
    expect(seconds).toBeLessThanOrEqual(platform.ctx.config.holdSeconds)
  })
})

describe("the sender's cells", () => {
  const spentBy = (prepared: PreparedPayment) => ccc.Transaction.fromBytes(prepared.rawTx).inputs.slice(0, -1)

  it("are as few as can pay, the largest first", async () => {
    const sender = await walletWith("61", "64", "62", "63")
    const one = await prepare(sender, { amount: ckb("2.9") })
    expect(spentBy(one)).toHaveLength(1)
    const two = await prepare(sender, { amount: ckb("65") })
    expect(ccc.Transaction.fromBytes(two.rawTx).outputs[0]?.capacity).toBe(ckb("62") - two.networkFee)
  })

  it("are no more than 64, the largest, however many there are; who has too many is told to merge them", async () => {
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

  it("are all signed for when it takes several", async () => {
    const sender = await walletWith("62", "63", "64")
    const paid = await pay(platform, chain, sender, receiver, ckb("120"))
    expect(spentBy(paid)).toHaveLength(3)
    expect(await sender.balance()).toBe(ckb("69") - paid.networkFee)
  })

  it("that hold data are never spent, nor counted", async () => {
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

  it.each([
    ["one cell", ["100"], 0],
    ["two cells, both needed", ["100", "61"], 1],
  ])("can pay with exactly enough, and is told of the one shannon that is missing: %s", async (_, cells, extra) => {
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
  })

  it("or nothing is told all of it, and why 61 CKB must stay", async () => {
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

  it("in several cells is told what a payment out of all of them takes", async () => {
    const amount = ckb("100")
    const { networkFee } = await prepare(await walletWith("81", "81"), { amount })
    const refusal = await details(prepare(await walletWith("61", "62"), { amount }))
    expect(refusal).toMatchObject({ balance: `${ckb("123")}`, required: `${ckb("161") + networkFee}` })
  })

  it("pays once they have what was said to be missing", async () => {
    const sender = await createWallet(chain)
    const { missing } = (await details(prepare(sender, { amount: ckb("200") }))) as { missing: string }
    await chain.fund(sender.address, BigInt(missing))
    await expect(prepare(sender, { amount: ckb("200") })).resolves.toBeDefined()
  })

  it("does not push others back in the order of cells", async () => {
    const held = () =>
      platform.ctx.db.platformCell.findMany({ select: { id: true, heldAt: true }, orderBy: { id: "asc" } })
    const before = await held()
    await details(prepare(await walletWith("62.99999999")))
    expect(await held()).toEqual(before)
  })
})

describe("on a pool of one cell", () => {
  let small: TestPlatform
  beforeAll(async () => {
    small = await startPlatform(chain, { cells: 1 })
  })
  afterAll(() => small.stop())

  it("the same payment prepared again is another transaction: its fee grows by a shannon", async () => {
    const sender = await walletWith("100")
    const same: PreparedPayment[] = []
    for (let i = 0; i < 30; i++) same.push(await prepare(sender, {}, small))
    expect(new Set(same.map(({ txHash }) => txHash)).size).toBe(30)
    const least = same[0]?.networkFee ?? 0n
    expect(same.slice(0, 10).map(({ networkFee }) => networkFee - least)).toEqual([
      0n,
      1n,
      2n,
      3n,
      4n,
      5n,
      6n,
      7n,
      8n,
      9n,
    ])
    for (const { networkFee } of same) expect(networkFee - least).toBeLessThan(ckb("0.001"))
  })

  it("an open alarm stops new payments, and a cell that is bound says to wait", async () => {
    const { ctx } = small
    await ctx.db.$executeRaw`INSERT INTO "pause" ("reason", "detail") VALUES ('alarm', 'it rang')`
    await expect(prepare(await walletWith("100"), {}, small)).rejects.toThrow(Paused)
    await ctx.db.$executeRaw`UPDATE "pause" SET "resolved_at" = now()`
    await send(ctx, await walletWith("100"), receiver, ckb("2"))
    await expect(prepare(await walletWith("100"), {}, small)).rejects.toThrow(NoPlatformCell)
    await expect(prepare(await walletWith("100"), {}, small)).rejects.toMatchObject({ retryable: true, retryAfter: 3 })
  })
})

it("three hundred prepares that nobody signs do not keep the next sender from paying", async () => {
  const idle = await startPlatform(chain)
  const [dreamer, sender] = [await walletWith("100"), await walletWith("100")]
  const amounts = Array.from({ length: 300 }, (_, i) => shannons(ckb("1") + BigInt(i)))
  await inTurns(amounts, 10, (amount) => prepare(dreamer, { amount }, idle))
  expect(await idle.ctx.db.payment.count({ where: { status: "prepared" } })).toBe(300)

  const paid = await pay(idle, chain, sender, receiver, ckb("2"))
  expect((await payment(idle.ctx, paid.paymentId)).status).toBe("confirmed")
  await idle.stop()
}, 60_000)

describe.skipIf(!ckbNodeAvailable())("on a real node", () => {
  it("cells with a type are never spent, nor counted", async () => {
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
  }, 60_000)
})

const scriptJson = ({ codeHash, hashType, args }: ccc.Script) => ({ code_hash: codeHash, hash_type: hashType, args })

async function inTurns<T>(items: T[], atOnce: number, act: (item: T) => Promise<unknown>): Promise<void> {
  const rest = [...items]
  const worker = async () => {
    for (let item = rest.pop(); item !== undefined; item = rest.pop()) await act(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

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
