import pino from "pino"
import { expect } from "vitest"
import { parseAddress } from "@/lib/chain/address"
import { createFeeRate } from "@/lib/chain/fee-rate"
import { connectRpc } from "@/lib/chain/rpc"
import type { Context } from "@/lib/context"
import { connectDatabase } from "@/lib/db"
import * as payment from "@/lib/http/api/payment"
import { call } from "@/lib/http/api.fixture"
import { signInWallet } from "@/lib/http/wallet-session"
import { sharedStage } from "./stage"
import type { Wallet } from "./wallet"

type ApiStageOptions = Parameters<typeof sharedStage>[0] & { elsewhere?: Partial<Context["config"]> }

/** HTTP Basic of the operator that each installation has; off the devnet it only reads. */
export const OPERATOR = { authorization: `Basic ${Buffer.from("admin:test password").toString("base64")}` }

let addresses = 0
/** Limits are counted for each network address: who asks from a new one has used up nothing. */
export function fromSomewhere(): { "x-forwarded-for": string } {
  addresses += 1
  return { "x-forwarded-for": `10.1.${addresses >> 8}.${addresses & 255}` }
}

/** A cookie as the browser sends it back. */
export const cookieIn = (headers: Headers): string => headers.getSetCookie()[0]?.split(";")[0] ?? ""

export const idOf = ({ payment_id }: { payment_id: number }) => ({ id: String(payment_id) })

/**
 * The stage of a file of API tests, on a devnet of its own: `const test = apiStage()`. The receiver has a cell, to
 * which a withdrawal can add; a stranger has nothing.
 *
 * @param elsewhere what is different off the devnet, besides closed reads and the limits
 */
export function apiStage({ elsewhere: abroad = {}, ...options }: ApiStageOptions = {}) {
  return (
    sharedStage({ senderHas: ["10000"], receiverHas: ["61"], ...options })
      .extend("stranger", { scope: "file" }, ({ walletWith }) => walletWith())
      // The same installation as it would be off the devnet: reads closed, limits on.
      .extend("elsewhere", { scope: "file" }, ({ ctx }) => (change: Partial<Context["config"]> = {}): Context => {
        const config = { ...ctx.config, network: "testnet", openReads: false, ...abroad, ...change } as const
        return { ...ctx, config }
      })
      .extend("withoutDatabase", { scope: "file" }, ({ ctx }, { onCleanup }): Context => {
        const db = connectDatabase("postgresql://nobody@127.0.0.1:1/nothing", 1)
        onCleanup(() => db.$disconnect())
        return { ...ctx, db, log: pino({ level: "silent" }) }
      })
      .extend("withoutNode", { scope: "file" }, ({ ctx }): Context => {
        const rpc = connectRpc("http://127.0.0.1:1")
        return { ...ctx, chain: { ...ctx.chain, rpc, feeRate: createFeeRate(rpc) }, log: pino({ level: "silent" }) }
      })
      // Headers of somebody who has signed in with their wallet; how one gets there has tests of its own.
      .extend("signedIn", { scope: "file" }, ({ elsewhere }) => async ({ address }: Wallet, context = elsewhere()) => {
        const headers = new Headers()
        const party = await parseAddress(context.chain, address)
        await signInWallet(context, new Request("http://localhost:3000/"), party, headers)
        return { ...fromSomewhere(), cookie: cookieIn(headers) }
      })
      .extend("order", { scope: "file" }, ({ sender, receiver }) => () => ({
        sender: sender.address,
        receiver: receiver.address,
        amount: "200000000",
      }))
      .extend("prepared", { scope: "file" }, ({ ctx, order }) => async (body: object = order()) => {
        const { status, json } = await call(ctx, payment.preparePayment, { body, headers: fromSomewhere() })
        expect(status, JSON.stringify(json)).toBe(201)
        return json
      })
  )
}
