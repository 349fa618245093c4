import { ccc } from "@ckb-ccc/core"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Prepared } from "@/lib/client/types"
import { paymentCommitment } from "@/lib/commitment"
import { divisible } from "@/lib/divide-amount.fixture"
import { divideIntoShares } from "@/lib/ledger/shares"
import type { Share } from "@/lib/ledger/types"
import { shannons } from "@/lib/money"
import { type Expected, reviewPayment } from "./payment"
import { ReviewMismatch } from "./transaction"

const CKB = 100_000_000n
const SALT = `0x${"5a".repeat(32)}` as const
const NETWORK_FEE = 962n

function lock(name: string): ccc.Script {
  return ccc.Script.from({ codeHash: ccc.hashCkb(ccc.bytesFrom(name, "utf8")), hashType: "type", args: "0x1234" })
}

const sender = lock("sender")
const platform = lock("platform")
const receiver = lock("receiver")
const stranger = lock("stranger")
const expected: Expected = {
  sender,
  platform,
  receiver,
  amount: shannons(2n * CKB),
  feeBps: 100n,
  splits: [],
}

/** The transaction that made the cells which the payment spends. */
const earlier = ccc.Transaction.from({
  outputs: [
    { lock: sender, capacity: 100n * CKB },
    { lock: platform, capacity: 65n * CKB },
    { lock: stranger, capacity: 70n * CKB },
    { lock: platform, capacity: 0n },
  ],
  outputsData: ["0x", "0x", "0x", "0x"],
})

/** A node that knows that one transaction; or one that lies about what it knows. */
function node(known: ccc.Transaction | null = earlier): ccc.Client {
  return Object.assign(Object.create(ccc.ClientPublicTestnet.prototype), {
    getTransaction: async () => (known ? { transaction: known } : undefined),
  }) as ccc.Client
}

const FEE = CKB / 50n

function commitment(
  changed: { receiver?: ccc.Script; fee?: bigint } = {},
  id = 7n,
  split = 0n,
  salt: ccc.Hex | null = SALT,
): ccc.Hex {
  const { receiver: payee = receiver, fee = FEE } = changed
  return paymentCommitment({
    id,
    salt,
    senderLockHash: sender.hash(),
    shares: [
      { kind: "fee", lockHash: platform.hash(), amount: fee },
      { kind: "receiver", lockHash: payee.hash(), amount: expected.amount - fee - split },
      { kind: "split", lockHash: stranger.hash(), amount: split },
    ],
  })
}

function honest(): ccc.Transaction {
  return ccc.Transaction.from({
    inputs: [0, 1].map((index) => ({ previousOutput: { txHash: earlier.hash(), index } })),
    outputs: [
      { lock: sender, capacity: 98n * CKB - NETWORK_FEE },
      { lock: platform, capacity: 67n * CKB },
    ],
    outputsData: ["0x", "0x"],
    witnesses: ["0x", "0x", commitment()],
  })
}

function prepared(tx: ccc.Transaction, changed: Partial<Prepared> = {}): Prepared {
  return {
    payment_id: 7,
    client_secret: "secret",
    salt: SALT,
    tx_hash: tx.hash(),
    raw_tx: ccc.hexFrom(tx.toBytes()),
    amount: "200000000",
    platform_fee: "2000000",
    network_fee: NETWORK_FEE.toString(),
    expires_at: "2026-11-23T00:00:00Z",
    paid_before: null,
    ...changed,
  }
}

test("an honest transaction shows what the payer pays, gets back and gives the network", async () => {
  const reviewed = await reviewPayment(node(), prepared(honest()), expected)
  expect(reviewed.pays).toBe(2n * CKB + NETWORK_FEE)
  expect(reviewed.getsBack).toBe(98n * CKB - NETWORK_FEE)
  expect(reviewed.networkFee).toBe(NETWORK_FEE)
  expect(reviewed.hash).toBe(honest().hash())
})

test("a split that the page shows is what the signature covers", async () => {
  const tx = honest()
  tx.witnesses.splice(2, 1, commitment({}, 7n, CKB / 4n))
  const splits = [{ lock: stranger, amount: shannons(CKB / 4n) }]
  await expect(reviewPayment(node(), prepared(tx), { ...expected, splits })).resolves.toMatchObject({
    pays: 2n * CKB + NETWORK_FEE,
  })
})

test("what the server divides is what the check accepts, for any terms, and a shannon less is not", async () => {
  await fc.assert(
    fc.asyncProperty(divisible, async (terms) => {
      const splits = terms.splits.map((split, i) => ({ ...split, lock: lock(`splitter ${i}`) }))
      const shares = divideIntoShares({
        ...terms,
        platform: platform.hash(),
        receiver: receiver.hash(),
        splits: splits.map(({ lock, ...split }) => ({ ...split, lockHash: lock.hash() })),
      })
      const asked = { ...expected, ...terms, splits }
      const { known, tx } = paying(terms.amount, shares)
      await expect(reviewPayment(node(known), prepared(tx), asked)).resolves.toMatchObject({
        pays: terms.amount + NETWORK_FEE,
      })
      const [first, ...others] = shares as [Share, ...Share[]]
      const less = paying(terms.amount, [{ ...first, amount: first.amount - 1n }, ...others])
      await expect(reviewPayment(node(less.known), prepared(less.tx), asked)).rejects.toThrow(ReviewMismatch)
    }),
  )
})

