import type { Page } from "@playwright/test"
import {
  connectWallet,
  createLink,
  expectFits,
  expectPaid,
  fillByFaucet,
  hideNode,
  signAndWait,
} from "./support/checkout"
import { injectEvmWallet } from "./support/evm-wallet"
import { ckb, type Payment } from "./support/platform"
import { expect, test } from "./support/test"

const DEV_WALLET = "Dev wallet"

/** The wallet of this browser, with money: the checkout is ready to be signed. */
async function openAndFill(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await connectWallet(page, DEV_WALLET)
  await fillByFaucet(page)
}

test("a link with an amount and a split is paid, and the payer goes back to the merchant by themselves", async ({
  page,
  platform,
}) => {
  const splitter = await platform.newAddress()
  const { slug, receiver } = await createLink(platform, {
    amount: ckb("2").toString(),
    note: "Thank you for reading",
    info: "order 7",
    splits: [{ receiver: splitter, bps: 2_500 }],
    success_url: `${platform.url}/?from=shop`,
    cancel_url: `${platform.url}/developers`,
  })
  await page.goto(`/p/${slug}`)
  await expect(page.getByTestId("link-title")).toHaveText("Ana's blog")
  await expect(page.getByTestId("amount")).toHaveText("2 CKB")
  await expect(page.getByTestId("note")).toHaveText("Thank you for reading")
  await page.getByTestId("cancel-link").click()
  await page.waitForURL((url) => url.pathname === "/developers")
  await page.goBack()
  // What the payee gets of it is not the payer's business.
  await expect(page.getByRole("main")).not.toContainText("1.485")
  await expect(page.locator('meta[name="robots"]')).toHaveAttribute("content", /noindex/)
  await connectWallet(page, DEV_WALLET)
  await fillByFaucet(page)

  const hash = await signAndWait(page)
  const id = Number(new URL(page.url()).searchParams.get("payment"))
  await expect(page.getByTestId("back-to-merchant")).toContainText("Back to Ana's blog")
  await page.waitForURL((url) => url.pathname === "/" && url.searchParams.get("from") === "shop")
  const { searchParams } = new URL(page.url())
  expect([searchParams.get("payment_id"), searchParams.get("tx_hash")]).toEqual([String(id), hash])
  const payment = await platform.get<Payment & { link: { slug: string }; info: string }>(`/api/payment/${id}`)
  expect(payment).toMatchObject({ link: { slug }, info: "order 7", receiver })

  // The end of a checkout that is opened later stays.
  await page.goto(`/p/${slug}?payment=${id}`)
  await expectPaid(page, hash)
  await expect(page.getByTestId("back-to-merchant")).not.toContainText("Returning in")
})

test("where the link leaves the amount open, the payer picks a preset or writes one, and can change it", async ({
  page,
  platform,
}) => {
  await page.setViewportSize({ width: 360, height: 740 })
  const { slug, receiver } = await createLink(platform, { presets: [ckb("1").toString(), ckb("5").toString()] })
  await page.goto(`/p/${slug}`)
  await expectFits(page)
  const form = page.getByTestId("amount-form")
  for (const [text, problem] of [
    ["0", /more than zero/],
    ["1,5.5", /Enter a number/],
  ] as const) {
    await form.getByRole("textbox").fill(text)
    await form.locator("[type=submit]").click()
    await expect(form.getByRole("alert")).toHaveText(problem)
  }
  await form.getByRole("textbox").fill("2.5")
  await form.locator("[type=submit]").click()
  await expect(page.getByTestId("amount")).toHaveText("2.5 CKB")
  await page.goBack()
  await page.getByTestId("preset").nth(1).click()
  await expect(page.getByTestId("amount")).toHaveText("5 CKB")
  await page.reload()
  await connectWallet(page, DEV_WALLET)
  await fillByFaucet(page)
  await signAndWait(page)
  await expectFits(page)
  await expect
    .poll(() => platform.get<{ available: string }>(`/api/account/${receiver}`))
    .toMatchObject({ available: ckb("4.95").toString() })
})

