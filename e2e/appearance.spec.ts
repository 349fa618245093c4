import { join } from "node:path"
import AxeBuilder from "@axe-core/playwright"
import type { Page, TestInfo } from "@playwright/test"
import { CHAIN_TIMEOUT, checkoutPath, connectWallet, expectFits, fillByFaucet, signAndWait } from "./support/checkout"
import { expect, test } from "./support/test"

const WIDE = { width: 1280, height: 900 }
const PHONE = { width: 360, height: 740 }

/** Looks at one state of a page: no finding of axe, nothing wider than the window, and a picture in test-results/screens. */
async function inspect(page: Page, info: TestInfo, look: string, name: string): Promise<void> {
  for (const viewport of [PHONE, WIDE]) {
    await page.setViewportSize(viewport)
    // What moves when a page opens has come to rest; an endless spinner never does.
    await page.evaluate(() =>
      Promise.allSettled(
        document
          .getAnimations()
          .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
          .map(({ finished }) => finished),
      ),
    )
    await expectFits(page)
    const file = `${name}-${viewport.width}-${look}.png`
    await page.screenshot({ path: join(info.project.outputDir, "screens", file), fullPage: true })
  }
  const axe = new AxeBuilder({ page })
  // CCC's dialog says each wallet's name twice, the second time for its picture: untidy, and not ours.
  if (name === "pay-wallets") axe.disableRules("image-redundant-alt")
  const { violations } = await axe.analyze()
  const findings = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)
  expect.soft(findings, `${name}, ${look}`).toEqual([])
}

for (const [scheme, locale] of [
  ["light", "en-GB"],
  ["dark", "zh-CN"],
] as const) {
  test.describe(`${scheme}, ${locale}`, () => {
    test.use({ colorScheme: scheme, viewport: WIDE, timezoneId: "UTC", locale })

    test(`the ${scheme} pages in ${locale} are readable for everybody, on a desktop and on a phone`, async ({
      page,
      platform,
      password,
      baseURL,
    }, info) => {
      test.setTimeout(240_000)
      const look = (name: string) => inspect(page, info, `${scheme}-${locale.slice(0, 2)}`, name)
      const refused: string[] = []
      page.on("console", (message) => {
        if (message.text().includes("Content Security Policy")) refused.push(message.text())
      })
      const receiver = await platform.newAddress()

      await page.goto("/")
      await expect(page.getByTestId("network")).toBeVisible()
      await look("landing")
      await page.goto("/no/such/page")
      await look("not-found")
      await page.goto("/receiver")
      await expect(page.getByTestId("receiver-form")).toBeVisible()
      await look("receiver-entry")
      await page.goto(`/receiver/${receiver}`)
      await expect(page.getByTestId("empty-state")).toBeVisible()
      await look("receiver-new")

      await page.goto("/pay?to=nonsense&amount=-2")
      await expect(page.getByTestId("checkout-form")).toBeVisible()
      await look("pay-broken-link")
      await page.goto(checkoutPath(receiver, "2.5", "thank you"))
      await page.getByTestId("connect-wallet").click()
      await expect(page.getByText("Dev wallet", { exact: true }).first()).toBeVisible()
      await look("pay-wallets")
      await page.keyboard.press("Escape")
      await look("pay-connect")
      await connectWallet(page, "Dev wallet")
      await expect(page.getByTestId("insufficient-balance")).toBeVisible()
      await look("pay-not-enough")
      await fillByFaucet(page)
      await look("pay-review")
      await signAndWait(page)
      await look("pay-receipt")
      await page.goto(`/receiver/${receiver}`)
      await expect(page.getByTestId("entry")).toHaveCount(1)
      await look("receiver")

      await page.goto("/admin/login")
      await expect(page.getByTestId("login-form")).toBeVisible()
      await look("admin-login")
      const login = { data: { password }, headers: { origin: baseURL ?? "" } }
      expect((await page.request.post("/api/admin/login", login)).status()).toBe(204)
      await page.goto("/admin")
      await expect(page.getByTestId("reconciliation-sentence")).toBeVisible(CHAIN_TIMEOUT)
      await look("admin")
      for (const [part, row] of [
        ["pool", "pool-cell"],
        ["payments", "payment"],
        ["settlements", "section-settlements"],
        ["jobs", "job"],
        ["audit", "section-audit"],
      ] as const) {
        await page.goto(`/admin/${part}`)
        await expect(page.getByTestId(row).first()).toBeVisible()
        await look(`admin-${part}`)
      }
      expect(refused, "what the content security policy refused").toEqual([])
    })
  })
}
