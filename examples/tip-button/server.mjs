// A forum with a button for tips under each post. What a tip is divided into is decided here, not in the page.
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import { createClient, parseCkb } from "@micro-pay/client"

const {
  MICROPAY_KEY: key,
  MICROPAY_PAGE_KEY: pageKey,
  AUTHOR: author,
  SECTION: section,
  COMMUNITY: community,
} = process.env
const pay = createClient({ url: process.env.MICROPAY_URL ?? "http://localhost:3000", key })
const PORT = Number(process.env.PORT ?? "4001")
const PAGE = readFileSync(new URL("page.html", import.meta.url), "utf8")
const SCRIPT = readFileSync(new URL("page.js", import.meta.url))

/** A post's link, made when somebody first looks at the post. A real forum keeps it beside the post. */
const links = new Map()
function linkOf(post) {
  const known = links.get(post)
  if (known) return known
  const made = pay.links.create({
    receiver: author,
    // The author gets what is left: 70 %.
    splits: [
      { receiver: section, bps: 2_000 },
      { receiver: community, bps: 1_000 },
    ],
    presets: [parseCkb("0.5"), parseCkb("1"), parseCkb("5")],
    title: `Tip for post ${post}`,
    info: `post/${post}`,
  })
  links.set(post, made)
  made.catch(() => links.delete(post))
  return made
}

/** Nothing inline, nothing from elsewhere but the button and what it asks. */
const POLICY = `default-src 'none'; script-src 'self' ${pay.url}; connect-src ${pay.url}; base-uri 'none'`

createServer(async (request, response) => {
  const send = (status, type, text) => {
    response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "content-security-policy": POLICY })
    response.end(text)
  }
  if (request.url === "/page.js") return send(200, "text/javascript", SCRIPT)
  if (request.url !== "/") return send(404, "text/plain", "Nothing here.")
  try {
    const { slug } = await linkOf("1")
    const values = { URL: pay.url, SLUG: slug, INFO: "post/1", KEY: pageKey ?? "" }
    send(
      200,
      "text/html",
      PAGE.replace(/\$\{(\w+)\}/g, (_, name) => values[name] ?? ""),
    )
  } catch (error) {
    console.error(error)
    send(500, "text/plain", "The button cannot be shown now.")
  }
}).listen(PORT, () => console.log(`the forum is at http://localhost:${PORT}`))
