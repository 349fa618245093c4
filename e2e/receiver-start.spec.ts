import { CHAIN_TIMEOUT, checkoutPath, connectWallet, expectFits, fillByFaucet } from "./support/checkout"
import { injectEvmWallet } from "./support/evm-wallet"
import { ckb } from "./support/platform"
import { expect, test } from "./support/test"

test("a wallet leads to its dashboard, which then opens by one press, until it is forgotten", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto("/receiver")
  await page.getByTestId("continue-with-wallet").click()
  await page.getByText("Dev wallet", { exact: true }).first().click()
  await page.waitForURL(/\/receiver\/ckt1[0-9a-z]+$/)
  const { pathname } = new URL(page.url())
  await expect(page.getByTestId("owed-now")).toHaveText("0 CKB")
  await expectFits(page)

  await page.goto("/receiver")
  await page.getByTestId("open-dashboard").click()
  await page.waitForURL(`**${pathname}`)
  // The wallet is connected already: no window asks for it.
  await page.goto("/receiver")
  await page.getByTestId("continue-with-wallet").click()
  await page.waitForURL(`**${pathname}`)
  await page.goto("/receiver")
  await page.getByTestId("forget-receiver").click()
  await expect(page.getByTestId("known-receiver")).toHaveCount(0)
  await page.reload()
  await expect(page.getByTestId("continue-with-wallet")).toBeEnabled()
  await expect(page.getByTestId("known-receiver")).toHaveCount(0)
})

test("a wallet with several addresses is asked which one is paid", async ({ page }) => {
  const wallet = await injectEvmWallet(page)
  await page.goto("/receiver")
  await page.getByTestId("continue-with-wallet").click()
  await page.getByText(wallet.name, { exact: true }).first().click()
  const choices = page.getByTestId("own-address")
  await Promise.race([choices.first().waitFor(), page.waitForURL(/\/receiver\/ckt1/)])
  if ((await choices.count()) > 0) await choices.first().click()
  await page.waitForURL(/\/receiver\/ckt1/)
})

test("without a wallet an address is enough, and an empty one is asked for as one's own", async ({
  page,
  platform,
}) => {
  const address = await platform.newAddress()
  await page.goto("/receiver")
  const form = page.getByTestId("receiver-form")
  await form.locator("[type=submit]").click()
  await expect(form.getByRole("alert")).toHaveText("Enter your CKB address.")
  await form.getByRole("textbox").fill(address)
  await form.locator("[type=submit]").click()
  await page.waitForURL(`**/receiver/${address}`)
  await page.goto("/receiver")
  await expect(page.getByTestId("open-dashboard")).toHaveAttribute("href", `/receiver/${address}`)
})

test("the header leads to one's own dashboard once this browser knows it, and nothing moves for it", async ({
  page,
  platform,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  const broken: string[] = []
  page.on("pageerror", (error) => broken.push(error.message))
  page.on("console", (message) => message.type() === "error" && broken.push(message.text()))
  const address = await platform.newAddress()
  const nav = page.getByRole("navigation", { name: "Main" })
  await page.goto("/")
  await expect(nav.getByRole("link", { name: "Get paid" })).toHaveAttribute("href", "/receiver")
  const placeOf = async () => (await nav.boundingBox())?.x
  const before = await placeOf()
  await page.evaluate((own) => localStorage.setItem("micropay.receiver", own), address)
  await page.reload()
  await nav.getByRole("link", { name: "My dashboard" }).click()
  await page.waitForURL(`**/receiver/${address}`)
  await page.goto("/")
  await expect(nav.getByRole("link", { name: "My dashboard" })).toBeVisible()
  expect(await placeOf()).toBe(before)
  await page.evaluate(() => localStorage.setItem("micropay.receiver", "../admin"))
  await page.reload()
  await expect(nav.getByRole("link", { name: "Get paid" })).toHaveAttribute("href", "/receiver")
  expect(broken).toEqual([])
})

test("income is told while the page is open: in words, in the title, and by a notification if that is wanted", async ({
  page,
  context,
  platform,
}) => {
  await context.grantPermissions(["notifications"])
  await page.addInitScript(() => {
    const shown: string[] = []
    class FakeNotification {
      static permission = "granted"
      static requestPermission = async () => "granted"
      constructor(title: string) {
        shown.push(title)
      }
    }
    Object.assign(window, { Notification: FakeNotification, shownNotifications: shown })
  })
  const receiver = await platform.newAddress()
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("300"))
  await page.goto(`/receiver/${receiver}`)
  await expect(page.getByTestId("told-sound")).not.toBeChecked()
  await expect(page.getByTestId("told-notify")).not.toBeChecked()
  await page.getByTestId("told-sound").check()
  await page.getByTestId("told-notify").click()
  await expect(page.getByTestId("told-notify")).toBeChecked()
  await page.evaluate(() => Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true }))

  const { prepared } = await platform.pay(payer, { receiver, amount: ckb("1.5") })
  await expect(page.getByTestId("news")).toHaveText("+1.485 CKB received", CHAIN_TIMEOUT)
  await expect(page).toHaveTitle(/^\(1\) 1\.485 CKB/)
  expect(await page.evaluate(() => (window as unknown as { shownNotifications: string[] }).shownNotifications)).toEqual(
    ["1.485 CKB received"],
  )
  await platform.confirmed(prepared.payment_id)
  await expect(page.getByTestId("payout-progress")).toHaveText(
    "1.485 of 65 CKB · 63.515 CKB to go until the next payout",
  )
  await page.reload()
  await expect(page.getByTestId("told-sound")).toBeChecked()
})

test("the code to be paid with is the first thing on a phone, and fills the screen when it is shown", async ({
  page,
  platform,
}) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(`/receiver/${await platform.newAddress()}`)
  const button = page.getByTestId("show-code")
  await expect(button).toBeInViewport({ ratio: 1 })
  await button.click()
  await expect(page.getByTestId("full-code").getByRole("img")).toBeInViewport({ ratio: 1 })
  await page.keyboard.press("Escape")
  await expect(page.getByTestId("full-code")).toHaveCount(0)
  await expect(button).toBeFocused()
})

test("who has paid with a wallet here gets to its dashboard by one press", async ({ page, platform }) => {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, "Dev wallet")
  const address = await fillByFaucet(page)
  await page.goto("/receiver")
  await page.getByTestId("continue-with-wallet").click()
  await page.waitForURL(`**/receiver/${address}`)
})
