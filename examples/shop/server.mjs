// A shop: takes orders, sends buyers to the checkout, and ships when the webhook says that an order is paid.
import { randomUUID } from "node:crypto"
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { buffer } from "node:stream/consumers"
import { createClient, formatCkb, parseCkb, SignatureError, verifyReturn, verifyWebhook } from "@micro-pay/client"

const { MICROPAY_KEY: key, MICROPAY_PUBLIC_KEY: publicKey, RECEIVER: receiver } = process.env
const pay = createClient({ url: process.env.MICROPAY_URL ?? "http://localhost:3000", key })
const PORT = Number(process.env.PORT ?? "4000")
/** This shop, as buyers and the platform reach it. */
const SHOP = process.env.SHOP_URL ?? `http://localhost:${PORT}`
const STATE = process.env.STATE ?? "shop.json"
const GOODS = { tea: { name: "A pound of tea", price: parseCkb("3.5") } }

/** A real shop has a database. */
const state = existsSync(STATE) ? JSON.parse(readFileSync(STATE, "utf8")) : { orders: {}, seen: 0 }
function save() {
  writeFileSync(`${STATE}.new`, JSON.stringify(state), { mode: 0o600, flush: true })
  renameSync(`${STATE}.new`, STATE)
}

/**
 * However often an event is told, and by whichever way, an order is shipped once. It is paid through its own link,
 * whose amount and receiver are the shop's: through a link for many payments anybody may name any order.
 */
function take({ type, data }) {
  const order = Object.values(state.orders).find(({ link }) => link !== undefined && link === data.link)
  if (type === "payment.committed" && order?.state === "waiting") order.state = "paid"
  // Not before: a block can still leave the chain.
  if (type === "payment.confirmed" && order && order.state !== "shipped") {
    order.state = "shipped"
    console.log(`shipping ${data.reference}, paid by payment ${data.id}`)
  }
  if (type === "payment.reorganised" && order?.state === "paid") order.state = "waiting"
  save()
}

const routes = {
  "GET /": async () => page("Shop", goods()),

  async "POST /orders"({ body }) {
    const good = GOODS[new URLSearchParams(body.toString()).get("good")]
    if (!good) return { status: 404, text: "We do not have that." }
    const number = randomUUID()
    // Remembered before it can be paid. Asked for once more, the same number gets the same link.
    state.orders[number] = { good: good.name, state: "waiting" }
    save()
    const { slug } = await pay.links.create({
      receiver,
      amount: good.price,
      title: good.name,
      reference: number,
      success_url: `${SHOP}/thanks`,
      cancel_url: `${SHOP}/`,
    })
    state.orders[number].link = slug
    save()
    return { status: 303, location: `${pay.url}/p/${slug}` }
  },

  /** The buyer comes back. The signature says that the order is paid; it is shipped when the webhook says so. */
  async "GET /thanks"({ url }) {
    const { reference } = await verifyReturn(url, publicKey)
    return { status: 303, location: `/orders/${reference}` }
  },

  async "GET /orders"({ url }) {
    const order = state.orders[url.pathname.split("/")[2]]
    return order
      ? page("Your order", `${order.good}: <b id="state">${order.state}</b>`)
      : { status: 404, text: "No such order." }
  },

  async "POST /hooks"({ body, headers }) {
    take(await verifyWebhook(body, headers, state.webhook.secret))
    return { status: 204 }
  },
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, SHOP)
  const route = routes[`${request.method} /${url.pathname.split("/")[1]}`]
  const {
    status,
    location,
    text = "",
  } = await answer(route, { url, headers: request.headers, body: await buffer(request) })
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `default-src 'none'; form-action 'self' ${pay.url}`,
    ...(location ? { location } : {}),
  })
  response.end(text)
})

async function answer(route, request) {
  try {
    return route ? await route(request) : { status: 404, text: "Nothing here." }
  } catch (error) {
    if (error instanceof SignatureError) return { status: 400, text: "This is not signed by the platform." }
    console.error(error)
    return { status: 500, text: "Something went wrong here." }
  }
}

const page = (title, text) => ({
  status: 200,
  text: `<!doctype html><title>${title}</title><h1>${title}</h1><p>${text}`,
})

function goods() {
  const forms = Object.entries(GOODS).map(
    ([id, { name, price }]) =>
      `<form method="post" action="/orders"><button name="good" value="${id}">${name}, ${formatCkb(price)} CKB</button></form>`,
  )
  return forms.join("")
}

if (!state.webhook) {
  const { id, secret } = await pay.webhooks.create({
    url: `${SHOP}/hooks`,
    types: ["payment.committed", "payment.confirmed", "payment.reorganised"],
  })
  state.webhook = { id, secret }
  save()
}
server.listen(PORT, async () => {
  // What has happened while this program was not running.
  for await (const event of pay.events.all({ after: String(state.seen) })) {
    take(event)
    state.seen = event.id
  }
  save()
  console.log(`the shop is open at ${SHOP}`)
})
