import { encode } from "uqr"
import {
  CHAIN_TIMEOUT,
  checkoutPath,
  connectWallet,
  expectFits,
  expectPaid,
  fillByFaucet,
  pressByKeyboard,
  shannonsOf,
  signAndWait,
} from "./support/checkout"
import { injectEvmWallet } from "./support/evm-wallet"
import { ckb } from "./support/platform"
import { expect, test } from "./support/test"

const DEV_WALLET = "Dev wallet"

test("somebody pays 2 CKB from a wallet in the browser, and the receiver's balance grows", async ({
  page,
  platform,
}) => {
  const receiver = await platform.newAddress()
  await page.goto(checkoutPath(receiver, "2", "thank you"))
  await expect(page.getByTestId("amount")).toHaveText("2 CKB")
  await expect(page.getByTestId("payee")).toHaveAttribute("data-full", receiver)

  await connectWallet(page, DEV_WALLET)
  const sender = await fillByFaucet(page)
  expect(await shannonsOf(page, "total")).toBe(ckb("2") + (await shannonsOf(page, "network-fee")))
  const total = await shannonsOf(page, "total")

  // The steps are announced in their order; which of them stays long enough to be seen depends on the next block.
  await page.evaluate(() => {
    const seen: string[] = []
    new MutationObserver(() => {
      const state = document.querySelector<HTMLElement>("[data-testid=payment-progress], [data-testid=paid]")
      const status = state?.dataset.status
      if (status && seen.at(-1) !== status) seen.push(status)
    }).observe(document.body, { subtree: true, childList: true, attributes: true })
    Object.assign(window, { seenStatuses: seen })
  })
  const hash = await signAndWait(page)
  const seen = await page.evaluate(() => (window as unknown as { seenStatuses: string[] }).seenStatuses)
  expect(["prepared", "submitted", "committed", "confirmed"].filter((status) => seen.includes(status))).toEqual(seen)
  expect(seen).toEqual(expect.arrayContaining(["submitted", "confirmed"]))
  expect(await shannonsOf(page, "paid-total")).toBe(total)
  await expect(page).toHaveTitle(/Paid 2 CKB/)

  const { tx, spent } = await platform.onChain(hash)
  expect([tx.inputs.length, tx.outputs.length]).toEqual([2, 2])
  expect(spent).toHaveLength(2)
  expect(await platform.balance(sender)).toBe(ckb("1000") - total)

  await page.goto(`/receiver/${receiver}`)
  await expect(page.getByTestId("owed-now")).toHaveText("1.98 CKB")
  await expect(page.getByTestId("payout-progress")).toHaveText("1.98 of 65 CKB · 63.02 CKB to go until the next payout")
  await expect(page.getByTestId("entry")).toHaveCount(1)
})

test("what is missing in the wallet is said exactly, and the faucet button mends it", async ({ page, platform }) => {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, DEV_WALLET)
  const notice = page.getByTestId("insufficient-balance")
  await expect(notice).toContainText("This wallet has no CKB yet")
  await expect(notice).toContainText("no money moved")
  const address = await page.getByTestId("faucet").getAttribute("data-address")

  await platform.fund(address ?? "", ckb("62"))
  await expect(notice).toContainText("have 62. CKB wallets keep 61 CKB to hold the rest; only 1 of yours can move.")
  await fillByFaucet(page)
  await expect(notice).toBeHidden()
})

test("the checkout's own address is a QR code: open on a desktop, folded away on a phone", async ({
  page,
  platform,
}) => {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  const code = page.getByRole("img", { name: "QR code with the address of this page" })
  await expect(code).toBeVisible()
  const { data } = encode(page.url(), { ecc: "L", border: 3 })
  const drawn = data.map((row) => row.map(() => false))
  const path = (await code.locator("path").getAttribute("d")) ?? ""
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\1z/g))
    drawn[Number(y)]?.fill(true, Number(x), Number(x) + Number(width))
  expect(drawn).toEqual(data)

  await page.setViewportSize({ width: 360, height: 740 })
  await page.reload()
  await expect(page.getByTestId("connect-wallet")).toBeEnabled()
  await expect(code).toBeHidden()
  await page.getByText("Continue on another device").click()
  await expect(code).toBeVisible()
})

test("the wallet button cannot be pressed before the page's scripts run, so that no press is lost", async ({
  request,
  platform,
}) => {
  const path = checkoutPath(await platform.newAddress(), "2")
  const button = /<button(?=[^>]* data-testid="connect-wallet")(?=[^>]* disabled="")/
  await expect.poll(async () => (await request.get(path)).text()).toMatch(button)
})

