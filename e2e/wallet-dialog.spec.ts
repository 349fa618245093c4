import type { Page } from "@playwright/test"
import { checkoutPath, connectWallet } from "./support/checkout"
import { expect, test } from "./support/test"

const DEV_WALLET = "Dev wallet"
/** More than the dialog has controls. */
const TABS = 12

const isFocusInDialog = (page: Page) => page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null)

test("the wallet dialog keeps the focus, shows where it is, and gives it back", async ({ page, platform }) => {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await page.getByTestId("connect-wallet").click()
  const dialog = page.getByRole("dialog", { name: "Connect wallet" })
  await expect(dialog.getByText(DEV_WALLET, { exact: true })).toBeVisible()
  for (let tabs = 0; tabs < TABS; tabs++) {
    await page.keyboard.press("Tab")
    expect(await isFocusInDialog(page), `after ${tabs + 1} tabs`).toBe(true)
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)
    expect(outline).toBe("solid")
  }
  await page.keyboard.press("Escape")
  await expect(dialog).toBeHidden()
  await expect(page.getByTestId("connect-wallet")).toBeFocused()

  await connectWallet(page, DEV_WALLET)
  await expect(page.getByTestId("connected-wallet")).toBeFocused()
})

test("a wallet that does not let the page in can be asked again, or another one taken", async ({ page, platform }) => {
  await page.addInitScript(() => {
    const provider = {
      request: async ({ method }: { method: string }) => {
        if (method === "eth_accounts") return []
        throw Object.assign(new Error("The person said no."), { code: 4001 })
      },
      on: () => {},
      removeListener: () => {},
    }
    const info = { uuid: "1f1b2a1e-2f7e-4d38-8c64-0c8a6ef4c0aa", name: "Shy", icon: "data:,", rdns: "example.shy" }
    const detail = Object.freeze({ info, provider })
    const tell = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }))
    window.addEventListener("eip6963:requestProvider", tell)
  })
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await page.getByTestId("connect-wallet").click()
  await page.getByText("Shy", { exact: true }).click()
  const failed = page.getByTestId("wallet-failed")
  await expect(failed).toContainText("Shy did not connect")
  await expect(failed).toContainText("no money moved")
  await failed.getByRole("button", { name: "Try again" }).click()
  await expect(failed).toBeVisible()
  await page.getByRole("button", { name: "Other wallets" }).click()
  await page.getByText(DEV_WALLET, { exact: true }).click()
  await expect(page.getByTestId("connected-wallet")).toContainText(DEV_WALLET)

  await page.getByTestId("change-wallet").click()
  await page.reload()
  await expect(page.getByTestId("connect-wallet")).toBeEnabled()
  await expect(page.getByTestId("connected-wallet")).toHaveCount(0)
})

test.describe("in Chinese, on a dark phone", () => {
  test.use({ locale: "zh-CN", colorScheme: "dark", viewport: { width: 360, height: 740 } })

  test("the wallet dialog is Chinese, and has an edge", async ({ page, platform }) => {
    await page.goto(checkoutPath(await platform.newAddress(), "2"))
    await page.getByTestId("connect-wallet").click()
    const dialog = page.getByRole("dialog", { name: "连接钱包" })
    await expect(dialog.getByText(DEV_WALLET, { exact: true })).toBeVisible()
    expect((await dialog.textContent())?.replace(DEV_WALLET, "")).not.toMatch(/[A-Za-z]{3}/)
    expect(await dialog.evaluate((element) => getComputedStyle(element).borderTopWidth)).toBe("1px")
  })
})
