import { env } from "node:process"

const { MICROPAY_URL, MICROPAY_KEY } = env

const headers = { authorization: `Bearer ${MICROPAY_KEY}` }
const reply = await fetch(`${MICROPAY_URL}/api/event?type=payment.confirmed&after=0`, { headers })
console.log(await reply.text())
