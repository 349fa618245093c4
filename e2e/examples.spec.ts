import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Locator } from "@playwright/test"
import { CHAIN_TIMEOUT, connectWallet, fillByFaucet } from "./support/checkout"
import { newProject, runAudit, runExample, startExample } from "./support/example"
import { type Account, ckb } from "./support/platform"
import { expect, test } from "./support/test"

const DEV_WALLET = "Dev wallet"

test("the shop takes an order, and ships it when the webhook says that it is paid", async ({
  page,
  platform,
  home,
}) => {
  const { key, publicKey } = await newProject(home, platform.url, "shop")
  const receiver = await platform.newAddress()
  const shop = await startExample("shop/server.mjs", async () => ({
    ...{ MICROPAY_URL: platform.url, MICROPAY_KEY: key, MICROPAY_PUBLIC_KEY: publicKey, RECEIVER: receiver },
  }))
  await page.goto(shop.url)
  await page.getByRole("button", { name: "A pound of tea, 3.5 CKB" }).click()
  await page.waitForURL(/\/p\/\w{12}$/)
  await expect(page.getByTestId("amount")).toHaveText("3.5 CKB")
  await connectWallet(page, DEV_WALLET)
  await fillByFaucet(page)
  await page.getByTestId("sign").click()
  await page.getByTestId("back-to-merchant").getByRole("link").click(CHAIN_TIMEOUT)
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/)
  await expect(async () => {
    await page.reload()
    await expect(page.locator("#state")).toHaveText("shipped", { timeout: 500 })
  }).toPass(CHAIN_TIMEOUT)
  const order = page.url().split("/").at(-1)
  expect(shop.said()).toContain(`shipping ${order}, paid by payment`)

  const forged = await page.request.get(`${shop.url}/thanks?payment_id=1&tx_hash=0x${"00".repeat(32)}&signature=v1a,AA`)
  const posted = await page.request.post(`${shop.url}/hooks`, { data: { type: "payment.confirmed", data: {} } })
  expect([forged.status(), posted.status()]).toEqual([400, 400])
  await shop.stop()
})

/** Presses what closes its own window, which may be gone before a click has returned. */
async function closeBy(button: Locator): Promise<void> {
  await expect(button).toBeEnabled()
  const closed = button.page().waitForEvent("close")
  await button.evaluate((element: HTMLElement) => void setTimeout(() => element.click()))
  await closed
}

test("the forum's button opens the checkout beside the page, tells it what comes of it, and the tip has three shares", async ({
  page,
  platform,
  home,
}) => {
  const { key, keyFor } = await newProject(home, platform.url, "forum")
  const [author, section, community] = await Promise.all([1, 2, 3].map(() => platform.newAddress()))
  const forum = await startExample("tip-button/server.mjs", async (url) => ({
    ...{ MICROPAY_URL: platform.url, MICROPAY_KEY: key, MICROPAY_PAGE_KEY: await keyFor(url) },
    ...{ AUTHOR: author ?? "", SECTION: section ?? "", COMMUNITY: community ?? "" },
  }))
  const refused: string[] = []
  page.on("console", (message) => message.text().includes("Content Security Policy") && refused.push(message.text()))
  await page.goto(forum.url)
  const button = page.getByRole("link", { name: "Tip (opens a new window)" })
  await expect(button).toHaveAttribute("href", new RegExp(`^${platform.url}/p/\\w{12}\\?`))

  // By keyboard, and given up: the page hears that too.
  await page.keyboard.press("Tab")
  await expect(button).toBeFocused()
  const [first] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("Enter")])
  await closeBy(first.getByTestId("cancel-link"))
  await expect(page.locator("#thanks")).toHaveText("Another time.")

  const [checkout] = await Promise.all([page.waitForEvent("popup"), button.click()])
  await expect(checkout.getByTestId("cancel-link")).toContainText(new URL(forum.url).host)
  await checkout.getByRole("button", { name: "1 CKB" }).first().click()
  await connectWallet(checkout, DEV_WALLET)
  await fillByFaucet(checkout)
  await checkout.getByTestId("sign").click()
  await expect(page.locator("#thanks")).toHaveText("Your tip is on its way.")
  // What was signed for this page is known after a reload, too.
  await checkout.reload()
  await expect(checkout.getByTestId("back-to-merchant")).toBeVisible(CHAIN_TIMEOUT)
  await closeBy(checkout.getByTestId("back-to-merchant").getByRole("button").first())
  await expect(page.locator("#thanks")).toHaveText("Thank you for 1 CKB!")
  await expect(page.locator("micro-pay")).toContainText("1 CKB from 1")
  expect(refused).toEqual([])

  // A page that was told nothing of a payment learns nothing of it, whoever it says that it is.
  const id = Number(new URL(checkout.url()).searchParams.get("payment"))
  const slug = new URL(checkout.url()).pathname
  for (const claimed of [forum.url, "https://elsewhere.example"]) {
    const [other] = await Promise.all([
      page.waitForEvent("popup"),
      page.evaluate(openAndListen, { url: platform.url, path: `${slug}?payment=${id}`, claimed }),
    ])
    await expect(other.getByTestId("paid")).toBeVisible()
    await expect(other.getByTestId("back-to-merchant")).toHaveCount(0)
    await other.close()
  }
  expect(await page.evaluate(() => Reflect.get(window, "heard"))).toEqual(["ready", "open"])
  const policyOf = async (path: string) =>
    (await page.request.get(platform.url + path)).headers()["cross-origin-opener-policy"]
  expect(await policyOf(slug)).toBe("same-origin-allow-popups")
  expect(await policyOf(`${slug}?opener_origin=${forum.url}`)).toBe("unsafe-none")

  const owed = async (address = "") => (await platform.get<Account>(`/api/account/${address}`)).available
  expect(await Promise.all([author, section, community].map(owed))).toEqual(["69300000", "19800000", "9900000"])
  await forum.stop()
})

test("the bot pays once for each name, and the payee can check that they are owed it", async ({
  platform,
  password,
}) => {
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("100"))
  const receiver = await platform.newAddress()
  const folder = mkdtempSync(join(tmpdir(), "micropay-bot-"))
  const env = { MICROPAY_URL: platform.url, KEY: payer.privateKey, PAYMENTS: join(folder, "payments.json") }
  for (let runs = 0; runs < 2; runs++)
    expect(await runExample("bot/bot.mjs", ["tip-1", receiver, "2.5"], env)).toMatch(/paid 2\.5 CKB for tip-1\n$/)
  const { available } = await platform.get<Account>(`/api/account/${receiver}`)
  expect(BigInt(available)).toBe(ckb("2.475"))
  rmSync(folder, { recursive: true })

  await platform.proveSolvency(password)
  const audited = await runAudit(["--url", platform.url, "--address", receiver])
  expect(audited).toMatch(/^covered: .*, block [\d,]+; yours: 2\.475 owed, 2\.475 by the chain/)
})

/** In a page: opens a checkout as the button does, plays its part, and keeps what it is told. */
function openAndListen({ url, path, claimed }: { url: string; path: string; claimed: string }): void {
  const heard: string[] = Reflect.get(window, "heard") ?? []
  Object.assign(window, { heard })
  const popup = window.open(`${url}${path}&opener_origin=${encodeURIComponent(claimed)}`)
  window.addEventListener("message", ({ source, data }) => {
    if (source !== popup) return
    heard.push(data.state)
    popup?.postMessage({ kind: "micro-pay", state: "here" }, url)
  })
}
