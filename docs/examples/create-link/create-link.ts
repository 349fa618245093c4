import { env } from "node:process"

const { MICROPAY_URL, MICROPAY_KEY, RECEIVER } = env

const reply = await fetch(`${MICROPAY_URL}/api/link`, {
  method: "POST",
  headers: { authorization: `Bearer ${MICROPAY_KEY}`, "content-type": "application/json" },
  body: JSON.stringify({
    receiver: RECEIVER,
    amount: "50000000",
    title: "Order 7",
    reference: "order-7",
    success_url: "https://shop.example/thanks",
  }),
})
console.log(await reply.text())
