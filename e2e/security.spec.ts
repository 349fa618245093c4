import { expect, test } from "./support/test"

test("a page runs no script but its own, evaluates no text, and stands in no frame", async ({ page, baseURL }) => {
  const answer = await page.goto("/pay")
  const policy = answer?.headers()["content-security-policy"] ?? ""
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{22,}' 'strict-dynamic';/)
  expect(policy).not.toContain("unsafe-eval")
  expect((await page.request.get("/pay")).headers()["content-security-policy"], "each answer has its own").not.toBe(
    policy,
  )
  await expect(page.getByTestId("checkout-form")).toBeVisible()

  const refused = await page.evaluate(async () => {
    const violations: string[] = []
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective))
    const inject = (element: HTMLElement) => document.body.append(element)
    inject(Object.assign(document.createElement("script"), { text: "window.ran = true" }))
    inject(
      Object.assign(document.createElement("div"), { innerHTML: '<img src="data:," onerror="window.ran = true">' }),
    )
    inject(Object.assign(document.createElement("iframe"), { src: "https://example.invalid/" }))
    const form = Object.assign(document.createElement("form"), { action: "https://example.invalid/" })
    inject(form)
    form.submit()
    await fetch("https://example.invalid/").catch(() => {})
    while (violations.length < 5) await new Promise((done) => setTimeout(done, 50))
    return { violations: violations.sort(), ran: "ran" in window }
  })
  expect(refused).toEqual({
    violations: ["connect-src", "form-action", "frame-src", "script-src-attr", "script-src-elem"],
    ran: false,
  })

  await page.setContent(`<iframe src="${baseURL}/pay"></iframe>`)
  const frame = page.frames().find((each) => each !== page.mainFrame())
  await expect(frame?.getByTestId("checkout-form") ?? page.locator("nothing")).toHaveCount(0)
})
