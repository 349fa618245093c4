import type { Page } from "@playwright/test"
import { CHAIN_TIMEOUT, checkoutPath, connectWallet, fillByFaucet, signAndWait } from "./support/checkout"
import { ckb, type Platform } from "./support/platform"
import { expect, test } from "./support/test"
import { TRANSLATORS, translate, translateAtOnce } from "./support/translator"

let broken: string[]
test.beforeEach(({ page }) => {
  broken = []
  page.on("pageerror", (error) => broken.push(`${error.name}: ${error.message}`))
})
test.afterEach(() => {
  // Taking over a page that was translated already, React draws it anew and says so (418).
  expect(broken.filter((error) => !/Hydration|#418|#423|#425/.test(error))).toEqual([])
})

/** What the page says, but for how long ago it was. */
async function said(page: Page): Promise<string> {
  const text = await page.locator("#main").textContent()
  return (text ?? "")
    .replace(/\b(\d+ (second|minute)s?|now)( ago)?\b|in \d+ (second|minute)s?|any moment/g, "…")
    .replace(/\s+/g, " ")
    .trim()
}

/** A page that was translated while it changed says what one says that is opened now, and that nobody translates. */
async function expectTrue(page: Page, prepare: (fresh: Page) => Promise<void>): Promise<void> {
  const fresh = await page.context().newPage()
  await fresh.goto(page.url())
  await prepare(fresh)
  await expect(page.locator("font").first()).toBeAttached()
  await expect
    .poll(async () => (await said(page)) === (await said(fresh)), { timeout: 15_000 })
    .toBe(true)
    .catch(() => {})
  expect(await said(page)).toBe(await said(fresh))
  await fresh.close()
}

/** Texts that are an amount, an address or a hash and nothing else, and that a translator may touch. */
const exactTexts = (page: Page) =>
  page.evaluate(() => {
    const exact = /^[-+]?[\d,]*\.?\d+\s*CKB$|^ck[bt]1[0-9a-z…]{6,}$|^0x[0-9a-f…]{6,}$/
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found: string[] = []
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode as Text
      if (exact.test(data.trim()) && !parentElement?.closest("[translate=no], script, style, noscript"))
        found.push(data)
    }
    return found
  })

async function pay(platform: Platform, receiver: string, amount: bigint, info?: string): Promise<number> {
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), amount + ckb("100"))
  const { prepared } = await platform.pay(payer, { receiver, amount, ...(info ? { info } : {}) })
  return prepared.payment_id
}

for (const kind of TRANSLATORS) {
  test(`somebody pays on a page that a translator ${kind}, and reads what is true`, async ({ page, platform }) => {
    await page.goto(checkoutPath(await platform.newAddress(), "2", "for the tea"))
    await translate(page, kind)
    await connectWallet(page, "Dev wallet")
    await fillByFaucet(page)
    expect(await exactTexts(page)).toEqual([])
    await signAndWait(page)
    expect(await exactTexts(page)).toEqual([])
    await expectTrue(page, (fresh) => expect(fresh.getByTestId("paid")).toBeVisible(CHAIN_TIMEOUT))
  })
}

test("somebody pays whose browser translates each page at once, before it has woken up", async ({ page, platform }) => {
  await translateAtOnce(page, "replaces")
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, "Dev wallet")
  await fillByFaucet(page)
  await signAndWait(page)
  await page.getByTestId("to-receipt").click()
  await expect(page.getByTestId("receipt")).toBeVisible()
  expect(await exactTexts(page)).toEqual([])
})

test("a receipt and a dashboard that are translated while the money comes say what is true", async ({
  page,
  platform,
}) => {
  const receiver = await platform.newAddress()
  await page.goto(`/receiver/${receiver}`)
  await expect(page.getByTestId("empty-state")).toBeVisible()
  await translate(page, "replaces")
  const id = await pay(platform, receiver, ckb("2"), "first")
  const receipt = await page.context().newPage()
  receipt.on("pageerror", (error) => broken.push(`${error.name}: ${error.message}`))
  await receipt.goto(`/receipt/${id}`)
  await expect(receipt.getByTestId("receipt")).toBeVisible()
  await translate(receipt, "replaces")
  await platform.confirmed(id)
  await platform.confirmed(await pay(platform, receiver, ckb("3.5"), "second"))
  await expect(page.getByTestId("entry")).toHaveCount(2)
  await expect(page.getByTestId("owed-now")).toHaveAttribute("data-shannons", String(ckb("5.445")))
  expect(await exactTexts(page)).toEqual([])
  await expectTrue(page, (fresh) => expect(fresh.getByTestId("entry")).toHaveCount(2))
  expect(await exactTexts(receipt)).toEqual([])
  await expectTrue(receipt, (fresh) => expect(fresh.getByTestId("receipt")).toBeVisible())
})

test("the operator pauses and resumes on pages that are translated", async ({ page, baseURL, password }) => {
  const login = { data: { password }, headers: { origin: baseURL ?? "" } }
  expect((await page.request.post("/api/admin/login", login)).status()).toBe(204)
  await page.goto("/admin")
  await expect(page.getByTestId("reconciliation-sentence")).toBeVisible(CHAIN_TIMEOUT)
  await translate(page, "replaces")
  await page.getByTestId("pause-settlement").click()
  const confirm = page.getByTestId("confirm")
  await confirm.getByRole("textbox").fill("a look at it")
  await confirm.locator("[type=submit]").click()
  const pause = page.getByTestId("open-pause")
  await expect(pause).toBeVisible()
  await pause.getByTestId("resume").click()
  const label = (await confirm.locator("label").first().textContent()) ?? ""
  await confirm
    .getByRole("textbox")
    .first()
    .fill(label.match(/\d+/)?.[0] ?? "")
  await confirm.getByRole("textbox").nth(1).fill("seen")
  await confirm.locator("[type=submit]").click()
  await expect(pause).toBeHidden()
  await expect(confirm).toBeHidden()
})
