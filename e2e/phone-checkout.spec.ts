import { CHAIN_TIMEOUT, checkoutPath, connectWallet, expectFits, fillByFaucet, signAndWait } from "./support/checkout"
import { expect, test } from "./support/test"

const DEV_WALLET = "Dev wallet"
const PHONE = { width: 360, height: 740 }
const LANGUAGES = [
  ["en", "Pay 2 CKB", "Pay on your phone", "Continue on another device"],
  ["zh-CN", "支付 2 CKB", "用手机付款", "换一台设备继续"],
] as const

for (const [language, action, onPhone, onAnotherDevice] of LANGUAGES) {
  test.describe(`a phone in ${language}`, () => {
    test.use({ viewport: PHONE, locale: language })

    test("shows amount, payee, total and the button in one window, with a wallet that it remembers", async ({
      page,
      platform,
    }) => {
      const receiver = await platform.newAddress()
      await page.goto(checkoutPath(receiver, "2", "thank you"))
      await connectWallet(page, DEV_WALLET)
      await fillByFaucet(page)
      await page.reload()
      const sign = page.getByTestId("sign")
      await expect(sign).toBeEnabled(CHAIN_TIMEOUT)
      for (const testId of ["amount", "payee", "note", "total", "sign"])
        await expect(page.getByTestId(testId), testId).toBeInViewport({ ratio: 1 })
      await expect(sign).toHaveText(action)
      await expect(page.getByTestId("total")).toHaveCount(1)
      await expect(page.getByTestId("network-fee")).toBeHidden()
      await expectFits(page)

      const details = page.getByTestId("order-details")
      await details.locator("summary").click()
      await expect(page.getByTestId("you-get-back")).toBeVisible()
      // However long the page has become.
      await expect(sign).toBeInViewport({ ratio: 1 })
      await signAndWait(page)
    })

    test("shows the button also below a note of many lines, and is not sent to itself", async ({ page, platform }) => {
      await page.goto(checkoutPath(await platform.newAddress(), "2", "line\n".repeat(60)))
      await expect(page.getByTestId("connect-wallet")).toBeEnabled()
      await expect(page.getByTestId("connect-wallet")).toBeInViewport({ ratio: 1 })
      await expect(page.getByText(onPhone)).toBeHidden()
      await page.getByText(onAnotherDevice).click()
      await expect(page.getByTestId("copy-link")).toBeVisible()
    })
  })
}

test("the address of this machine alone is not offered to another device", async ({ page, platform, baseURL }) => {
  const own = new URL(checkoutPath(await platform.newAddress(), "2"), baseURL)
  own.hostname = "localhost"
  await page.goto(own.href)
  await expect(page.getByText("This address leads to this page on this machine only.")).toBeVisible()
})

test("the faucet can be asked again when what came is too little", async ({ page, platform }) => {
  await page.goto(checkoutPath(await platform.newAddress(), "1500"))
  await connectWallet(page, DEV_WALLET)
  const faucet = page.getByTestId("faucet")
  await faucet.click()
  await expect(page.getByTestId("insufficient-balance")).toContainText("561.00001 CKB is still missing", CHAIN_TIMEOUT)
  await expect(faucet).toBeEnabled()
  await faucet.click()
  await expect(page.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
})
