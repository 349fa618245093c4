import { expect, test } from "./support/test"

test("somebody chooses the dark theme by keyboard, and it stays", async ({ page }) => {
  await page.goto("/pay")
  const button = page.getByRole("button", { name: "Theme" })
  await button.focus()
  await button.press("Enter")
  await expect(page.getByRole("menuitemradio", { name: "System" })).toBeChecked()
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Enter")
  await expect(page.getByRole("menu")).toBeHidden()
  await expect(page.locator("html")).toHaveClass(/dark/)
  await expect(button).toBeFocused()
  await page.reload()
  await expect(page.locator("html")).toHaveClass(/dark/)
})
