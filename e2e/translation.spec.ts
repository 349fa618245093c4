import type { Page } from "@playwright/test"
import { CHAIN_TIMEOUT, checkoutPath, connectWallet, fillByFaucet, shannonsOf, signAndWait } from "./support/checkout"
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

/** What the page says, but for how long ago it was: by the clock, and in blocks. */
function said(page: Page): Promise<string> {
  return page.locator("#main").evaluate((main) => {
    const copy = main.cloneNode(true) as HTMLElement
    for (const other of copy.querySelectorAll("time, noscript, script, [data-testid=confirmations]")) other.remove()
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

/** A receiver whose wallet is this browser's, with a cell of its own, and somebody who pays them. */
async function receiverHere(page: Page, platform: Platform) {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, "Dev wallet")
  const receiver = await fillByFaucet(page)
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("300"))
  const pay = async (amount: bigint, info: string) => {
    const { prepared } = await platform.pay(payer, { receiver, amount, info })
    await platform.confirmed(prepared.payment_id)
    return prepared.payment_id
  }
  return { receiver, pay }
}

for (const kind of TRANSLATORS) {
  test(`a receiver reads, waits and withdraws on a page that a translator ${kind}`, async ({ page, platform }) => {
    const { receiver, pay } = await receiverHere(page, platform)
    const id = await pay(ckb("2"), "green tea")
    await page.goto(`/receiver/${receiver}`)
    await expect(page.getByTestId("owed-now")).toHaveText("1.98 CKB")
    await translate(page, kind)

    const details = page.getByTestId("entry-details")
    await page.getByTestId("entry-open").click()
    await expect(details.getByTestId("money-line")).toContainText("Not paid out yet")
    await expect(details).toContainText("green tea")
    await page.getByTestId("entry-open").click()
    await expect(details).toHaveCount(0)

    await pay(ckb("3"), "coffee")
    await expect(page.getByTestId("owed-now")).toHaveText("4.95 CKB", CHAIN_TIMEOUT)
    await expect(page.getByTestId("payout-progress")).toContainText("4.95 of 65 CKB")
    await expect(page.getByTestId("payout-progress")).not.toContainText("1.98")
    await expect(page.getByTestId("entry")).toHaveCount(2)
    await page.getByTestId("entry-open").first().click()
    await expect(details).toContainText("coffee")
    expect(await exactTexts(page)).toEqual([])

    await page.getByTestId("withdraw").click()
    await page.getByTestId("withdraw-prepare").click()
    await expect(page.getByTestId("withdraw-left")).toContainText(/Valid for \d+ s/)
    await page.getByTestId("withdraw-back").click()
    await page.getByTestId("withdraw-amount").fill("0.00000001")
    await page.getByTestId("withdraw-prepare").click()
    await expect(page.getByTestId("withdraw-failed")).toBeVisible()
    await page.getByTestId("withdraw-amount").fill("4.95")
    await expect(page.getByTestId("withdraw-failed")).toHaveCount(0)
    await page.getByTestId("withdraw-prepare").click()
    expect(await shannonsOf(page, "withdraw-gets")).toBeGreaterThan(ckb("4.9"))
    expect(await exactTexts(page)).toEqual([])
    await page.getByTestId("withdraw-sign").click()
    const progress = page.getByTestId("withdraw-progress")
    await expect(progress).toHaveAttribute("data-status", "confirmed", CHAIN_TIMEOUT)
    await expect(progress).toContainText("arrived in your wallet")
    await expect(progress).not.toContainText("On its way")
    await expect(page.getByTestId("owed-now")).toHaveText("0 CKB")
    await expect(page.getByTestId("entry").first()).toContainText("Paid out")
    await expect(page.getByTestId("entry").first()).not.toContainText("Owed")

    await page.goto(`/receipt/${id}`)
    await translate(page, kind)
    await expect(page.getByTestId("money-line")).toContainText("Paid out")
    await page.getByTestId("share-receipt").click()
    await expectTrue(page, (fresh) => expect(fresh.getByTestId("receipt")).toBeVisible())
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

for (const kind of TRANSLATORS) {
  test(`the operator pauses, looks for a payment and opens it on pages that a translator ${kind}`, async ({
    page,
    platform,
    password,
    baseURL,
  }) => {
    const payer = platform.newSigner()
    await platform.fund(await payer.getRecommendedAddress(), ckb("200"))
    const receiver = await platform.newAddress()
    const info = `tea for ${receiver.slice(-8)}`
    const { prepared } = await platform.pay(payer, { receiver, amount: ckb("3"), info })
    await platform.confirmed(prepared.payment_id)
    const login = { data: { password }, headers: { origin: baseURL ?? "" } }
    expect((await page.request.post("/api/admin/login", login)).status()).toBe(204)
    await page.goto("/admin")
    await expect(page.getByTestId("reconciliation-sentence")).toBeVisible()
    await translate(page, kind)

    const form = page.getByTestId("confirm")
    await page.getByTestId("pause-settlement").click()
    await expect(form).toBeVisible()
    await page.keyboard.press("Escape")
    await expect(form).toBeHidden()
    await page.getByTestId("pause-settlement").click()
    await form.locator("[type=submit]").click()
    await expect(form.getByRole("alert")).toHaveText("Give a reason.")
    await form.getByRole("textbox").fill("a look at it")
    await form.locator("[type=submit]").click()
    const pause = page.getByTestId("open-pause")
    await expect(pause).toContainText("Payouts are paused")
    await expect(page.getByTestId("pause-settlement")).toHaveCount(0)
    await pause.getByTestId("resume").click()
    await form.getByRole("textbox").first().fill("resume")
    await form.getByRole("textbox").nth(1).fill("seen")
    await form.locator("[type=submit]").click()
    await expect(pause).toHaveCount(0)
    await expect(page.getByTestId("section-pauses")).toContainText("Payments and payouts are running.")
    expect(await exactTexts(page)).toEqual([])

    await page.getByRole("link", { name: "Payments", exact: true }).click()
    const row = page.locator(`[data-testid=payment][data-payment="${prepared.payment_id}"]`)
    await expect(row).toBeVisible()
    await page.getByRole("radio", { name: "Failed" }).click()
    await expect(row).toHaveCount(0)
    await page.getByRole("radio", { name: "Paid" }).click()
    await page.getByRole("searchbox").fill(info)
    await page.getByRole("button", { name: "Search" }).click()
    await expect(page.getByTestId("payment")).toHaveCount(1)
    await expectTrue(page, (fresh) => expect(fresh.getByTestId("payment")).toHaveCount(1))
    await page.getByRole("button", { name: "Clear" }).click()
    await row.getByRole("link").click()
    await expect(page.getByTestId("timeline")).toContainText("Confirmed")
    expect(await exactTexts(page)).toEqual([])
    await page.getByRole("link", { name: "All payments" }).click()
    await expect(row).toBeVisible()
    await row.getByRole("link").click()
    await expect(page).toHaveURL(`/admin/payments/${prepared.payment_id}`)
    await expectTrue(page, (fresh) => expect(fresh.getByTestId("timeline")).toContainText("Confirmed"))
  })
}
