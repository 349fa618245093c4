import { env } from "node:process"

const { MICROPAY_URL, MICROPAY_KEY, HOOKS } = env

const reply = await fetch(`${MICROPAY_URL}/api/webhook`, {
  method: "POST",
  headers: { authorization: `Bearer ${MICROPAY_KEY}`, "content-type": "application/json" },
  body: JSON.stringify({ url: HOOKS, types: ["payment.confirmed"] }),
})
console.log(await reply.text())
