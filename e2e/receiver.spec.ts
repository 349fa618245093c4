import type { Page } from "@playwright/test"
import { CHAIN_TIMEOUT, checkoutPath, connectWallet, fillByFaucet } from "./support/checkout"
import { ckb, type Platform } from "./support/platform"
import { expect, test } from "./support/test"

/** Pays an address several times, each with a note; returns the payments in their order. */
async function income(platform: Platform, receiver: string, notes: string[]): Promise<void> {
  for (const note of notes) {
    const payer = platform.newSigner()
    await platform.fund(await payer.getRecommendedAddress(), ckb("100"))
    const { prepared } = await platform.pay(payer, { receiver, amount: ckb("2"), info: note })
    await platform.confirmed(prepared.payment_id)
  }
}

test("filters stand in the address, survive a reload, and the file holds exactly what is shown", async ({
  page,
  platform,
}) => {
  const receiver = await platform.newAddress()
  await income(platform, receiver, ["green tea", "coffee", "Black TEA"])
  await page.goto(`/receiver/${receiver}`)
  const rows = page.getByTestId("entry")
  await expect(rows).toHaveCount(3)
  await expect(page.getByTestId("income").getByRole("row").first()).toBeAttached()

  // Looked for while it is typed.
  await page.getByTestId("filter-note").fill("tea")
  await expect(rows).toHaveCount(2)
  await page.getByTestId("filter-kind").selectOption("receiver")
  await expect(page).toHaveURL(/\?kind=receiver&note=tea$/)
  await page.reload()
  await expect(rows).toHaveCount(2)
  await expect(page.getByTestId("filter-note")).toHaveValue("tea")

  const shown = await rows.evaluateAll((found) => found.map((row) => row.getAttribute("data-entry")))
  const csv = await page.request.get((await page.getByTestId("csv").getAttribute("href")) ?? "")
  const [head = "", ...lines] = (await csv.text()).trimEnd().split("\n")
  const header = head.split(",")
  expect(lines.map((line) => line.split(",")[header.indexOf("entry_id")])).toEqual(shown)
  expect(lines.map((line) => line.split(",")[header.indexOf("net_ckb")])).toEqual(["1.98", "1.98"])

  await rows.first().getByTestId("entry-open").click()
  await expect(page.getByTestId("entry-details")).toContainText("Black TEA")
  await expect(page.getByTestId("entry-details")).toContainText("Owed to you")
  await expect(page.getByTestId("money-line")).toContainText(/block/i)

  await page.getByTestId("filter-note").fill("milk")
  await page.getByTestId("filter-note").press("Enter")
  await expect(page.getByTestId("no-match")).toBeVisible()
  await page.goBack()
  await expect(rows).toHaveCount(2)
  await page.getByTestId("clear-filters").click()
  await expect(rows).toHaveCount(3)
  await expect(page).toHaveURL(new RegExp(`/receiver/${receiver}$`))
})

/** A head that comes late does not take the title from the page; a translator, which insists, does. */
async function expectTitleStays(page: Page, title: RegExp): Promise<void> {
  await expect(page).toHaveTitle(title)
  await page.evaluate(() => {
    const late = document.createElement("title")
    late.textContent = "late"
    document.head.querySelector("title")?.before(late)
  })
  await expect(page).toHaveTitle(title)
  for (const _ of ["once", "twice"])
    await page.evaluate(async () => {
      document.title = "translated"
      // The page answers within a microtask.
      await Promise.resolve()
    })
  await expect(page).toHaveTitle("translated")
}

test("a month is a statement on paper, with what was sold; one without income says so", async ({ page, platform }) => {
  const receiver = await platform.newAddress()
  await income(platform, receiver, ["green tea", "coffee"])
  await page.goto(`/receiver/${receiver}`)
  await expectTitleStays(page, /^3\.96 CKB · Receiver/)
  await page.getByTestId("statement-open").click()
  await expect(page).toHaveURL(/\/statement\?month=20\d\d-\d\d$/)
  const lines = page.getByTestId("statement-line")
  await expect(lines).toHaveCount(2)
  await expect(lines.first()).toContainText("green tea")
  await expect(lines.first()).toContainText("+1.98")
  expect(await page.title()).toMatch(/^Statement 20\d\d-\d\d · ckt1/)
  for (const [id, text] of [
    ["gross", "4 CKB"],
    ["fees", "-0.04 CKB"],
    ["credited", "3.96 CKB"],
    ["closing", "3.96 CKB"],
  ] as const)
    await expect(page.getByTestId(`sheet-${id}`)).toHaveText(text)

  await page.emulateMedia({ media: "print" })
  const sheet = page.getByTestId("statement-sheet")
  await expect(sheet).toContainText(receiver)
  await expect(page.getByTestId("print")).toBeHidden()
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden()
  await page.emulateMedia({ media: "screen" })

  await page.getByTestId("statement-month").selectOption({ index: 1 })
  await expect(page.getByTestId("statement-empty")).toBeVisible()
  await expect(page.getByTestId("sheet-closing")).toHaveText("0 CKB")
  await page.reload()
  await expect(page.getByTestId("statement-empty")).toBeVisible()
})

