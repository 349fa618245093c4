import { randomUUID } from "node:crypto"
import { describe, expect } from "vitest"
import * as payment from "@/lib/http/api/payment"
import { call } from "@/lib/http/api.fixture"
import { createPaymentLink } from "@/lib/link/create"
import { preparePaymentByLink } from "@/lib/link/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { apiStage, fromSomewhere } from "@/test/support/api"
import { ckb, send } from "@/test/support/payment"
import type { Wallet } from "@/test/support/wallet"

const test = apiStage()
  .extend("paid", { scope: "file" }, ({ ctx, chain, platform, receiver }) => {
    /** A payment of 2 CKB that a block has, from a wallet that could pay once more. */
    return async (sender: Wallet, to: Pick<Wallet, "address"> = receiver) => {
      const sent = await send(ctx, sender, to, ckb("2"))
      await chain.commit(sent.txHash)
      await platform.follow()
      return sent
    }
  })
  .extend("asked", { scope: "file" }, ({ ctx, receiver }) => {
    /** What prepare says of earlier payments, for one of 2 CKB to the receiver unless told otherwise. */
    return async (sender: Wallet, { on = ctx, headers = fromSomewhere(), ...change }: Asking = {}) => {
      const body = { sender: sender.address, receiver: receiver.address, amount: `${ckb("2")}`, ...change }
      const { status, json } = await call(on, payment.preparePayment, { body, headers })
      expect(status, JSON.stringify(json)).toBe(201)
      return json.paid_before
    }
  })

interface Asking {
  on?: Parameters<typeof call>[0]
  headers?: Record<string, string>
  receiver?: string
  amount?: string
  info?: string
}

describe("who prepares what they have just paid", () => {
  test("is told which payment it was, whether a block has it yet or not", async ({
    ctx,
    chain,
    platform,
    walletWith,
    receiver,
    asked,
  }) => {
    const sender = await walletWith("100", "100")
    expect(await asked(sender)).toBeNull()
    const sent = await send(ctx, sender, receiver, ckb("2"))
    const told = { payment_id: Number(sent.paymentId), tx_hash: sent.txHash, amount: `${ckb("2")}`, same: "payment" }
    expect(await asked(sender)).toMatchObject(told)
    await chain.commit(sent.txHash)
    await platform.follow()
    expect(await asked(sender)).toMatchObject(told)
  })

  test("is told nothing of what is another payment to people, or long ago", async ({
    ctx,
    walletWith,
    stranger,
    paid,
    asked,
  }) => {
    const sender = await walletWith("100")
    const { paymentId } = await paid(sender)
    for (const change of [{ receiver: stranger.address }, { amount: `${ckb("3")}` }, { info: "order 89" }])
      expect(await asked(sender, change), JSON.stringify(change)).toBeNull()
    expect(await asked(sender)).not.toBeNull()
    await ctx.db.$executeRaw`
      UPDATE claim SET created_at = now() - interval '61 minutes' WHERE payment_id = ${paymentId}`
    expect(await asked(sender)).toBeNull()
  })

  test("is told of a payment through the same link, and of no other", async ({
    ctx,
    chain,
    platform,
    walletWith,
    receiver,
    asked,
  }) => {
    const sender = await walletWith("100")
    const link = await createPaymentLink(ctx, { receiver: receiver.address, title: "Mug", amount: ckb("2") })
    const ask = async () => {
      const body = { sender: sender.address, link: link.slug }
      return (await call(ctx, payment.preparePayment, { body, headers: fromSomewhere() })).json.paid_before
    }
    const prepared = await preparePaymentByLink(ctx, { sender: sender.address, slug: link.slug })
    await submitPayment(ctx, { paymentId: prepared.paymentId, rawTx: await sender.sign(prepared.rawTx) })
    await chain.commit(prepared.txHash)
    await platform.follow()
    expect(await ask()).toMatchObject({ payment_id: Number(prepared.paymentId), same: "payment" })
    expect(await asked(sender)).toBeNull()
  })

  test("is told the same by a repeated request, also when it is paid meanwhile", async ({
    walletWith,
    paid,
    asked,
  }) => {
    const sender = await walletWith("100", "100")
    const headers = { ...fromSomewhere(), "idempotency-key": randomUUID() }
    expect(await asked(sender, { headers })).toBeNull()
    await paid(sender)
    expect(await asked(sender, { headers })).toBeNull()
    const anew = { ...headers, "idempotency-key": randomUUID() }
    const told = await asked(sender, { headers: anew })
    expect(told).not.toBeNull()
    expect(await asked(sender, { headers: anew })).toEqual(told)
  })

  test("is told of it however much others have prepared in their name", async ({ walletWith, paid, asked }) => {
    const sender = await walletWith("100")
    const { paymentId } = await paid(sender)
    for (let i = 0; i < 25; i++) await asked(sender, { amount: `${ckb("3")}` })
    expect(await asked(sender)).toMatchObject({ payment_id: Number(paymentId) })
  })
})

describe("off the devnet, where who paid whom is private", () => {
  test("the wallet that has paid is told all, and where reads are open everybody", async ({
    elsewhere,
    walletWith,
    stranger,
    signedIn,
    paid,
    asked,
  }) => {
    const sender = await walletWith("100")
    const { paymentId } = await paid(sender)
    const told = { payment_id: Number(paymentId), same: "payment" }
    expect(await asked(sender, { on: elsewhere(), headers: await signedIn(sender) })).toMatchObject(told)
    expect(await asked(sender, { on: elsewhere({ openReads: true }) })).toMatchObject(told)
    const other = { on: elsewhere(), headers: await signedIn(sender), receiver: stranger.address }
    expect(await asked(sender, other)).toBeNull()
  })

  test("a stranger gets one answer whoever was paid: what the chain shows of the amount", async ({
    ctx,
    elsewhere,
    walletWith,
    receiver,
    stranger,
    signedIn,
    paid,
    asked,
  }) => {
    const sender = await walletWith("200")
    const first = await paid(sender, receiver)
    const second = await paid(sender, stranger)
    const nobody = await walletWith()
    const [transaction] = await ctx.db.chainTransaction.findMany({ where: { paymentId: second.paymentId } })
    const shown = {
      payment_id: null,
      tx_hash: second.txHash,
      amount: `${ckb("2")}`,
      created_at: transaction?.committedAt?.toISOString(),
      same: "amount",
    }
    for (const headers of [
      fromSomewhere(),
      await signedIn(stranger),
      await signedIn(receiver),
      { ...fromSomewhere(), "x-client-secret": first.clientSecret },
    ]) {
      for (const change of [{}, { receiver: stranger.address }, { receiver: nobody.address }, { info: "a" }])
        expect(await asked(sender, { on: elsewhere(), headers, ...change }), JSON.stringify(change)).toEqual(shown)
      expect(await asked(sender, { on: elsewhere(), headers, amount: `${ckb("3")}` })).toBeNull()
    }
  })

  test("a stranger hears nothing of what no block shows", async ({ ctx, elsewhere, walletWith, receiver, asked }) => {
    const sender = await walletWith("100", "100")
    await send(ctx, sender, receiver, ckb("2"))
    expect(await asked(sender, { on: elsewhere() })).toBeNull()
    expect(await asked(sender)).not.toBeNull()
  })
})
