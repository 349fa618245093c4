import { submitPayment } from "@/lib/payment/submit"
import type { transferPayment } from "./contracts/payment"
import type { Call } from "./route"

/** The work of `/api/payment/transfer` and of its other name, `/api/payment/submit`. */
export async function transfer({ ctx, body }: Pick<Call<typeof transferPayment>, "ctx" | "body">) {
  const { paymentId, txHash, status } = await submitPayment(ctx, { paymentId: body.payment_id, rawTx: body.raw_tx })
  return { payment_id: Number(paymentId), tx_hash: txHash, status }
}