test("a one-time link takes one payment: the second payer is told, a second tab of the first finds it", async ({
  page,
  platform,
  browser,
  context,
}) => {
  const { slug } = await createLink(platform, { amount: ckb("2").toString(), one_time: true })
  const other = await (await browser.newContext({ baseURL: platform.url })).newPage()
  await openAndFill(page, `/p/${slug}`)
  await openAndFill(other, `/p/${slug}`)

  const hash = await signAndWait(page)
  const tab = await context.newPage()
  await tab.goto(`/p/${slug}`)
  await expectPaid(tab, hash)

  const paid = await other.getByTestId("prepared-hash").getAttribute("data-full")
  expect(paid).not.toBe(hash)
  await other.getByTestId("sign").click()
  const notice = other.getByTestId("link-used")
  await expect(notice).toContainText("This link has already been paid")
  await expect(notice).toContainText("it was not sent and no money moved")
  await expect(other.getByTestId("connect-wallet")).toHaveCount(0)
  await other.context().close()
})

test("links that are closed, over or mistyped say so, and that no money moved", async ({ page, platform }) => {
  const terms = { amount: "100000000" }
  const expiring = await createLink(platform, { ...terms, expires_at: new Date(Date.now() + 2_500).toISOString() })
  const closed = await createLink(platform, terms)
  await platform.post(`/api/link/${closed.slug}/close`, undefined)
  await page.goto(`/p/${closed.slug}`)
  await expect(page.getByTestId("link-closed")).toContainText("No money moved")
  await expect
    .poll(() => platform.get<{ status: string }>(`/api/link/${expiring.slug}`).then(({ status }) => status))
    .toBe("expired")
  await page.goto(`/p/${expiring.slug}`)
  await expect(page.getByTestId("link-expired")).toContainText("No money moved")
  for (const slug of ["000000000000", "nothing"]) {
    await page.goto(`/p/${slug}`)
    await expect(page.getByTestId("link-unknown")).toContainText("Nothing was paid")
  }
})

test("a signature that is refused at a link is neutral, and the next try pays", async ({ page, platform }) => {
  const wallet = await injectEvmWallet(page)
  const { slug } = await createLink(platform, { amount: ckb("2").toString() })
  await page.goto(`/p/${slug}`)
  await connectWallet(page, wallet.name)
  await fillByFaucet(page)
  wallet.refuseNext()
  await page.getByTestId("sign").click()
  await expect(page.getByTestId("not-signed")).toContainText("Nothing was sent and no money moved.")
  await expect(page).toHaveURL(`/p/${slug}`)
  await signAndWait(page)
})

test("a lost hold prepares again by itself and says so; the network going away does not lose the payment", async ({
  page,
  platform,
}) => {
  const { slug } = await createLink(platform, { amount: ckb("2").toString() })
  await openAndFill(page, `/p/${slug}`)
  const lost = await page.getByTestId("prepared-hash").getAttribute("data-full")
  await page.getByTestId("dev-panel").locator("summary").click()
  await page.getByTestId("dev-expire").click()
  await expect(page.getByTestId("dev-panel")).toContainText("The hold is gone")
  await page.getByTestId("sign").click()
  await expect(page.getByTestId("sign-again")).toContainText("Nothing was sent and no money moved.")
  await expect(page.getByTestId("prepared-hash")).not.toHaveAttribute("data-full", lost ?? "")
  await expect(page.getByTestId("sign")).toBeEnabled()

  const nodeIsBack = await hideNode(page)
  await page.getByTestId("sign").click()
  const notice = page.getByTestId("network-down")
  await expect(notice).toContainText("Your payment is safe and waiting for the network")
  await expect(notice).toContainText("Do not pay again.")
  await expect(page).toHaveTitle(/Waiting/)
  nodeIsBack()
  await expectPaid(page, null)
})
