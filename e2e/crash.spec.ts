import { expect, test } from "./support/test"

test.use({ locale: "zh-CN" })

test("when what stands around the pages breaks, the browser's language says that no money moves", async ({ page }) => {
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
