import { checkoutPath } from "./support/checkout"
import { expect, test } from "./support/test"

test.describe("a browser that prefers Chinese", () => {
  test.use({ locale: "zh-CN" })

  test("gets Chinese pages from the server, and English ones when it asks for them", async ({ page, request }) => {
    const html = await (await request.get("/", { headers: { "accept-language": "zh-CN,zh;q=0.9" } })).text()
    expect(html).toContain('<html lang="zh-CN"')
    await page.goto("/")
    await expect(page).toHaveTitle("micro-pay：任意金额的 CKB 都能转")
    await page.getByRole("button", { name: "Switch to English" }).click()
    await expect(page.locator("html")).toHaveAttribute("lang", "en")
    await page.goto("/no/such/page")
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Page not found")
  })
})

test("switching the language keeps what is typed, and the wallet that is connected", async ({ page, platform }) => {
  await page.goto("/pay")
  await page.getByLabel("Payee's address").fill("ckt1 half an address")
  await page.getByRole("button", { name: "切换为中文" }).click()
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN")
  await expect(page.getByLabel("收款人地址")).toHaveValue("ckt1 half an address")
  await expect(page).toHaveTitle(/^付款/)

  await page.goto(checkoutPath(await platform.newAddress(), "2.5"))
  await page.getByTestId("connect-wallet").click()
  await page.getByText("Dev wallet", { exact: true }).first().click()
  await expect(page.getByTestId("connected-wallet")).toContainText("已连接")
  await page.getByTestId("language-switch").click()
  await expect(page.getByTestId("connected-wallet")).toContainText("Connected")
})

test("the wallets' code comes when somebody reaches for a wallet, and on no other page", async ({ page, platform }) => {
  const scripts: Promise<string>[] = []
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push(response.text())
  })
  // A client that every wallet needs, and where it asks.
  const hasWalletCode = async () => /ClientPublicTestnet|\/api\/rpc/.test((await Promise.all(scripts)).join())
  const receiver = await platform.newAddress()
  for (const path of ["/", "/receiver", `/receiver/${receiver}`, "/admin/login", checkoutPath(receiver, "2")]) {
    await page.goto(path)
    await page.waitForLoadState("networkidle")
    expect(await hasWalletCode(), path).toBe(false)
  }
  expect(scripts.length).toBeGreaterThan(0)
  await page.getByTestId("connect-wallet").click()
  await expect(page.getByText("Dev wallet", { exact: true }).first()).toBeVisible()
  expect(await hasWalletCode()).toBe(true)
})
