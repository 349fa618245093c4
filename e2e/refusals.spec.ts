import type { Page } from "@playwright/test"
import { CHAIN_TIMEOUT, checkoutPath, connectWallet, fillByFaucet, signAndWait } from "./support/checkout"
import { ckb } from "./support/platform"
import { expect, test } from "./support/test"

const DEV_WALLET = "Dev wallet"

/** Answers each prepare as a platform in trouble would, until it is told to let them through. */
async function refusePrepare(page: Page, status: number, problem: Record<string, unknown>): Promise<() => void> {
  let isRefused = true
  await page.route("**/api/payment/prepare", (route) =>
    isRefused
      ? route.fulfill({
          status,
          contentType: "application/problem+json",
          json: { title: "", detail: "The server's own sentence.", request_id: "r", status, ...problem },
        })
      : route.fallback(),
  )
  return () => {
    isRefused = false
  }
}

test("that payments are paused is said before a wallet is connected, and ends by itself", async ({
  page,
  platform,
}) => {
  let status = { payments: "paused", payouts: "running" }
  await page.route("**/api/status", (route) => route.fulfill({ json: status }))
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await expect(page.getByTestId("paused")).toContainText("Payments are paused")
  await expect(page.getByTestId("paused")).toContainText("Nothing was sent")
  await expect(page.getByTestId("connect-wallet")).toBeHidden()
  status = { payments: "running", payouts: "running" }
  await expect(page.getByTestId("connect-wallet")).toBeVisible()
})

test("why a payment waits is said for each cause, and it goes on by itself", async ({ page, platform }) => {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, DEV_WALLET)
  await fillByFaucet(page)
  const causes: [number, Record<string, unknown>, string, RegExp][] = [
    [503, { code: "PAUSED", scope: "prepare", reason: "operator" }, "Payments are paused", /Nothing was sent/],
    [429, { code: "RATE_LIMITED", retry_after: 40 }, "Too many tries", /again in \d+ s/],
    [502, { code: "CHAIN_ERROR" }, "CKB", /We keep trying/],
    [503, { code: "NO_PLATFORM_CELL" }, "Many people are paying", /We keep trying/],
    [503, { code: "CATCHING_UP" }, "catching up", /We keep trying/],
  ]
  for (const [status, problem, title, text] of causes) {
    const letThrough = await refusePrepare(page, status, problem)
    await page.reload()
    await expect(page.getByTestId("waiting")).toContainText(title)
    await expect(page.getByTestId("waiting")).toContainText(text)
    await expect(page.getByTestId("waiting")).not.toContainText("The server's own sentence")
    letThrough()
    if (problem.code !== "RATE_LIMITED") await expect(page.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
    await page.unroute("**/api/payment/prepare")
  }
})

test("a Chinese reader gets the reason and its numbers in Chinese", async ({ page, platform }) => {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, DEV_WALLET)
  await fillByFaucet(page)
  await page.getByTestId("language-switch").click()
  await refusePrepare(page, 422, {
    code: "INSUFFICIENT_BALANCE",
    reason: "payer_cells",
    cells: 69,
    most: "250000000",
  })
  await page.reload()
  const failed = page.getByTestId("prepare-failed")
  await expect(failed).toContainText("分布在 69 个 Cell 里，一笔付款最多只能动用其中的 2.5 CKB")
  await expect(failed.getByText("The server's own sentence.")).toBeHidden()
})

test("somebody offline at the signature is told, and the payment goes through once they are back", async ({
  page,
  context,
  platform,
}) => {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, DEV_WALLET)
  await fillByFaucet(page)
  await context.setOffline(true)
  await expect(page.getByTestId("offline")).toContainText("You are offline")
  await context.setOffline(false)
  await expect(page.getByTestId("offline")).toBeHidden()
  await signAndWait(page)
})

test("an address that cannot take a withdrawal yet reads so in place of the button", async ({ page, platform }) => {
  const receiver = await platform.newAddress()
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("1000"))
  const { prepared } = await platform.pay(payer, { receiver, amount: ckb("2") })
  await platform.confirmed(prepared.payment_id)
  await page.goto(`/receiver/${receiver}`)
  await expect(page.getByTestId("no-cell")).toHaveText(
    "You can withdraw from 65 CKB on, or once this address holds CKB of its own.",
    CHAIN_TIMEOUT,
  )
  await expect(page.getByTestId("withdraw")).toBeHidden()
})

test("an amount below its own network fee gets a line", async ({ page, platform }) => {
  await page.goto(checkoutPath(await platform.newAddress(), "0.00000001"))
  await expect(page.getByTestId("tiny-amount")).toBeVisible()
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await expect(page.getByTestId("connect-wallet")).toBeVisible()
  await expect(page.getByTestId("tiny-amount")).toBeHidden()
})
