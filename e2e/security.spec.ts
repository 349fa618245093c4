import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { expect, test } from "./support/test"

test("a page runs no script but its own, and sends nothing elsewhere", async ({ page }) => {
  // What an attacker could write into the page: a script, as the server would send it.
  await page.route("/pay", async (route) => {
    const answer = await route.fetch()
    const body = (await answer.text()).replace("</head>", "<script>window.ran = 'injected'</script></head>")
    await route.fulfill({ response: answer, body })
  })
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
      Object.assign(window, { refused: [...(Reflect.get(window, "refused") ?? []), effectiveDirective] })
    })
  })
  const answer = await page.goto("/pay")
  expect(answer?.headers()["content-security-policy"]).toMatch(/script-src 'self' 'nonce-[\w+/=]{22,}';/)
  await expect(page.getByTestId("checkout-form")).toBeVisible()
  await page.evaluate(async () => {
    const add = (name: string, rest: object) => document.body.append(Object.assign(document.createElement(name), rest))
    add("script", { text: "window.ran = 'added'" })
    add("script", { src: "https://example.invalid/" })
    add("div", { innerHTML: '<img src="data:," onerror="window.ran = \'attribute\'">' })
    add("iframe", { src: "https://example.invalid/" })
    await fetch("https://example.invalid/").catch(() => {})
  })
  await expect
    .poll(() => page.evaluate(() => Reflect.get(window, "refused").toSorted()))
    .toEqual(["connect-src", "frame-src", "script-src-attr", "script-src-elem", "script-src-elem", "script-src-elem"])
  expect(await page.evaluate(() => Reflect.get(window, "ran"))).toBeUndefined()
})

test("each answer has a nonce of its own, and no page stands in a frame of another", async ({ page, baseURL }) => {
  const policies = await Promise.all([1, 2].map(async () => (await page.request.get("/")).headers()))
  expect(new Set(policies.map((headers) => headers["content-security-policy"])).size).toBe(2)
  const refusal = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors 'none'"))
  await page.setContent(`<iframe src="${baseURL}/pay"></iframe>`)
  await refusal
})

test("no child inherits a secret, PostgreSQL and the development chain least of all", async ({ home }) => {
  const json = (name: string) => JSON.parse(readFileSync(join(home, name), "utf8"))
  const { web, devnet } = json("processes.json")
  const postmaster = join(resolve(home, json("state.json").postgres.folder), "postmaster.pid")
  const postgres = Number.parseInt(readFileSync(postmaster, "utf8"), 10)
  const children = readdirSync("/proc").filter(
    (pid) => /^\d+$/.test(pid) && [web.pid, postgres].includes(parentOf(pid)),
  )
  const secrets = ["admin.password", "platform.key", "postgres.password", "postgres-server.password"].map((name) =>
    readFileSync(join(home, name), "utf8").trim(),
  )
  for (const pid of [devnet.pid, postgres, ...children]) {
    const environment = readFileSync(`/proc/${pid}/environ`, "utf8")
    for (const secret of secrets) expect(environment).not.toContain(secret)
    expect(environment).not.toMatch(/(^|\0)(DATABASE_URL|PLATFORM_KEY|ADMIN_PASSWORD)=./)
  }
})

function parentOf(pid: string): number {
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")[1],
    )
  } catch {
    // It has ended meanwhile.
    return 0
  }
}

test("an idle connection outlives a proxy's", async ({ request }) => {
  const { "keep-alive": promise } = (await request.get("/api/health")).headers()
  expect(Number(/timeout=(\d+)/.exec(promise ?? "")?.[1])).toBeGreaterThan(600)
})

test("a payment's routes answer the same, called by Next or without it", async ({ baseURL, request }) => {
  for (const name of ["prepare", "submit", "transfer"]) {
    const url = `${baseURL}/api/payment/${name}`
    const headers = { "content-type": "application/json", "x-request-id": `same-${name}` }
    const without = await request.post(url, { headers, data: "{}" })
    // Another spelling goes Next's way.
    const byNext = await fetch(`${url}?`, { method: "POST", headers, body: "{}" })
    expect(without.status()).toBe(byNext.status)
    expect(await without.json()).toEqual(await byNext.json())
    const ofItsOwn = [
      "date",
      "connection",
      "keep-alive",
      "content-length",
      "transfer-encoding",
      "content-encoding",
      "vary",
    ]
    const kept = (all: Record<string, string>) =>
      Object.fromEntries(Object.entries(all).filter(([header]) => !ofItsOwn.includes(header)))
    expect(kept(without.headers())).toEqual(kept(Object.fromEntries(byNext.headers)))
  }
})
