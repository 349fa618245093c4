import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { TOTP } from "otpauth"
import { CHAIN_TIMEOUT, expectFits } from "./support/checkout"
import { LIMITS } from "./support/limits"
import { signIn } from "./support/operator"
import { ckb } from "./support/platform"
import { expect, test } from "./support/test"

/** As the operator does it on the machine. @returns the password, which is shown once */
function addOperator(name: string, ...roles: string[]): string {
  const said = execFileSync(
    process.execPath,
    [
      ...["--import", "tsx", "scripts/operator.ts", "add", name, "--reason", "a new colleague"],
      ...roles.flatMap((role) => ["--role", role]),
    ],
    {
      encoding: "utf8",
      env: { ...process.env, ...LIMITS, MICROPAY_HOME: join(process.env.E2E_FOLDER ?? "", "devnet") },
    },
  )
  return said.match(/shown this once: (\S+)/)?.[1] ?? ""
}

test("a colleague sees what the role allows, sets up the second factor, and signs out everywhere", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  const password = addOperator("nina")
  await signIn(page, password, "nina")
  await page.goto("/admin/settlements")
  const refusal = "Your role does not allow this. It needs the role “Operate”."
  await expect(page.getByTestId("may-not").filter({ hasText: refusal })).toBeVisible()
  await expect(page.getByTestId("settle-now")).toBeHidden()
  expect((await page.request.post("/api/settlement")).status()).toBe(403)

  await page.getByRole("link", { name: "Account", exact: true }).click()
  await expect(page.getByTestId("second-factor-state")).toHaveText("Not set up")
  await page.getByTestId("second-factor-begin").click()
  const secret = (await page.getByTestId("second-factor-key").textContent()) ?? ""
  // Codes of now and of the next 30 seconds: both count for a while, whatever the machine has to do meanwhile.
  const code = (seconds: number) => new TOTP({ secret }).generate({ timestamp: Date.now() + seconds * 1000 })
  await expectFits(page)
  await page.getByRole("textbox", { name: "Code" }).fill("12345")
  await page.getByRole("button", { name: "Confirm" }).click()
  await expect(page.getByText("This is not the code the app shows now.")).toBeVisible()
  await page.getByRole("textbox", { name: "Code" }).fill(code(0))
  await page.getByRole("button", { name: "Confirm" }).click()
  await expect(page.getByTestId("second-factor-state")).toHaveText("Set up")

  await page.getByTestId("logout-everywhere").click()
  await expect(page).toHaveURL("/admin/login")
  expect((await page.request.get("/api/pool")).status()).toBe(401)
  await page.getByLabel("Name").fill("nina")
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.getByRole("textbox", { name: "Code" }).fill(code(30))
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page.getByTestId("section-reconciliation")).toBeVisible()

  await page.goto("/admin/account")
  await page.getByLabel("Current password").fill(password)
  await page.getByLabel("New password").fill("a password of her own")
  await page.getByRole("button", { name: "Change the password" }).click()
  await expect(page.getByText("The password has been changed.")).toBeVisible()
})

test("what is too much for one operator another confirms, who sees who asked and why", async ({
  page,
  platform,
  password,
  baseURL,
}) => {
  const receiver = await platform.newAddress()
  const headers = { origin: baseURL ?? "" }
  await page.request.post("/api/admin/login", { data: { password }, headers })
  const data = { receiver, amount: ckb("25000").toString(), reason: "the big order" }
  const { status } = await (await page.request.post("/api/payout/approval", { data, headers })).json()
  expect(status).toBe("proposed")
  const proposal = page.getByTestId("proposal").filter({ has: page.locator(`[data-full="${receiver}"]`) })
  await page.goto("/admin/settlements")
  await expect(proposal).toContainText("You proposed this. Another operator must confirm it.")

  await page.getByTestId("logout").click()
  await signIn(page, addOperator("arno", "approve"), "arno")
  await page.goto("/admin/settlements")
  await expect(proposal).toContainText("the big order")
  await proposal.getByTestId("confirm-proposal").click()
  const form = page.getByTestId("confirm")
  await form.getByLabel("Type 25,000 to confirm").fill("25000")
  await form.getByLabel("Reason").fill("checked the order")
  await form.locator("[type=submit]").click()
  await expect(proposal).toBeHidden(CHAIN_TIMEOUT)
  const approval = page.getByTestId("approval").filter({ has: page.locator(`[data-full="${receiver}"]`) })
  await expect(approval).toContainText("Expires")
  await page.goto("/admin/audit")
  await expect(page.locator("[data-testid=audit-entry][data-action=approve_payout]").first()).toContainText("arno")
})
