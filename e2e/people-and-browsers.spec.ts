import { checkoutPath, connectWallet, createLink, shannonsOf } from "./support/checkout"
import { ckb } from "./support/platform"
import { expect, test } from "./support/test"

const DEV_WALLET = "Dev wallet"

test("an amount is typed with a comma, one with two readings is asked about, and an address brings something invisible", async ({
  page,
  platform,
}) => {
  const receiver = await platform.newAddress()
  await page.goto("/pay")
  const form = page.getByTestId("checkout-form")
  await form.locator("[name=to]").fill(`\u200b${receiver}\u00ad`)
  await form.locator("[name=amount]").fill("1,000")
  await expect(form.getByRole("alert")).toHaveText("Which amount do you mean?")
  await form.getByRole("button", { name: "1000 CKB" }).click()
  await expect(form.locator("[name=amount]")).toHaveValue("1000")
  await expect(form.locator("[name=amount]")).toBeFocused()
  await form.locator("[name=amount]").fill("1,5")
  await expect(form.getByTestId("understood")).toHaveText("= 1.5 CKB")
  await form.locator("[type=submit]").click()
  await expect(page.getByTestId("payee")).toHaveAttribute("data-full", receiver)
  expect(await shannonsOf(page, "amount")).toBe(ckb("1.5"))
})

test("a link's name is typed in capitals", async ({ page, platform }) => {
  const { slug } = await createLink(platform, { amount: "200000000" })
  await page.goto(`/p/${slug.toUpperCase().replaceAll("0", "O").replaceAll("1", "I")}`)
  await expect(page.getByTestId("amount")).toHaveText("2 CKB")
})

test("a browser that keeps nothing has a wallet as long as the page is open", async ({ page, platform }) => {
  await page.addInitScript(() => {
    const { getItem, setItem } = Storage.prototype
    const isOurs = (key: string) => key.startsWith("micropay")
    Storage.prototype.getItem = function (key) {
      if (isOurs(key)) throw new DOMException("refused", "SecurityError")
      return getItem.call(this, key)
    }
    Storage.prototype.setItem = function (key, value) {
      if (isOurs(key)) throw new DOMException("full", "QuotaExceededError")
      setItem.call(this, key, value)
    }
  })
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, DEV_WALLET)
})
