import { env } from "node:process"

const { MICROPAY_URL, MICROPAY_KEY, PAYMENT } = env

const reply = await fetch(`${MICROPAY_URL}/api/payment/${PAYMENT}/refund`, {
  method: "POST",
  headers: {
    authorization: `Bearer ${MICROPAY_KEY}`,
    "idempotency-key": "refund-of-order-7-cup",
    "content-type": "application/json",
  },
  body: JSON.stringify({ amount: "10000000", reason: "One cup was broken" }),
})
console.log(await reply.text())
