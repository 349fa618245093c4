import type { Page } from "@playwright/test"
import type { Platform } from "./platform"
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

/** What has the focus, also inside of the wallet dialog, which is a web component. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    // A button of the dialog shows what its host was given.
    const root = element?.getRootNode()
    const named = root instanceof ShadowRoot && element?.textContent?.trim() === "" ? root.host : element
    return { testId: element?.getAttribute("data-testid"), text: named?.textContent?.trim() }
  })

/** More controls than any page has. */
const MOST_TABS = 60

/** Goes on with the Tab key to the control of a test id or a text, and presses it. */
export async function pressByKeyboard(page: Page, name: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    const { testId, text } = await focused(page)
    if (testId === name || text === name) return page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
  }
  throw new Error(`the Tab key does not lead to ${name}`)
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

/** Signs what the page shows and waits until it is paid. @returns the transaction's hash */
export async function signAndWait(page: Page): Promise<string> {
  const prepared = await page.getByTestId("prepared-hash").getAttribute("data-full")
  await page.getByTestId("sign").click()
  return expectPaid(page, prepared)
}

export async function expectPaid(page: Page, hash: string | null): Promise<string> {
  const paid = page.getByTestId("paid")
  await expect(paid).toBeVisible(CHAIN_TIMEOUT)
  const shown = await paid.getByTestId("tx-hash").getAttribute("data-full")
  expect(shown).toMatch(/^0x[0-9a-f]{64}$/)
  if (hash !== null) expect(shown).toBe(hash)
  return shown ?? ""
}

export interface Link {
  slug: string
  receiver: string
}

/** A payment link of somebody who never received anything. */
export async function createLink(platform: Platform, terms: Record<string, unknown> = {}): Promise<Link> {
  const receiver = await platform.newAddress()
  return platform.post<Link>("/api/link", { receiver, title: "Ana's blog", ...terms }, 201)
}

/**
 * What this browser hears while the node is away: no events, a payment that waits, and that the node does not answer.
 *
 * @returns lets the node be back
 */
export async function hideNode(page: Page): Promise<() => void> {
  let isAway = true
  await page.route("**/api/payment/*/events", (route) => (isAway ? route.abort() : route.fallback()))
  await page.route("**/api/ready", (route) =>
    isAway
      ? route.fulfill({ status: 503, json: { ready: false, checks: { node: { ok: false, detail: "" } } } })
      : route.fallback(),
  )
  await page.route(/\/api\/payment\/\d+$/, async (route) => {
    const response = await route.fetch()
    const payment = await response.json()
    const isOn = payment.status === "committed" || payment.status === "confirmed"
    const json = isAway && isOn ? { ...payment, status: "submitted", is_complete: false } : payment
    await route.fulfill({ response, json })
  })
  return () => {
    isAway = false
  }
}

/** The page itself never scrolls sideways; wide tables do so within themselves. */
export async function expectFits(page: Page): Promise<void> {
  const { needed, given } = await page.evaluate(() => ({
    needed: document.documentElement.scrollWidth,
    given: document.documentElement.clientWidth,
  }))
  expect(needed, `${page.url()} is wider than its window`).toBeLessThanOrEqual(given)
}
