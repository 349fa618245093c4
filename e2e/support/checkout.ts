import type { Page } from "@playwright/test"
import { expect } from "./test"

/** A commit needs a few blocks, and the machine may be busy. */
export const CHAIN_TIMEOUT = { timeout: 60_000 }

export function checkoutPath(to: string, amount: string, note = ""): string {
  return `/pay?${new URLSearchParams({ to, amount, note })}`
}

/** Opens the wallet dialog and picks a wallet by its name. */
export async function connectWallet(page: Page, name: string): Promise<void> {
  await page.getByTestId("connect-wallet").click()
  await page.getByText(name, { exact: true }).first().click()
  await expect(page.getByTestId("connected-wallet")).toContainText(name)
}

/** Fills the wallet by the page's own button and waits until it can pay. @returns the address that was filled */
export async function fillByFaucet(page: Page): Promise<string> {
  const button = page.getByTestId("faucet").first()
  const address = await button.getAttribute("data-address")
  if (!address) throw new Error("the faucet button names no address")
  await button.click()
  await expect(page.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
  return address
}

/** Shannons that an amount on the page stands for. */
export async function shannonsOf(page: Page, testId: string): Promise<bigint> {
  const value = await page.getByTestId(testId).getAttribute("data-shannons")
  if (value === null) throw new Error(`${testId} shows no exact amount`)
  return BigInt(value)
}

/** Signs what the page shows and waits for the receipt. @returns the transaction's hash */
export async function signAndWait(page: Page): Promise<string> {
  const prepared = await page.getByTestId("prepared-hash").getAttribute("data-full")
  await page.getByTestId("sign").click()
  return expectReceipt(page, prepared)
}

export async function expectReceipt(page: Page, hash: string | null): Promise<string> {
  const receipt = page.getByTestId("receipt")
  await expect(receipt).toBeVisible(CHAIN_TIMEOUT)
  const shown = await receipt.getByTestId("tx-hash").getAttribute("data-full")
  expect(shown).toMatch(/^0x[0-9a-f]{64}$/)
  if (hash !== null) expect(shown).toBe(hash)
  return shown ?? ""
}

/** The page itself never scrolls sideways; wide tables do so within themselves. */
export async function expectFits(page: Page): Promise<void> {
  const { needed, given } = await page.evaluate(() => ({
    needed: document.documentElement.scrollWidth,
    given: document.documentElement.clientWidth,
  }))
  expect(needed, `${page.url()} is wider than its window`).toBeLessThanOrEqual(given)
}
