import type { Browser, Page } from "@playwright/test"
import { CHAIN_TIMEOUT, connectWallet, expectFits, fillByFaucet, shannonsOf } from "./support/checkout"
import { ckb, type Platform } from "./support/platform"
import { expect, test } from "./support/test"

const PHONE = { width: 360, height: 740 }

/** A phone of its own: another browser context. */
async function phone(browser: Browser, platform: Platform, locale: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: platform.url, viewport: PHONE, locale })
  return context.newPage()
}

/** The receiver's phone shows a code. @returns where that leads */
async function charge(page: Page, receiver: string, amount: string): Promise<string> {
  await page.goto(`/receiver/${receiver}/counter`)
  await page.getByTestId("charge-amount").fill(amount)
  await page.getByTestId("charge-show").click()
  return (await page.getByTestId("charge-url").textContent()) ?? ""
}

/** The customer's phone is ready to pay what the code asks for. */
async function scan(page: Page, url: string): Promise<void> {
  await page.goto(new URL(url).pathname)
  await connectWallet(page, "Dev wallet")
  await fillByFaucet(page)
}

const wordsOn = (page: Page) => page.getByTestId("two-words").getAttribute("data-words")

test("at a counter both screens show the same two words, in two languages, until the payment is final", async ({
  browser,
  platform,
}) => {
  const receiver = await platform.newAddress()
  const [cashier, customer] = [await phone(browser, platform, "en-GB"), await phone(browser, platform, "zh-CN")]
  const url = await charge(cashier, receiver, "3,5")
  await expectFits(cashier)
  expect(await shannonsOf(cashier, "charge-sum")).toBe(ckb("3.5"))
  expect(url).toMatch(/\/p\/[0-9a-z]{12}$/)
  await expect(cashier.getByTestId("two-words")).toHaveCount(0)

  await scan(customer, url)
  await expect(customer.getByTestId("amount")).toHaveText("3.5 CKB")
  await expect(customer.getByTestId("two-words")).toHaveCount(0)
  await customer.getByTestId("sign").click()
  await expect(cashier.getByTestId("two-words")).toBeVisible(CHAIN_TIMEOUT)
  await expect(customer.getByTestId("two-words")).toBeVisible(CHAIN_TIMEOUT)
  const words = await wordsOn(cashier)
  expect(words).toMatch(/^\d+ \d+ \d+$/)
  expect(await wordsOn(customer)).toBe(words)
  const names = async (page: Page) => {
    const lines = await page.getByTestId("two-words").locator("span, p:not(:has(span))").allTextContents()
    return new Set(lines.join(" · ").split(" · "))
  }
  expect(await names(customer)).toEqual(await names(cashier))

  await expect(cashier.getByTestId("charge-payment")).toHaveAttribute("data-status", "confirmed", CHAIN_TIMEOUT)
  await expect(customer.getByTestId("paid")).toBeVisible(CHAIN_TIMEOUT)
  expect([await wordsOn(cashier), await wordsOn(customer)]).toEqual([words, words])
  await expectFits(customer)
  await cashier.reload()
  await expect(cashier.getByTestId("charge-payment")).toHaveAttribute("data-status", "confirmed")
  expect(await wordsOn(cashier)).toBe(words)
  await cashier.getByTestId("charge-next").click()
  await expect(cashier.getByTestId("charge")).toHaveCount(0)

  // The next customer brings the first one's screen: it says other words than the counter.
  const next = await charge(cashier, receiver, "3.5")
  expect(next).not.toBe(url)
  const other = await phone(browser, platform, "en-GB")
  await scan(other, next)
  await other.getByTestId("sign").click()
  await expect(cashier.getByTestId("two-words")).toBeVisible(CHAIN_TIMEOUT)
  expect(await wordsOn(cashier)).not.toBe(words)
  for (const page of [cashier, customer, other]) await page.context().close()
})

test("of two customers at one code one pays, and only their phone has the counter's words", async ({
  browser,
  platform,
}) => {
  const receiver = await platform.newAddress()
  const [cashier, first, second] = await Promise.all(
    ["en-GB", "en-GB", "en-GB"].map((locale) => phone(browser, platform, locale)),
  )
  if (!cashier || !first || !second) throw new Error("three phones")
  const url = await charge(cashier, receiver, "2")
  await scan(first, url)
  await scan(second, url)
  await first.getByTestId("sign").click()
  await expect(cashier.getByTestId("two-words")).toBeVisible(CHAIN_TIMEOUT)
  await second.getByTestId("sign").click()
  await expect(second.getByTestId("link-used")).toContainText("no money moved")
  await expect(second.getByTestId("two-words")).toHaveCount(0)
  await expect(first.getByTestId("two-words")).toBeVisible(CHAIN_TIMEOUT)
  expect(await wordsOn(first)).toBe(await wordsOn(cashier))
  for (const page of [cashier, first, second]) await page.context().close()
})

test("what the counter shows is what the server has: a payment that fails is taken back there, loudly", async ({
  page,
  platform,
  browser,
}) => {
  await page.setViewportSize(PHONE)
  const receiver = await platform.newAddress()
  const url = await charge(page, receiver, "2")
  const customer = await phone(browser, platform, "en-GB")
  await scan(customer, url)
  let isTakenBack = false
  await page.route("**/api/payment/*/events", (route) => route.abort())
  await page.route(/\/api\/payment\/\d+$/, async (route) => {
    const response = await route.fetch()
    const status = isTakenBack ? "failed" : "submitted"
    await route.fulfill({ response, json: { ...(await response.json()), status, is_complete: false } })
  })
  await customer.getByTestId("sign").click()
  await expect(page.getByTestId("charge-step")).toHaveText("Seen", CHAIN_TIMEOUT)
  await expect(page.getByTestId("charge-next")).toHaveCount(0)
  isTakenBack = true
  await expect(page.getByTestId("charge-failed")).toContainText("Not paid", CHAIN_TIMEOUT)
  await expect(page.getByTestId("two-words")).toHaveCount(0)
  await customer.context().close()
})

test("a code that is cancelled cannot be paid any more", async ({ page, platform }) => {
  await page.setViewportSize(PHONE)
  const url = await charge(page, await platform.newAddress(), "2")
  await page.keyboard.press("Escape")
  await expect(page.getByTestId("charge-cancelled")).toBeVisible()
  await page.goto(new URL(url).pathname)
  await expect(page.getByTestId("link-closed")).toContainText("No money moved")
})