test("somebody pays with the keyboard alone", async ({ page, platform }) => {
  const receiver = await platform.newAddress()
  await page.goto(checkoutPath(receiver, "2"))
  await expect(page.getByTestId("connect-wallet")).toBeEnabled()
  await pressByKeyboard(page, "connect-wallet")
  await expect(page.getByText(DEV_WALLET, { exact: true }).first()).toBeVisible()
  await pressByKeyboard(page, DEV_WALLET)
  await expect(page.getByTestId("faucet")).toBeVisible()
  await pressByKeyboard(page, "faucet")
  await expect(page.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
  await pressByKeyboard(page, "sign")
  await expectPaid(page, null)
})

test("a wallet dialog that is closed changes nothing", async ({ page, platform }) => {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await page.getByTestId("connect-wallet").click()
  const choice = page.getByText(DEV_WALLET, { exact: true }).first()
  await expect(choice).toBeVisible()
  await page.keyboard.press("Escape")
  await expect(choice).toBeHidden()
  await expect(page.getByTestId("connect-wallet")).toBeFocused()
  await expect(page.getByRole("main").getByRole("alert")).toHaveCount(0)
})

test("refusing in the wallet is neutral, and the next try pays", async ({ page, platform }) => {
  const wallet = await injectEvmWallet(page)
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, wallet.name)
  await fillByFaucet(page)
  wallet.refuseNext()
  await page.getByTestId("sign").click()
  const notice = page.getByTestId("not-signed")
  await expect(notice).toContainText("Not signed. Try again?")
  await expect(notice).toContainText("Nothing was sent and no money moved.")
  await expect(notice).toHaveRole("status")
  await signAndWait(page)
})

test("a reload after signing goes on, also when the signature never arrived", async ({ page, platform, context }) => {
  const receiver = await platform.newAddress()
  await page.goto(checkoutPath(receiver, "2"))
  await connectWallet(page, DEV_WALLET)
  await fillByFaucet(page)
  const hash = await page.getByTestId("prepared-hash").getAttribute("data-full")
  await page.route("**/api/payment/transfer", (route) => route.abort())
  await page.getByTestId("sign").click()
  await expect(page.getByTestId("progress-heading")).toHaveText("Sending")
  await expect(page).toHaveURL(/payment=\d+/)

  await page.unroute("**/api/payment/transfer")
  await page.reload()
  await expectPaid(page, hash)
  const other = await context.newPage()
  await other.goto(page.url())
  await expectPaid(other, hash)
  expect(await platform.get<{ available: string }>(`/api/account/${receiver}`)).toMatchObject({
    available: ckb("1.98").toString(),
  })
})

test("a reload before signing keeps the wallet and asks for the signature", async ({ page, platform }) => {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, DEV_WALLET)
  await fillByFaucet(page)
  const prepared: string[] = []
  page.on("request", (request) => {
    if (request.url().endsWith("/api/payment/prepare")) prepared.push(request.url())
  })
  await page.reload()
  await expect(page.getByTestId("connected-wallet")).toContainText(DEV_WALLET)
  await expect(page.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
  // CCC finds the wallets once more half a second later: what is ready to be signed stays.
  await page.waitForTimeout(1_000)
  expect(prepared).toHaveLength(1)
})

test("a broken payment link says what is wrong with it", async ({ page, platform }) => {
  const good = await platform.newAddress()
  const otherNetwork =
    "ckb1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqdnnw7qkdnnclfkg59uzn8umtfd2kwxceqxwquc4"
  const cases: [string, string, string, RegExp][] = [
    [good, "0", "amount", /more than zero/],
    [good, "-1", "amount", /more than zero/],
    [good, "1.123456789", "amount", /At most 8 digits after the point/],
    [good, "2e3", "amount", /Enter a number/],
    [good, "1,000", "amount", /Which amount do you mean/],
    [good, "99999999999", "amount", /more CKB than there is/],
    [`${good.slice(0, -1)}${good.endsWith("q") ? "p" : "q"}`, "2", "address", /typing error/],
    ["0x36c329ed630d6ce750712a477543672adab57f4c", "2", "address", /Ethereum address/],
    ["somebody", "2", "address", /not a CKB address/],
    [otherNetwork, "2", "address", /another network/],
  ]
  for (const [to, amount, part, message] of cases) {
    await page.goto(checkoutPath(to, amount))
    if (part === "address")
      await expect(page.getByRole("heading", { name: "The address in this payment link" })).toBeVisible()
    // Whom it pays is known, so that is not asked for again.
    else await expect(page.getByRole("heading", { level: 1 })).toContainText("ckt1")
    const form = page.getByTestId(part === "address" ? "checkout-form" : "amount-form")
    await expect(form.getByRole("alert")).toHaveText(message)
  }
  await page.goto("/pay?payment=999999999")
  await expect(page.getByTestId("payment-unreadable")).toContainText("This payment does not exist")
})

test("somebody pays on a phone", async ({ page, platform }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await page.goto(
    checkoutPath(await platform.newAddress(), "1234.56789012", "a note that is long enough to need two lines"),
  )
  await expectFits(page)
  await connectWallet(page, DEV_WALLET)
  await expect(page.getByTestId("faucet")).toBeVisible()
  await expectFits(page)
  await platform.fund((await page.getByTestId("faucet").getAttribute("data-address")) ?? "", ckb("2000"))
  await expect(page.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
  await expectFits(page)
  await signAndWait(page)
  await expectFits(page)
})
