import { env } from "node:process"

const { MICROPAY_URL, MICROPAY_KEY, SLUG } = env

const headers = { authorization: `Bearer ${MICROPAY_KEY}` }
const reply = await fetch(`${MICROPAY_URL}/api/link/${SLUG}/payment`, { headers })
console.log(await reply.text())
