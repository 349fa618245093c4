import { newInstallation } from "./support/new-installation"
import { expect, test } from "./support/test"

// The file's name puts it first: what a new installation shows, nobody can see any more once something was paid.
newInstallation()

test("the landing page says what this is and leads to everything", async ({ page, platform }) => {
  await page.goto("/")
  await expect(page).toHaveTitle(/micro-pay/)
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
  await expect(page.getByTestId("network")).toHaveText("Devnet")
  const links = await page.getByRole("link").evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href))
  const own = [...new Set(links)].filter((link) => !link.includes("#"))
  expect(own.map((link) => new URL(link).pathname)).toEqual(expect.arrayContaining(["/receiver", "/developers"]))
  for (const link of own) expect((await page.request.get(link)).status(), link).toBe(200)

  const receiver = await platform.newAddress()
  const form = page.getByTestId("receiver-form")
  await form.getByRole("textbox").fill(receiver)
  await form.locator("[type=submit]").click()
  await expect(page).toHaveURL(`/receiver/${receiver}`)
  await expect(page.getByTestId("owed-now")).toHaveText("0 CKB")
  await expect(page.getByTestId("empty-state")).toBeVisible()
})

test("the landing page's form leads to a checkout, and says what is wrong before it does", async ({
  page,
  platform,
}) => {
  const receiver = await platform.newAddress()
  await page.goto("/")
  const form = page.getByTestId("checkout-form")
  await form.locator("[type=submit]").click()
  await expect(form.getByRole("alert")).toHaveText(["Enter a CKB address.", "Enter an amount."])
  await form.getByLabel("Payee's address").fill(receiver)
  await form.getByLabel("Amount").fill("2.5")
  await form.getByLabel("Note").fill("for the tea")
  await form.locator("[type=submit]").click()
  await expect(page).toHaveURL(/\/pay\?/)
  await expect(page.getByTestId("amount")).toHaveText("2.5 CKB")
  await expect(page.getByTestId("note")).toHaveText("for the tea")
})

test("developers find the documentation, a program that pays, and the operator's pages", async ({ page, baseURL }) => {
  await page.goto("/")
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Developers" }).click()
  await expect(page).toHaveTitle("Developers · micro-pay")
  await expect(page.locator("#link code").first()).toHaveText(`${baseURL}/pay?to=ADDRESS&amount=2.5&note=Order+77`)
  await expect(page.locator("#sign code").first()).toContainText("signOnlyTransaction(tx)")
  const links = await page
    .locator("#main")
    .getByRole("link")
    .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href))
  expect(links.map((link) => new URL(link).pathname)).toEqual(["/docs", "/admin"])
})

test("the API describes itself", async ({ platform }) => {
  const document = await platform.get<{ openapi: string; paths: Record<string, unknown> }>("/api/openapi.json")
  expect(document.openapi).toMatch(/^3\.1/)
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(["/api/payment/prepare", "/api/payment/transfer", "/api/account/{address}"]),
  )
})

test("an address without a page says so, and leads back", async ({ page }) => {
  expect((await page.goto("/no/such/page"))?.status()).toBe(404)
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Page not found")
  await expect(page).toHaveTitle("Page not found · micro-pay")
  await page.getByRole("link", { name: "Back to the start page" }).click()
  await expect(page).toHaveURL("/")
})

test("an unknown route of the API is a problem in JSON", async ({ request }) => {
  const reply = await request.get("/api/no-such-route")
  expect(reply.status()).toBe(404)
  expect(reply.headers()["content-type"]).toContain("application/problem+json")
  expect(await reply.json()).toMatchObject({ code: "NOT_FOUND", status: 404 })
})
