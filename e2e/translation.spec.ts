import type { Page } from "@playwright/test"
import { CHAIN_TIMEOUT, checkoutPath, connectWallet, fillByFaucet, signAndWait } from "./support/checkout"
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
function said(page: Page): Promise<string> {
  return page.locator("#main").evaluate((main) => {
    const copy = main.cloneNode(true) as HTMLElement
    for (const other of copy.querySelectorAll("time, noscript, script")) other.remove()
    return (copy.textContent ?? "").replace(/\s+/g, " ").trim()
  })
}

/** A page that was translated while it changed says what one says that is opened now, and that nobody translates. */
async function expectTrue(page: Page, prepare: (fresh: Page) => Promise<void>): Promise<void> {
  const fresh = await page.context().newPage()
  await fresh.goto(page.url())
  await prepare(fresh)
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
