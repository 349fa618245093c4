import { ccc } from "@ckb-ccc/core"
import { describe, expect } from "vitest"
import { paymentCommitment } from "@/lib/commitment"
import { shannons } from "@/lib/money"
import { returnKeyOf } from "@/lib/project/return-signature"
import { apiStage } from "@/test/support/api"
import { newProgram } from "@/test/support/keys"
import { ckb } from "@/test/support/payment"
import { newKey } from "@/test/support/wallet"
import { createClient } from "./client"
import { nodeAt, verifyReceipt } from "./index"
import { type Order, type PayOptions, pay, waitUntilPaid } from "./pay"
import { verifyReturn } from "./return"
import { lying, serve } from "./server.fixture"
import { SignatureError } from "./signatures"
import { memoryStore } from "./store"

const URL_OF_SERVER = "http://localhost:3000"
const CKB = 100_000_000n

/** A wallet that tells how often it was opened. */
class Wallet extends ccc.SignerCkbPrivateKey {
  opened = 0

  override signOnlyTransaction(tx: ccc.TransactionLike): Promise<ccc.Transaction> {
    this.opened += 1
    return super.signOnlyTransaction(tx)
  }
}

const test = apiStage()
  .extend("wallet", { scope: "file" }, async ({ chain, platform }) => {
    const wallet = new Wallet(chain.client(), newKey())
    const address = await wallet.getRecommendedAddress()
    await chain.fundMany([1, 2, 3, 4].map(() => ({ address, shannons: ckb("200") })))
    await platform.follow()
    return wallet
  })
  .extend("server", { scope: "file" }, ({ ctx }) => serve(ctx))
  .extend("client", { scope: "file" }, ({ server }) => createClient({ url: URL_OF_SERVER, fetch: server.fetch }))
  /** What the payer wants: 2 CKB for the receiver, of which a tenth goes to a stranger. */
  .extend(
    "wanted",
    { scope: "file" },
    ({ receiver, stranger }) =>
      (): Order => ({
        receiver: receiver.address,
        amount: 2n * CKB,
        splits: [{ receiver: stranger.address, bps: 1_000 }],
      }),
  )
  .extend("commit", { scope: "file" }, ({ chain, platform }) => async (hash: string) => {
    await chain.commit(hash)
    await platform.follow()
  })

describe("pay", () => {
  test("prepares, checks, has the wallet sign, hands in, and waits for the chain", async ({
    chain,
    client,
    wallet,
    wanted,
    commit,
  }) => {
    const seen: bigint[] = []
    const confirm = ({ pays, networkFee, platformFee }: { pays: bigint; networkFee: bigint; platformFee: bigint }) => {
      seen.push(pays - networkFee, platformFee)
      return true
    }
    const paid = await pay(client, { ...wanted(), info: "thanks" }, { signer: wallet, confirm })
    expect(paid).toMatchObject({ status: "submitted", txHash: expect.stringMatching(/^0x[0-9a-f]{64}$/) })
    expect(seen).toEqual([2n * CKB, 2_000_000n])
    await commit(paid.txHash)
    const payment = await waitUntilPaid(client, paid)
    expect(payment).toMatchObject({ id: paid.paymentId, status: "confirmed", info: "thanks", amount: "200000000" })
    expect(payment.accounts.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["fee", "2000000"],
      ["receiver", "178200000"],
      ["split", "19800000"],
    ])
    // What proves it is asked of the chain, and of nobody else.
    const { clientSecret, paymentId } = paid
    const receipt = await client.payments.receipt(paymentId, { clientSecret })
    expect(await verifyReceipt(nodeAt(chain.rpcUrl), receipt)).toMatchObject({ ok: true, amount: 2n * CKB })
  })

  test("through a link divides as the link says, and the way back is signed", async ({
    ctx,
    server,
    client,
    wallet,
    receiver,
    stranger,
    commit,
  }) => {
    const { headers, project } = await newProgram(ctx)
    const shop = createClient({ url: URL_OF_SERVER, key: headers.authorization.slice(7), fetch: server.fetch })
    const terms = { receiver: receiver.address, amount: 3n * CKB, title: "Order 7", reference: "order.7" }
    const splits = [{ receiver: stranger.address, bps: 2_500 }]
    const link = await shop.links.create({ ...terms, splits, success_url: "https://shop.example/thanks" })
    expect(await shop.links.create({ ...terms, splits, success_url: "https://shop.example/thanks" })).toEqual(link)

    const paid = await pay(client, { link: link.slug, amount: 3n * CKB, reference: "order.7" }, { signer: wallet })
    await commit(paid.txHash)
    const { return_url } = await client.payments.get(paid.paymentId, { clientSecret: paid.clientSecret })
    const returned = { paymentId: paid.paymentId, txHash: paid.txHash, reference: "order.7" }
    const publicKey = await returnKeyOf(ctx.db, project.id)
    expect(await verifyReturn(return_url ?? "", publicKey)).toEqual(returned)
    const forged = (return_url ?? "").replace("order.7", "order.8")
    await expect(verifyReturn(forged, publicKey)).rejects.toThrow(SignatureError)
    await expect(shop.links.create({ ...terms, splits })).rejects.toMatchObject({ code: "ALREADY_PAID", status: 409 })
    const [event] = (await shop.events.list({ type: "payment.confirmed" })).items
    expect(event?.data).toMatchObject({ id: paid.paymentId, reference: "order.7" })
  })

  test("never pays twice for one key: after a reload, at once, and when the answer is lost", async ({
    client,
    server,
    wallet,
    wanted,
  }) => {
    const store = memoryStore()
    const resume = { store, key: "order-1" }
    const before = wallet.opened
    const order = { ...wanted(), info: "once" }
    const lost = createClient({ url: URL_OF_SERVER, retries: 0, fetch: answersNothing(server.fetch) })
    await expect(pay(lost, order, { signer: wallet, resume })).rejects.toMatchObject({ code: "UNREACHABLE" })
    const both = await Promise.all([
      pay(client, order, { signer: wallet, resume }),
      pay(client, order, { signer: wallet, resume }),
    ])
    expect(await pay(client, order, { signer: wallet, resume })).toEqual(both[0])
    expect(both[1]).toEqual(both[0])
    expect(wallet.opened - before).toBe(1)
    await expect(pay(client, order, { signer: wallet })).rejects.toMatchObject({ reason: "paid before" })
    expect(wallet.opened - before).toBe(1)
  })
})

