import { expectFits } from "./support/checkout"
import { signIn } from "./support/operator"
import { expect, test } from "./support/test"

test("the operator's page asks for the password, and refuses a wrong one", async ({ page }) => {
  await page.goto("/admin")
  await expect(page).toHaveURL("/admin/login")
  await page.getByLabel("Password").fill("not the password")
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page.getByTestId("login-form").getByRole("alert")).toHaveText(
    "This is not the password. Check it and try again.",
  )
  await expect(page).toHaveURL("/admin/login")
  expect((await page.request.get("/api/pool")).status()).toBe(401)
})

test("the operator sees that the money is all there, the pool, settlements and jobs, and signs out", async ({
  page,
  password,
}) => {
  await signIn(page, password)
  await expect(page.getByTestId("reconciliation-sentence")).toHaveText(
    /^The pool holds exactly what the ledger says, as of block [\d,]+\.$/,
  )
  await expect(page.getByTestId("pool-difference")).toHaveText("0")
  await expect(page.getByTestId("owed-difference")).toHaveText("0")
  await expect(page.getByTestId("pool-free")).toContainText(/[1-9]\d* cells?/)
  await expect(page.getByTestId("pool-cell").first()).toBeVisible()
  await expect(page.getByTestId("job")).not.toHaveCount(0)
  for (const job of ["settle", "reconcile", "expire-payments"]) {
    await expect(page.locator(`[data-testid=job][data-job=${job}]`)).toBeVisible()
  }
  await expect(page.getByTestId("section-settlements")).toBeVisible()
  await expect(page.getByTestId("section-payments")).toBeVisible()
  await page.setViewportSize({ width: 360, height: 740 })
  await expectFits(page)

  await page.getByTestId("logout").click()
  await expect(page).toHaveURL("/admin/login")
  expect((await page.request.get("/api/pool")).status()).toBe(401)
  await page.goto("/admin")
  await expect(page).toHaveURL("/admin/login")
})
