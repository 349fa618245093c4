import type { Browser, BrowserContext, Page } from "@playwright/test"
import {
  CHAIN_TIMEOUT,
  checkoutPath,
  connectWallet,
  createLink,
  expectFits,
  expectPaid,
  fillByFaucet,
  signAndWait,
} from "./support/checkout"
import type { Platform } from "./support/platform"
import { expect, test } from "./support/test"

const DEV_WALLET = "Dev wallet"
const KEY = "micropay.dev-wallet"

/** Another browser of the same person: the same wallet, and nothing else. */
async function otherBrowser(browser: Browser, page: Page, platform: Platform): Promise<BrowserContext> {
  const key = await page.evaluate((name) => localStorage.getItem(name), KEY)
  const context = await browser.newContext({ baseURL: platform.url })
  await context.addInitScript(([name, value]) => localStorage.setItem(name as string, value as string), [KEY, key])
  return context
}

/** Counts what a page prepares. */
function countPrepares(page: Page): { count: number } {
  const seen = { count: 0 }
  page.on("request", (request) => {
    if (request.url().endsWith("/api/payment/prepare")) seen.count += 1
  })
  return seen
}

test("what is paid in one tab is not paid again in another, nor on the next visit, unless the payer wants to", async ({
  page,
  context,
  platform,
}) => {
  const path = checkoutPath(await platform.newAddress(), "4", "订单 88")
  await page.goto(path)
  await connectWallet(page, DEV_WALLET)
  await fillByFaucet(page)
  const tab = await context.newPage()
  await tab.goto(path)
  await expect(tab.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
  await expect(tab.getByTestId("paid-before")).toHaveCount(0)

  const hash = await signAndWait(page)
  const notice = tab.getByTestId("paid-before")
  await expect(notice).toContainText("You paid this")
  await expect(tab.getByTestId("sign")).toHaveCount(0)

  const visit = await context.newPage()
  const prepares = countPrepares(visit)
  await visit.goto(path)
  await expect(visit.getByTestId("paid-before")).toContainText(/You paid this (just now|\d+ seconds ago)/)
  await expect(visit.getByTestId("connect-wallet")).toHaveCount(0)
  await visit.getByRole("link", { name: "See the receipt" }).click()
  await expect(visit.getByTestId("receipt").getByTestId("tx-hash")).toHaveAttribute("data-full", hash)
  expect(prepares.count).toBe(0)

  await tab.getByTestId("pay-again").click()
  const again = await signAndWait(tab)
  expect(again).not.toBe(hash)
  // Another order of the same payee is nobody's second payment.
  await visit.goto(path.replace("88", "89"))
  await expect(visit.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
})

test("the same wallet in another browser is told by the server, before signing and when its signature comes too late", async ({
  page,
  browser,
  platform,
}) => {
  const path = checkoutPath(await platform.newAddress(), "3", "order 7")
  await page.goto(path)
  await connectWallet(page, DEV_WALLET)
  await fillByFaucet(page)
  const other = await otherBrowser(browser, page, platform)
  const late = await other.newPage()
  await late.goto(path)
  await connectWallet(late, DEV_WALLET)
  await expect(late.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)

  const hash = await signAndWait(page)
  await late.getByTestId("sign").click()
  const spent = late.getByTestId("paid-before")
  await expect(spent).toContainText("You have paid this already")
  await expect(spent).toContainText("no money moved twice")
  await expect(late.getByTestId("sign-again")).toHaveCount(0)
  await expect(late.getByTestId("sign")).toHaveCount(0)

  const third = await otherBrowser(browser, page, platform)
  const visit = await third.newPage()
  await visit.goto(path)
  await connectWallet(visit, DEV_WALLET)
  await expect(visit.getByTestId("paid-before")).toContainText("You paid this", CHAIN_TIMEOUT)
  await expect(visit.getByTestId("sign")).toHaveCount(0)
  await visit.getByRole("link", { name: "See the receipt" }).click()
  await expect(visit.getByTestId("receipt").getByTestId("tx-hash")).toHaveAttribute("data-full", hash)
  await third.close()

  await late.getByTestId("pay-again").click()
  await expect(late.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
  await other.close()
})

test.describe("in Chinese, on a phone", () => {
  test.use({ locale: "zh-CN", viewport: { width: 360, height: 740 } })

  test("a link that can be paid often says that it was paid, and one for one payment leads to that", async ({
    page,
    context,
    platform,
  }) => {
    const { slug } = await createLink(platform, { amount: "200000000" })
    await page.goto(`/p/${slug}`)
    await connectWallet(page, DEV_WALLET)
    await fillByFaucet(page)
    await signAndWait(page)
    await page.goto(`/p/${slug}`)
    const notice = page.getByTestId("paid-before")
    await expect(notice).toContainText("你已经付过这笔款")
    await expectFits(page)
    await notice.getByTestId("pay-again").click()
    await expect(page.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)

    const once = await createLink(platform, { amount: "200000000", one_time: true })
    await page.goto(`/p/${once.slug}`)
    const tab = await context.newPage()
    await tab.goto(`/p/${once.slug}`)
    await expect(tab.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
    await expect(page.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
    const hash = await signAndWait(page)
    await expect(tab.getByTestId("paid-before")).toContainText("这个链接只能支付一次")
    await expect(tab.getByTestId("pay-again")).toHaveCount(0)
    await tab.reload()
    await expectPaid(tab, hash)
  })
})