/** The server takes what is handed in, and the answer never arrives. */
function answersNothing(honest: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await honest(input, init)
    if (new URL(String(input)).pathname === "/api/payment/transfer") throw new TypeError("fetch failed")
    return response
  }
}

describe("a wallet is not opened for", () => {
  const PREPARE = "/api/payment/prepare"
  const THIEF = `0x${"77".repeat(32)}` as const
  type Prepared = { payment_id: number; salt: ccc.Hex; raw_tx: string; tx_hash: string }
  /** What a server that lies prepares: the honest transaction, changed, under its own hash. */
  const changed = (change: (tx: ccc.Transaction) => void) => (reply: Prepared) => {
    const tx = ccc.Transaction.fromBytes(reply.raw_tx)
    change(tx)
    return { ...reply, raw_tx: ccc.hexFrom(tx.toBytes()), tx_hash: tx.hash() }
  }
  const output = (tx: ccc.Transaction, index: number) => tx.outputs[index] as ccc.CellOutput

  const lies: {
    what: string
    at?: string
    lie?: (reply: never) => unknown
    options?: Partial<PayOptions>
    says: string
  }[] = [
    {
      what: "a larger amount than was asked for",
      lie: changed((tx) => {
        output(tx, 0).capacity -= CKB
        output(tx, 1).capacity += CKB
      }),
      says: "the amount differs",
    },
    {
      what: "another commitment than to who was to be paid",
      lie: (reply: Prepared) =>
        changed((tx) => {
          const shares = [{ kind: "receiver" as const, lockHash: THIEF, amount: shannons(2n * CKB) }]
          const senderLockHash = output(tx, 0).lock.hash()
          const id = BigInt(reply.payment_id)
          tx.witnesses[tx.inputs.length] = paymentCommitment({ id, salt: reply.salt, senderLockHash, shares })
        })(reply),
      says: "the payee or a share differs",
    },
    {
      what: "one more of the platform's cells",
      lie: changed((tx) => {
        const last = tx.inputs.at(-1) as ccc.CellInput
        tx.inputs.push(last.clone())
        tx.witnesses.splice(2, 0, "0x")
      }),
      says: "it spends more of the platform's cells than one",
    },
    {
      what: "one more witness, which the signature would cover",
      lie: changed((tx) => void tx.witnesses.push("0xdead")),
      says: "it says more than who is paid",
    },
    {
      what: "a commitment in another place",
      lie: changed((tx) => void tx.witnesses.reverse()),
      says: "the payee or a share differs",
    },
    {
      what: "another transaction than the hash names",
      lie: (reply: object) => ({ ...reply, tx_hash: THIEF }),
      says: "the transaction hash differs",
    },
    {
      what: "a network fee that it does not pay",
      lie: (reply: object) => ({ ...reply, network_fee: "1" }),
      says: "the network fee differs",
    },
    { what: "a network fee that nobody pays", options: { maxNetworkFee: 1n }, says: "The network's fee" },
    {
      what: "a platform that takes more than anybody",
      at: "/api/config",
      lie: (config: object) => ({ ...config, platform_fee_bps: 5_000 }),
      says: "the payee or a share differs",
    },
    { what: "a fee that the payer has ruled out", options: { maxPlatformFeeBps: 99 }, says: "The platform's fee" },
    { what: "what the caller declines", options: { confirm: () => false }, says: "It was declined" },
  ]

  test.for(lies)("$what", async ({ what, at = PREPARE, lie, options, says }, { server, wallet, wanted }) => {
    const fetch = lie ? lying(server.fetch, at, lie as never) : server.fetch
    const client = createClient({ url: URL_OF_SERVER, fetch })
    const opened = wallet.opened
    const transfers = () => server.requests.filter(({ name }) => name === "POST /api/payment/transfer").length
    const sent = transfers()
    await expect(pay(client, { ...wanted(), info: what }, { signer: wallet, ...options })).rejects.toThrow(says)
    expect([wallet.opened - opened, transfers() - sent]).toEqual([0, 0])
  })

  test("another platform than the one that was named", async ({ server, wallet, wanted, stranger }) => {
    const client = createClient({ url: URL_OF_SERVER, fetch: server.fetch, platform: stranger.address })
    const before = wallet.opened
    await expect(pay(client, wanted(), { signer: wallet, again: true })).rejects.toThrow("somebody else")
    expect(wallet.opened).toBe(before)
  })

  test("an amount that is a number", async ({ client, wallet, wanted }) => {
    const order = { ...wanted(), amount: 2 as never }
    await expect(pay(client, order, { signer: wallet })).rejects.toThrow(TypeError)
  })
})
