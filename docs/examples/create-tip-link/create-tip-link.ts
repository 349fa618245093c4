import { env } from "node:process"

const { MICROPAY_URL, MICROPAY_KEY, AUTHOR, FORUM, MODERATOR } = env

const reply = await fetch(`${MICROPAY_URL}/api/link`, {
  method: "POST",
  headers: { authorization: `Bearer ${MICROPAY_KEY}`, "content-type": "application/json" },
  body: JSON.stringify({
    receiver: AUTHOR,
    title: "A tip for Ana",
    presets: ["50000000", "100000000", "500000000"],
    splits: [
      { receiver: FORUM, bps: 500 },
      { receiver: MODERATOR, bps: 200 },
    ],
    info: "post-1204",
  }),
})
console.log(await reply.text())
