import { checkoutPath } from "./support/checkout"
import { expect, test } from "./support/test"

const CODE = "**/_next/static/chunks/**"

test("a part of the page that does not come is asked for again by loading the page, and the checkout is still there", async ({
  page,
  platform,
}) => {
  const path = checkoutPath(await platform.newAddress(), "2")
  await page.goto(path)
  await expect(page.getByTestId("connect-wallet")).toBeEnabled()
  await page.route(CODE, (route) => route.abort())

  // A menu is no reason to lose the page.
  await page.getByRole("button", { name: "Theme" }).click()
  await expect(page.getByTestId("amount")).toHaveText("2 CKB")

  await page.getByTestId("connect-wallet").click()
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Part of this page did not load")
  await page.unroute(CODE)
  await page.getByRole("button", { name: "Reload the page" }).click()
  await expect(page).toHaveURL(path)
  await page.getByTestId("connect-wallet").click()
  await expect(page.getByRole("dialog")).toBeVisible()
})

test.describe("in Chinese", () => {
  test.use({ locale: "zh-CN" })

  test("when what stands around the pages breaks, the browser's language says that no money moves", async ({
    page,
  }) => {
    const refused: string[] = []
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) refused.push(message.text())
    })
    // The themes, which the layout needs and no page does, ask for it.
    await page.addInitScript(() => {
      window.matchMedia = () => {
        throw new Error("broken on purpose")
      }
    })
    await page.goto("/receiver")
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("页面出错了")
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN")
    await expect(page.getByRole("button", { name: "重试" })).toHaveCSS("min-height", "44px")
    expect(refused).toEqual([])
  })
})
