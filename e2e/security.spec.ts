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
