import { join } from "node:path"
import AxeBuilder from "@axe-core/playwright"
import type { Page, TestInfo } from "@playwright/test"
import {
  CHAIN_TIMEOUT,
  checkoutPath,
  connectWallet,
  createLink,
  expectFits,
  fillByFaucet,
  hideNode,
  signAndWait,
} from "./support/checkout"
import { injectEvmWallet } from "./support/evm-wallet"
import { ckb, type Platform } from "./support/platform"
import { expect, test } from "./support/test"

const WIDE = { width: 1280, height: 900 }
const PHONE = { width: 360, height: 740 }

/**
 * Looks at one state of a page: no finding of axe, nothing wider than the window, and a picture in
 * test-results/screens.
 */
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

/** Pays an address through the API, and waits until it is owed. */
async function pay(platform: Platform, receiver: string, amount: bigint): Promise<void> {
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), amount + ckb("100"))
  const { prepared } = await platform.pay(payer, { receiver, amount })
  await platform.confirmed(prepared.payment_id)
}

for (const [scheme, locale] of [
  ["light", "en-GB"],
  ["dark", "zh-CN"],
] as const) {
  test.describe(`${scheme}, ${locale}: readable for everybody, on a desktop and on a phone, are`, () => {
    test.use({ colorScheme: scheme, viewport: WIDE, timezoneId: "UTC", locale })

    let look: (name: string) => Promise<void>
    let refused: string[]
    test.beforeEach(({ page }, info) => {
      test.setTimeout(240_000)
      look = (name) => inspect(page, info, `${scheme}-${locale.slice(0, 2)}`, name)
      refused = []
      page.on("console", (message) => {
        if (message.text().includes("Content Security Policy")) refused.push(message.text())
      })
    })
    test.afterEach(async ({ page }) => {
      expect(refused, "what the content security policy refused").toEqual([])
      await page.unrouteAll({ behavior: "ignoreErrors" })
    })

    test("the first pages, and those of what is not there", async ({ page, platform }) => {
      await page.goto("/")
      await expect(page.getByTestId("network")).toBeVisible()
      await look("landing")
      await page.getByTestId("theme-menu").click()
      await expect(page.getByRole("menu")).toBeVisible()
      await look("theme-menu")
      await page.keyboard.press("Escape")
      await page.setViewportSize(PHONE)
      await page.getByTestId("site-menu").click()
      await look("site-menu")
      await page.goto("/developers")
      await look("developers")
      await page.goto("/solvency")
      await expect(page.getByTestId(/^(solvency-none|standing)$/)).toBeVisible()
      await look("solvency")
      await page.goto("/no/such/page")
      await look("not-found")
      await page.goto("/receiver")
      await expect(page.getByTestId("receiver-form")).toBeVisible()
      await look("receiver-entry")
      await page.goto(`/receiver/${await platform.newAddress()}`)
      await expect(page.getByTestId("empty-state")).toBeVisible()
      await look("receiver-new")
      await page.goto(checkoutPath(await platform.newAddress(), "2"))
      await expect(page.getByTestId("connect-wallet")).toBeEnabled()
      await page.route("**/_next/static/chunks/**", (route) => route.abort())
      await page.getByTestId("connect-wallet").click()
      await expect(page.getByTestId("connect-wallet")).toBeHidden()
      await look("incomplete")
      await page.unrouteAll()
      await page.addInitScript(() => {
        window.matchMedia = () => {
          throw new Error("broken on purpose")
        }
      })
      await page.goto("/receiver")
      await expect(page.getByTestId("receiver-form")).toBeHidden()
      await look("crashed")
    })

    test("a checkout from its form to the receipt, and what the payee sees then", async ({ page, platform }) => {
      const receiver = await platform.newAddress()
      await page.goto("/pay?to=nonsense&amount=-2")
      await expect(page.getByTestId("checkout-form")).toBeVisible()
      await look("pay-broken-link")
      await page.goto(checkoutPath(receiver, "1234567.12345678", "thank you"))
      await expect(page.getByTestId("connect-wallet")).toBeVisible()
      await look("pay-long-amount")
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
      await look("pay-paid")
      await page.getByTestId("to-receipt").click()
      await expect(page.getByTestId("receipt")).toBeVisible()
      await look("receipt")
      await page.emulateMedia({ media: "print" })
      await look("receipt-print")
      await page.emulateMedia({ media: "screen" })
      await page.goto("/receipt/999999999")
      await expect(page.getByTestId("no-such-receipt")).toBeVisible()
      await look("receipt-unknown")
      await page.goto(`/receiver/${receiver}`)
      await expect(page.getByTestId("entry")).toHaveCount(1)
      await look("receiver")
      await page.getByTestId("statement-open").click()
      await expect(page.getByTestId("statement-line")).toHaveCount(1)
      await look("statement")
      await page.emulateMedia({ media: "print" })
      await look("statement-print")
      await page.emulateMedia({ media: "screen" })
      await page.getByTestId("statement-month").selectOption({ index: 1 })
      await expect(page.getByTestId("statement-empty")).toBeVisible()
      await look("statement-empty")
      await page.goto(`/receiver/${receiver}`)
      await expect(page.getByTestId("entry")).toHaveCount(1)
      // As somebody's page would be whose income is large.
      await page.route("**/api/account/*", async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, json: { ...(await response.json()), available: "123456712345678" } })
      })
      await page.reload()
      await expect(page.getByTestId("owed-now")).toHaveAttribute("data-shannons", "123456712345678")
      await look("receiver-long-amount")
    })

    test("payment links, while they can be paid and afterwards", async ({ page, platform }) => {
      const presets = ["1", "5", "20.5"].map((amount) => ckb(amount).toString())
      const open = await createLink(platform, { presets, note: "Thank you for reading" })
      const fixed = await createLink(platform, {
        amount: ckb("2").toString(),
        note: "Thank you for reading",
        one_time: true,
        splits: [{ receiver: await platform.newAddress(), bps: 2_500 }],
      })
      const over = await createLink(platform, { expires_at: new Date(Date.now() + 2_000).toISOString() })
      await page.goto(`/p/${open.slug}`)
      await expect(page.getByTestId("amount-form")).toBeVisible()
      await look("link-open")
      await page.goto(`/p/${fixed.slug}`)
      await expect(page.getByTestId("order-details")).toBeVisible()
      await look("link-fixed")
      await connectWallet(page, "Dev wallet")
      await fillByFaucet(page)
      await signAndWait(page)
      await look("link-paid")
      await page.evaluate(() => localStorage.removeItem("micropay.payments"))
      await page.goto(`/p/${fixed.slug}`)
      await expect(page.getByTestId("link-used")).toBeVisible()
      await look("link-used")
      await page.goto(`/p/${over.slug}`)
      await expect(page.getByTestId("link-expired")).toBeVisible()
      await look("link-expired")
    })

    test("a checkout in which things go wrong", async ({ page, platform }) => {
      const wallet = await injectEvmWallet(page)
      await page.goto(checkoutPath(await platform.newAddress(), "2.5", "thank you"))
      await connectWallet(page, wallet.name)
      await fillByFaucet(page)
      wallet.refuseNext()
      await page.getByTestId("sign").click()
      await expect(page.getByTestId("not-signed")).toBeVisible()
      await look("pay-not-signed")
      await page.getByTestId("dev-panel").locator("summary").click()
      await page.getByTestId("dev-expire").click()
      await expect(page.getByTestId("dev-panel").locator("[aria-live]")).not.toBeEmpty()
      await page.getByTestId("sign").click()
      await expect(page.getByTestId("sign-again")).toBeVisible()
      await expect(page.getByTestId("sign")).toBeEnabled()
      await look("pay-sign-again")
      await hideNode(page)
      await page.getByTestId("sign").click()
      await expect(page.getByTestId("network-down")).toBeVisible()
      await look("pay-network-down")
      await page.route("**/api/payment/**", (route) => route.abort())
      await page.reload()
      await expect(page.getByTestId("payment-unreadable")).toBeVisible()
      await look("pay-no-server")
    })

    test("a withdrawal", async ({ page, platform }) => {
      const wallet = await injectEvmWallet(page)
      await page.goto(checkoutPath(await platform.newAddress(), "2"))
      await connectWallet(page, wallet.name)
      const receiver = await fillByFaucet(page)
      await pay(platform, receiver, ckb("3"))
      await page.goto(`/receiver/${receiver}`)
      await page.getByTestId("withdraw").click()
      await expect(page.getByTestId("withdraw-amount")).toBeVisible()
      await look("withdraw-form")
      await page.getByTestId("withdraw-prepare").click()
      await expect(page.getByTestId("withdraw-sign")).toBeEnabled()
      await look("withdraw-review")
      wallet.refuseNext()
      await page.getByTestId("withdraw-sign").click()
      await expect(page.getByTestId("not-signed")).toBeVisible()
      await look("withdraw-refused")
      await page.getByTestId("withdraw-sign").click()
      await expect(page.getByTestId("withdraw-progress")).toHaveAttribute("data-status", "confirmed", CHAIN_TIMEOUT)
      await look("withdraw-done")
      const open = await platform.anyoneCanPayAddress()
      await platform.fund(open, ckb("61"))
      await pay(platform, open, ckb("0.5"))
      await page.goto(`/receiver/${open}`)
      await page.getByTestId("withdraw").click()
      await expect(page.getByTestId("withdraw-amount")).toBeVisible()
      await look("withdraw-open")
    })

    test("the operator's pages and windows", async ({ page, platform, password, baseURL }) => {
      await pay(platform, await platform.newAddress(), ckb("6000"))
      await page.goto("/admin/login")
      await expect(page.getByTestId("login-form")).toBeVisible()
      await look("admin-login")
      const login = { data: { password }, headers: { origin: baseURL ?? "" } }
      expect((await page.request.post("/api/admin/login", login)).status()).toBe(204)
      const proposal = { receiver: await platform.newAddress(), amount: ckb("25000").toString(), reason: "a big order" }
      await page.request.post("/api/payout/approval", { data: proposal, headers: login.headers })
      await page.goto("/admin")
      await expect(page.getByTestId("reconciliation-sentence")).toBeVisible(CHAIN_TIMEOUT)
      await look("admin")
      await page.getByTestId("pause-settlement").click()
      await page.getByTestId("confirm").locator("[type=submit]").click()
      await look("admin-confirm")
      await page.getByTestId("confirm").getByRole("textbox").fill("a look at it")
      await page.getByTestId("confirm").locator("[type=submit]").click()
      const pause = page.getByTestId("open-pause")
      await expect(pause).toBeVisible()
      await look("admin-paused")
      await pause.getByTestId("resume").click()
      const word = locale === "zh-CN" ? "恢复" : "resume"
      await page.getByTestId("confirm").getByRole("textbox").first().fill(word)
      await page.getByTestId("confirm").getByRole("textbox").nth(1).fill("seen")
      await page.getByTestId("confirm").locator("[type=submit]").click()
      await expect(pause).toBeHidden()
      for (const [part, row] of [
        ["pool", "pool-cell"],
        ["payments", "payment"],
        ["settlements", "awaiting"],
        ["jobs", "job"],
        ["audit", "audit-entry"],
        ["account", "second-factor-begin"],
      ] as const) {
        await page.goto(`/admin/${part}`)
        await expect(page.getByTestId(row).first()).toBeVisible()
        await look(`admin-${part}`)
        if (part === "pool") {
          await page.getByTestId("merge-cells-open").click()
          await page.getByTestId("merge-cells").getByRole("textbox").fill("3")
          await page.getByTestId("merge-cells").locator("[type=submit]").click()
          await expect(page.getByTestId("plan")).toBeVisible()
          await look("admin-merge")
        }
        if (part === "account") {
          await page.getByTestId("second-factor-begin").click()
          await expect(page.getByTestId("second-factor-form")).toBeVisible()
          await look("admin-second-factor")
        }
        if (part === "settlements") {
          await page.getByTestId("approve").first().click()
          await expect(page.getByTestId("confirm")).toBeVisible()
          await look("admin-approve")
        }
      }
    })
  })
}