describe("a payer is not asked to sign", () => {
  const changes: [string, (tx: ccc.Transaction) => void][] = [
    ["a larger amount", (tx) => move(tx, CKB)],
    ["a smaller amount", (tx) => move(tx, -1n)],
    ["a larger network fee", (tx) => pay(tx, 0, -1n)],
    ["change that goes to somebody else", (tx) => give(tx, 0, stranger)],
    ["an amount that goes to somebody else", (tx) => give(tx, 1, stranger)],
    ["an output with a type script", (tx) => type(tx, stranger)],
    ["an output with data", (tx) => tx.outputsData.splice(0, 1, "0x00")],
    ["another payee", (tx) => tx.witnesses.splice(2, 1, commitment({ receiver: stranger }))],
    ["a larger platform fee", (tx) => tx.witnesses.splice(2, 1, commitment({ fee: CKB }))],
    ["a split that nobody has seen", (tx) => tx.witnesses.splice(2, 1, commitment({}, 7n, CKB / 4n))],
    ["the commitment of another payment", (tx) => tx.witnesses.splice(2, 1, commitment({}, 8n))],
    ["no commitment", (tx) => tx.witnesses.splice(2, 1)],
    ["a stranger's cell", (tx) => spend(tx, 2)],
    ["a second cell of the platform's", (tx) => spend(tx, 3)],
    ["a witness more than it should have", (tx) => tx.witnesses.push("0x")],
    ["a payment that could only be sent later", (tx) => later(tx)],
  ]

  test.each(changes)("%s", async (_, change) => {
    const tx = honest()
    change(tx)
    await expect(reviewPayment(node(), prepared(tx), expected)).rejects.toThrow(ReviewMismatch)
  })

  test.each([
    ["another salt", { salt: `0x${"5b".repeat(32)}` }],
    ["no salt", { salt: undefined as unknown as string }],
    ["a salt with lines of its own", { salt: `${SALT}\n${sender.hash()}` }],
  ])("what comes with %s", async (_, changed) => {
    await expect(reviewPayment(node(), prepared(honest(), changed), expected)).rejects.toThrow(ReviewMismatch)
  })

  test("a commitment that everybody could guess, without a salt", async () => {
    const tx = honest()
    tx.witnesses.splice(2, 1, commitment({}, 7n, 0n, null))
    const claim = prepared(tx, { salt: undefined as unknown as string })
    await expect(reviewPayment(node(), claim, expected)).rejects.toThrow(ReviewMismatch)
  })

  test("another transaction than the hash names", async () => {
    const claim = prepared(honest(), { tx_hash: earlier.hash() })
    await expect(reviewPayment(node(), claim, expected)).rejects.toThrow(ReviewMismatch)
  })

  test("another network fee than the server named", async () => {
    const claim = prepared(honest(), { network_fee: "1" })
    await expect(reviewPayment(node(), claim, expected)).rejects.toThrow(ReviewMismatch)
  })

  test("what only adds up with a node that lies about the sender's cell", async () => {
    const tx = honest()
    pay(tx, 0, -10n * CKB)
    const forged = earlier.clone()
    pay(forged, 0, -10n * CKB)
    await expect(reviewPayment(node(forged), prepared(tx), expected)).rejects.toThrow(ReviewMismatch)
  })

  test("bytes that are no transaction", async () => {
    const tx = honest()
    const claim = prepared(tx, { raw_tx: `${ccc.hexFrom(tx.toBytes())}00` })
    await expect(reviewPayment(node(), claim, expected)).rejects.toThrow(ReviewMismatch)
  })

  test("cells that the node does not know", async () => {
    await expect(reviewPayment(node(null), prepared(honest()), expected)).rejects.toThrow(ReviewMismatch)
  })
})

/** An honest transaction of any amount with a commitment to these shares, and the one that made its cells. */
function paying(amount: bigint, shares: Share[]): { known: ccc.Transaction; tx: ccc.Transaction } {
  const known = earlier.clone()
  pay(known, 0, amount)
  const tx = honest()
  for (const input of tx.inputs) input.previousOutput.txHash = known.hash()
  pay(tx, 0, 2n * CKB)
  pay(tx, 1, amount - 2n * CKB)
  tx.witnesses.splice(2, 1, paymentCommitment({ id: 7n, salt: SALT, senderLockHash: sender.hash(), shares }))
  return { known, tx }
}

function output(tx: ccc.Transaction, index: number): ccc.CellOutput {
  const found = tx.outputs[index]
  if (!found) throw new Error(`no output ${index}`)
  return found
}

function pay(tx: ccc.Transaction, index: number, more: bigint): void {
  output(tx, index).capacity += more
}

/** From the sender to the platform, the network fee unchanged. */
function move(tx: ccc.Transaction, amount: bigint): void {
  pay(tx, 0, -amount)
  pay(tx, 1, amount)
}

function give(tx: ccc.Transaction, index: number, owner: ccc.Script): void {
  output(tx, index).lock = owner
}

function type(tx: ccc.Transaction, script: ccc.Script): void {
  output(tx, 0).type = script
}

function later(tx: ccc.Transaction): void {
  for (const input of tx.inputs) input.since = 1n
}

function spend(tx: ccc.Transaction, index: number): void {
  tx.inputs.push(ccc.CellInput.from({ previousOutput: { txHash: earlier.hash(), index } }))
  tx.witnesses.splice(2, 0, "0x")
}
