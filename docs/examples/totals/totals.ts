import { env } from "node:process"

const { MICROPAY_URL, MICROPAY_KEY } = env

const reply = await fetch(`${MICROPAY_URL}/api/totals`, {
  method: "POST",
  headers: { authorization: `Bearer ${MICROPAY_KEY}`, "content-type": "application/json" },
  body: JSON.stringify({ by: "info", keys: ["post-1204", "post-1205"] }),
})
console.log(await reply.text())
