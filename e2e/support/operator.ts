import type { Page } from "@playwright/test"
import { expect } from "./test"

export async function signIn(page: Page, password: string): Promise<void> {
  await page.goto("/admin/login")
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page.getByTestId("section-reconciliation")).toBeVisible()
}