test("the owner signs in with the wallet, and changes when they are paid; links are made, shown and closed", async ({
  page,
  platform,
}) => {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, "Dev wallet")
  const receiver = await fillByFaucet(page)

  await page.goto(`/receiver/${receiver}`)
  // A page of one's own is its owner's to change, too, and has a button of its own.
  const signIn = page.locator("[aria-labelledby=settings-title]").getByTestId("sign-in")
  await signIn.click()
  await page.getByTestId("sign-in-sign").click(CHAIN_TIMEOUT)
  await page.getByTestId("own-threshold").fill("64")
  await expect(page.getByTestId("save-settings")).toBeDisabled()
  await page.getByTestId("own-threshold").fill("120.5")
  await page.getByTestId("payouts-paused").check()
  await page.getByTestId("save-settings").click()
  await expect(page.getByTestId("settings-saved")).toHaveText("Saved")
  await expect(page.getByTestId("payout-progress")).toContainText("0 of 120.5 CKB")
  await page.reload()
  await expect(page.getByTestId("own-threshold")).toHaveValue("120.5")
  await expect(page.getByTestId("payouts-paused")).toBeChecked()

  // Whoever has a page of their own shows its short address, on paper and as a code.
  await expect(page.getByTestId("payment-link")).toContainText(`/pay?to=${receiver}`)
  const name = `cup-${Date.now().toString(36)}`
  await page.getByTestId("edit-page").click()
  await page.getByTestId("page-name").fill(name)
  await page.getByTestId("page-display-name").fill("The cup shop")
  await page.getByTestId("save-page").click()
  await expect(page.getByTestId("payment-link")).toHaveText(new RegExp(`^http[^?]+/u/${name}$`))
  await page.reload()
  await expect(page.getByTestId("payment-link")).toHaveText(new RegExp(`/u/${name}$`))
  await page.getByTestId("statement-open").click()
  await expect(page.getByTestId("statement-sheet")).toContainText("The cup shop")
  await page.goBack()

  await page.getByTestId("create-link").click()
  await page.getByTestId("link-title").fill("A cup of tea")
  await page.getByTestId("link-amount").fill("2.5")
  await page.getByTestId("save-link").click()
  await expect(page.getByTestId("link-made")).toContainText("Your link is ready")
  await page.keyboard.press("Escape")
  const link = page.getByTestId("link")
  await expect(link).toContainText("A cup of tea")
  await expect(link).toContainText("2.5 CKB")
  await link.getByTestId("show-qr").click()
  const slug = await link.getAttribute("data-slug")
  await expect(page.getByTestId("link-url")).toHaveText(new RegExp(`/p/${slug}$`))
  await page.keyboard.press("Escape")
  await link.getByTestId("close-link").click()
  await page.getByTestId("confirm-close").click()
  await expect(link).toHaveAttribute("data-status", "closed")

  await page.getByTestId("sign-out").click()
  await expect(signIn).toBeVisible()
})

test("the owner gives a part of a payment back, signed in, and the payer reads it on the receipt", async ({
  page,
  platform,
}) => {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, "Dev wallet")
  const receiver = await fillByFaucet(page)
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("1000"))
  const { prepared } = await platform.pay(payer, { receiver, amount: ckb("3") })
  await platform.confirmed(prepared.payment_id)

  await page.goto(`/receiver/${receiver}`)
  await expect(page.getByTestId("entries-sum")).toContainText("2.97 CKB")
  await page.getByTestId("entry-open").click()
  await page.getByTestId("refund").click()
  const dialog = page.getByTestId("refund-dialog")
  await dialog.getByTestId("sign-in").click()
  await dialog.getByTestId("sign-in-sign").click(CHAIN_TIMEOUT)
  await expect(dialog.getByTestId("refund-amount")).toHaveValue("2.97")
  await dialog.getByTestId("refund-amount").fill("9")
  await dialog.getByTestId("refund-submit").click()
  await expect(dialog).toContainText("at most 2.97 CKB")
  await dialog.getByTestId("refund-amount").fill("1,5")
  await dialog.getByTestId("refund-reason").fill("One cup was broken")
  await dialog.getByTestId("refund-submit").click()
  await expect(page.getByTestId("refunded")).toHaveText("1.5 CKB refunded.")
  await expect(page.getByTestId("entry-details")).toContainText("Refunded to the payer")
  await expect(page.getByTestId("entries-sum")).toContainText("Refunded")
  await page.goto(`/receipt/${prepared.payment_id}`)
  await expect(page.getByTestId("receipt-refunded")).toHaveText("1.5 CKB")
})
