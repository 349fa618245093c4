import AxeBuilder from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { startInbox } from "../test/support/inbox"
import { expectFits } from "./support/checkout"
import { signIn } from "./support/operator"
import { expect, test } from "./support/test"

/** On a phone nothing sticks out, and axe finds nothing. */
async function expectReadable(page: Page, what: string): Promise<void> {
  await expectFits(page)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`),
    what,
  ).toEqual([])
}

test("a wallet makes a project, a key and a webhook, sees what was sent, and an operator sees it too", async ({
  page,
  password,
  browser,
}) => {
  const inbox = await startInbox()
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto("/receiver")
  await page.getByTestId("continue-with-wallet").click()
  await page.getByText("Dev wallet", { exact: true }).first().click()
  await page.waitForURL(/\/receiver\/ckt1[0-9a-z]+$/)
  await page.getByTestId("developers-link").click()
  await expect(page.getByTestId("sign-in-first")).toBeVisible()
  await expectReadable(page, "signed out")
  await page.getByTestId("sign-in").click()
  await page.getByTestId("sign-in-sign").click()
  await expect(page.getByTestId("projects")).toContainText("No project yet")

  await page.getByTestId("new-project").click()
  const window = page.getByRole("dialog")
  await window.locator("[type=submit]").click()
  await expect(window.getByRole("alert")).toHaveText("Give it a name.")
  await window.getByRole("textbox").fill("Ana's shop")
  await page.keyboard.press("Enter")
  await page.getByTestId("project").click()
  await expect(page.getByTestId("project-name")).toHaveText("Ana's shop")
  await expect(page.getByTestId("keys")).toContainText("No key yet")
  await expectReadable(page, "an empty project")

  // A key is shown once, and works.
  await page.getByTestId("new-key").click()
  await window.getByRole("textbox").fill("server")
  await expectReadable(page, "a new key")
  await page.keyboard.press("Enter")
  const key = (await window.getByTestId("secret").textContent()) ?? ""
  expect(key).toMatch(/^mp_test_sk_/)
  await expectReadable(page, "shown once")
  await window.getByTestId("kept").click()
  await expect(page.getByTestId("key")).toHaveAttribute("data-state", "working")
  await expect(page.getByText(key)).toHaveCount(0)
  const { pathname } = new URL(page.url())
  const receiver = pathname.split("/")[2]
  const headers = { authorization: `Bearer ${key}` }
  const link = () => page.request.post("/api/link", { headers, data: { receiver, title: "Order 7" } })

  await page.getByTestId("new-webhook").click()
  await window.getByRole("textbox").fill(inbox.url)
  await window.locator("[type=submit]").click()
  await expect(window.getByTestId("secret").first()).toHaveText(/^whsec_/)
  await expect(window.getByTestId("secret").last()).toHaveText(/^whpk_/)
  await window.getByTestId("kept").click()
  await page.getByTestId("test-webhook").click()
  const deliveries = page.getByTestId("delivery")
  await expect(deliveries.first()).toHaveAttribute("data-status", "delivered")
  expect((await link()).status()).toBe(201)
  await expect(deliveries).toHaveCount(2)
  await expect(deliveries.first()).toContainText("link.created")
  await expect(deliveries.first()).toContainText("Answered 200")
  await expect(page.getByTestId("event").first()).toContainText("link.created")
  expect(inbox.received.map(({ body }) => JSON.parse(body).type)).toEqual(["webhook.test", "link.created"])
  await deliveries.first().getByTestId("resend").click()
  await expect.poll(() => inbox.received.length).toBe(3)
  await expectReadable(page, "a project at work")

  // Exchanged with an overlap, disabled, revoked: each says what it means first.
  await page.getByTestId("rotate-key").click()
  await window.getByTestId("exchange").click()
  await expect(window.getByTestId("secret")).toHaveText(/^mp_test_sk_/)
  await window.getByTestId("kept").click()
  await expect(page.getByTestId("key").last()).toHaveAttribute("data-state", "ending")
  expect((await link()).status()).toBe(201)
  await page.getByTestId("revoke-key").last().click()
  await expect(window).toContainText("for good")
  await window.getByTestId("sure").click()
  await expect(page.getByTestId("key").last()).toHaveAttribute("data-state", "revoked")
  expect((await link()).status()).toBe(401)
  await page.getByTestId("disable-webhook").click()
  await window.getByTestId("sure").click()
  await page.getByTestId("enable-webhook").click()
  await expect(page.getByTestId("disable-webhook")).toBeVisible()

  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const operator = await context.newPage()
  await signIn(operator, password)
  await operator.goto("/admin/projects")
  await operator.getByTestId("new-project").click()
  await operator.getByRole("textbox", { name: "Name" }).fill("The forum")
  await operator.getByRole("button", { name: "Make the project" }).click()
  await expect(operator.getByTestId("project")).toHaveText(["The forum", "Ana's shop"])
  await operator.getByTestId("project").nth(1).click()
  await expect(operator.getByTestId("project-name")).toHaveText("Ana's shop")
  await expect(operator.getByTestId("webhook")).toHaveCount(1)
  await operator.getByTestId("language-switch").click()
  await expect(operator.getByTestId("keys")).toContainText("API 密钥")
  await expectReadable(operator, "an operator's, in Chinese")
  await context.close()
  await inbox.stop()
})
