import type { Page } from "@playwright/test"
import { checkoutPath, connectWallet, createLink, expectFits, fillByFaucet, signAndWait } from "./support/checkout"
import { expect, test } from "./support/test"

const DEV_WALLET = "Dev wallet"
const KEY = "micropay.dev-wallet"

/** On a public network nobody reads a payment who does not show that they may. */
async function closeReads(page: Page): Promise<void> {
  await page.route(/\/api\/payment\/\d+(\/events)?$/, async (route) => {
    const headers = route.request().headers()
    const isIn = headers["x-client-secret"] || headers["x-share-key"] || headers.cookie?.includes("micropay_wallet")
    if (isIn) return route.fallback()
    await route.fulfill({ status: 401, json: { code: "UNAUTHORIZED", status: 401 } })
  })
}

async function signIn(page: Page): Promise<void> {
  await page.getByTestId("wallet-sign-in").click()
  const panel = page.getByTestId("wallet-sign-in-panel")
  await page.getByText(DEV_WALLET, { exact: true }).first().click()
  await panel.getByTestId("sign-in-sign").click()
}

test("a payer finds the payment again in this browser, and on another device by signing in or by a shared link", async ({
  page,
  browser,
  platform,
}) => {
  await page.goto("/payments")
  await expect(page.getByTestId("payments-in-browser")).toContainText("No payment was made in this browser yet.")
  await page.goto(checkoutPath(await platform.newAddress(), "2", "coffee"))
  await connectWallet(page, DEV_WALLET)
  const sender = await fillByFaucet(page)
  const hash = await signAndWait(page)
  const money = page.getByTestId("money-line")
  await expect(money).toContainText(/Signed.*In block \d.*Credited to the payee.*Not paid out yet/)
  await page.getByTestId("done").click()
  await expect(page).toHaveURL("/payments")
  const row = page.getByTestId("payments-in-browser").getByTestId("payment-row")
  await expect(row).toContainText("coffee")
  await expect(row.getByTestId("payment-row-status")).toHaveText("Paid")
  await page.getByRole("searchbox").fill("tea")
  await expect(row).toHaveCount(0)
  await page.getByRole("searchbox").fill("2")
  await row.click()
  await expect(page.getByTestId("receipt").getByTestId("tx-hash")).toHaveAttribute("data-full", hash)
  await page.getByTestId("share-receipt").click()
  const url = (await page.getByTestId("share-url").textContent()) ?? ""
  expect(url).toMatch(/\/receipt\/\d+#share=[\w-]{43}$/)

  const shop = await (await browser.newContext({ baseURL: platform.url })).newPage()
  await closeReads(shop)
  await shop.goto(url.replace(/#.*/, ""))
  await expect(shop.getByTestId("payment-unreadable")).toContainText("This payment is private")
  await shop.goto("about:blank")
  await shop.goto(url)
  await expect(shop.getByTestId("receipt").getByTestId("tx-hash")).toHaveAttribute("data-full", hash)
  await shop.context().close()

  const key = await page.evaluate((name) => localStorage.getItem(name), KEY)
  const device = await browser.newContext({ baseURL: platform.url })
  await device.addInitScript(([name, value]) => localStorage.setItem(name as string, value as string), [KEY, key])
  const other = await device.newPage()
  await closeReads(other)
  await other.goto(url.replace(/#.*/, ""))
  await signIn(other)
  await expect(other.getByTestId("receipt").getByTestId("tx-hash")).toHaveAttribute("data-full", hash)
  await other.goto("/payments")
  const mine = other.getByTestId("payments-by-wallet")
  await expect(mine.getByTestId("signed-in-address")).toHaveAttribute("data-full", sender)
  await expect(mine.getByTestId("payment-row")).toContainText("coffee")
  await other.getByTestId("wallet-sign-out").click()
  await expect(other.getByTestId("wallet-sign-in")).toBeVisible()
  await device.close()

  await page.goto("/payments")
  await page.getByTestId("forget").click()
  await page.getByTestId("forget-now").click()
  await expect(page.getByTestId("payments-in-browser")).toContainText("No payment was made in this browser yet.")
})

test.describe("in Chinese, on a phone", () => {
  test.use({ locale: "zh-CN", viewport: { width: 360, height: 740 } })

  test("the paid payment says where its money is, and is in the list", async ({ page, platform }) => {
    const { slug } = await createLink(platform, { amount: "200000000", note: "PDF" })
    await page.goto(`/p/${slug}`)
    await connectWallet(page, DEV_WALLET)
    await fillByFaucet(page)
    await signAndWait(page)
    await expect(page.getByTestId("paid")).toContainText("款项已记入 Ana's blog 名下。可以关闭这个页面了。")
    await expect(page.getByTestId("money-line")).toContainText(/已签名.*已写入区块 \d.*已记入收款人名下.*尚未打款/)
    await expectFits(page)
    await page.getByTestId("to-receipt").click()
    await expect(page.getByTestId("receipt")).toContainText("PDF")
    await expectFits(page)
    await page.goto("/payments")
    await expect(page.getByTestId("payment-row-status")).toHaveText("已支付")
    await expectFits(page)
  })
})
