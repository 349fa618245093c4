import type { Page } from "@playwright/test"
import { CHAIN_TIMEOUT } from "./checkout"
import { expect } from "./test"

export async function signIn(page: Page, password: string, name = "admin"): Promise<void> {
  await page.goto("/admin/login")
  await page.getByLabel("Name").fill(name)
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page.getByTestId("section-reconciliation")).toBeVisible()
}

/** Pays out what can be paid, after a look at whom. Waits until the window is closed, which only success does. */
export async function settleNow(page: Page, reason = "now"): Promise<void> {
  await page.getByTestId("settle-now").click()
  await expect(page.getByTestId("settle-preview")).toBeVisible()
  const form = page.getByTestId("confirm")
  await form.getByLabel("Reason").fill(reason)
  await form.locator("[type=submit]").click()
  await expect(page.getByTestId("settle-result")).toBeVisible(CHAIN_TIMEOUT)
}

/** Fills in the last step of what matters, and takes it. Waits until the window is closed, which only success does. */
export async function confirm(page: Page, { typed, reason }: { typed: string; reason: string }): Promise<void> {
  const form = page.getByTestId("confirm")
  await form.getByLabel(`Type ${typed} to confirm`).fill(typed)
  await form.getByLabel("Reason").fill(reason)
  await form.locator("[type=submit]").click()
  await expect(form).toBeHidden(CHAIN_TIMEOUT)
}
