import { ccc } from "@ckb-ccc/core"
import { expect } from "vitest"
import * as payment from "@/lib/http/api/payment"
import * as receiver from "@/lib/http/api/receiver"
import { call } from "@/lib/http/api.fixture"
import { apiStage, fromSomewhere, idOf } from "@/test/support/api"
import { newProgram } from "@/test/support/keys"
import { createWallet } from "@/test/support/wallet"

/*
 * The calls that the forum's server of web5fans/bbs makes to web5fans/micro-pay, translated as docs/from-upstream.md
 * says. What is under test is that nothing of them is lost.
 */

const test = apiStage()

interface Tip {
  sender: string
  senderDid: string
  receiver: string
  receiverDid: string
  category: number
  amount: number
  info: string
  splitReceivers: { address: string; splitRate: number }[]
}

/** Field by field, as the page has it. */
const translated = ({ senderDid, receiverDid, splitReceivers, ...same }: Tip) => ({
  ...same,
  sender_did: senderDid,
  receiver_did: receiverDid,
  splits: splitReceivers.map(({ address, splitRate }) => ({ receiver: address, bps: splitRate * 100 })),
})

test("a forum's tip with two splits is prepared, signed, handed in, listed and counted", async ({
  chain,
  platform,
  ctx,
  elsewhere,
  sender,
  receiver: author,
}) => {
  const [forum, section] = [await createWallet(chain), await createWallet(chain)]
  const headers = { ...(await newProgram(ctx)).headers, ...fromSomewhere() }
  const tip: Tip = {
    sender: sender.address,
    senderDid: "did:ckb:sender",
    receiver: author.address,
    receiverDid: "did:ckb:author",
    category: 0,
    amount: 200_000_000,
    info: "app.bbs.post/at://did:ckb:author/app.bbs.post/3m",
    splitReceivers: [
      { address: forum.address, splitRate: 10 },
      { address: section.address, splitRate: 20 },
    ],
  }
  const ask = (contract: Parameters<typeof call>[1], options: Parameters<typeof call>[2]) =>
    call(elsewhere(), contract, { headers, ...options })

  const prepared = (await ask(payment.preparePayment, { body: translated(tip) })).json
  expect(ccc.Transaction.fromBytes(prepared.raw_tx).hash()).toBe(prepared.tx_hash)
  const transfer = {
    payment_id: prepared.payment_id,
    client_secret: prepared.client_secret,
    raw_tx: await sender.sign(prepared.raw_tx),
  }
  expect((await ask(payment.transferPayment, { body: transfer })).json.status).toBe("submitted")
  await chain.commit(prepared.tx_hash)
  await platform.mine(1)

  const paid = (await ask(payment.getPayment, { params: idOf(prepared) })).json
  expect(paid).toMatchObject({
    status: "confirmed",
    is_complete: true,
    amount: "200000000",
    info: tip.info,
    category: 0,
  })
  // Of what the fee of 1 % leaves, 70, 10 and 20 per cent.
  const shares = paid.accounts.map(({ receiver, amount }: Record<string, string>) => [receiver, amount])
  expect(shares).toEqual(
    expect.arrayContaining([
      [author.address, "138600000"],
      [forum.address, "19800000"],
      [section.address, "39600000"],
    ]),
  )

  const period = { from: new Date(Date.now() - 3_600_000).toISOString(), category: "0", limit: "20" }
  for (const [contract, did] of [
    [payment.listPaymentsOfSenderDid, tip.senderDid],
    [payment.listPaymentsOfReceiverDid, tip.receiverDid],
  ] as const) {
    const { json } = await ask(contract, { params: { did }, query: period })
    expect(json).toMatchObject([{ id: prepared.payment_id, sender_did: tip.senderDid, receiver_did: tip.receiverDid }])
  }
  const completed = await ask(payment.listPayments, { query: { info: tip.info, status: "confirmed" } })
  expect(completed.json).toMatchObject([{ id: prepared.payment_id, amount: "200000000" }])
  const entries = await call(ctx, receiver.listEntries, { params: { address: section.address } })
  expect(entries.json).toMatchObject([{ payment_id: prepared.payment_id, amount: "39600000", status: "available" }])
})
