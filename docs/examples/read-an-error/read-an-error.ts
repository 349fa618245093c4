import { env } from "node:process"

const { MICROPAY_URL, MICROPAY_KEY, RECEIVER } = env

const reply = await fetch(`${MICROPAY_URL}/api/link`, {
  method: "POST",
  headers: { authorization: `Bearer ${MICROPAY_KEY}`, "content-type": "application/json" },
  body: JSON.stringify({ receiver: RECEIVER, amount: "0.5", title: "Order 8" }),
})
const answer = await reply.json()
if (!reply.ok && answer.code === "VALIDATION_ERROR") console.log(JSON.stringify(answer))
