import { readFileSync } from "node:fs"
import { join } from "node:path"
import AxeBuilder from "@axe-core/playwright"
import type { Page, Request, TestInfo } from "@playwright/test"
import { expectFits } from "./support/checkout"
import { ckb, type Platform } from "./support/platform"
import { expect, test } from "./support/test"

interface Receipt {
  tx_hash: string
  salt: string
  sender: string
  shares: { kind: string; address: string; amount: string }[]
}

/** Somebody was paid 2 CKB, for good. */
async function paid(platform: Platform) {
  const receiver = await platform.newAddress()
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("200"))
  const { prepared } = await platform.pay(payer, { receiver, amount: ckb("2") })
  const { id } = await platform.confirmed(prepared.payment_id)
  return { id, receiver, receipt: await platform.get<Receipt>(`/receipt/${id}.json`) }
}

/** A picture in test-results/screens, nothing wider than the window, no finding of axe. */
async function inspect(page: Page, info: TestInfo, name: string): Promise<void> {
  await expectFits(page)
  await page.screenshot({ path: join(info.project.outputDir, "screens", `verify-${name}.png`), fullPage: true })
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect.soft(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([])
}

const result = (page: Page) => page.getByTestId("result")

test("the code on a receipt proves it to a stranger, by a node of theirs, without this server's database", async ({
  page,
  platform,
  browser,
}, info) => {
  const { id, receiver, receipt } = await paid(platform)
  await page.goto(`/receipt/${id}`)
  const proof = page.getByTestId("proof")
  await expect(page.getByTestId("save-receipt")).toBeVisible()
  await page.emulateMedia({ media: "print" })
  await expect(proof.getByRole("img")).toBeVisible()
  await expect(page.getByTestId("save-receipt")).toBeHidden()
  await page.emulateMedia({ media: "screen" })
  await expect(proof.getByRole("img")).toHaveCount(0)
  await proof.getByRole("button", { name: "Show the code" }).click()
  await expect(proof.getByRole("img", { name: "QR code that proves this payment" })).toBeVisible()
  const link = new URL((await page.getByTestId("check-receipt").getAttribute("href")) ?? "", platform.url)
  expect(link.href.length).toBeLessThan(500)
  const saving = page.waitForEvent("download")
  await page.getByTestId("save-receipt").click()
  const file = await (await saving).path()
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(receipt)
  await inspect(page, info, "receipt")

  const stranger = await browser.newContext({ baseURL: platform.url, viewport: { width: 1280, height: 900 } })
  const theirs = await stranger.newPage()
  const requests: Request[] = []
  theirs.on("request", (request) => requests.push(request))
  await theirs.goto("/verify")
  await inspect(theirs, info, "empty")
  await theirs.getByLabel("Node", { exact: true }).selectOption("Another node")
  const address = theirs.getByLabel("Address of the node")
  await address.fill("http://node.example/")
  await address.press("Enter")
  await expect(theirs.getByText("It must begin with https://")).toBeVisible()
  await address.fill(platform.config.rpc_url)
  await address.press("Enter")
  await expect(address).toBeHidden()
  await theirs.getByLabel("Link of the receipt").fill(`  ${link.href}\n`)
  await theirs.keyboard.press("Enter")
  await expect(result(theirs)).toHaveAttribute("data-outcome", "PROVEN")
  await expect(result(theirs)).toContainText("This payment is on the chain")
  await expect(theirs.getByTestId("proven-amount")).toHaveAttribute("data-shannons", ckb("1.98").toString())
  await expect(result(theirs)).toContainText("of 2 CKB that were paid in all")
  await expect(theirs.getByTestId("platform")).toHaveText("this site's")
  await expect(theirs.locator("[data-mark=holds]")).toHaveCount(7)
  const mine = theirs.getByLabel("Is it to my address?")
  await mine.fill(receiver)
  await expect(theirs.getByTestId("mine")).toHaveText("Yes: 1.98 CKB of it goes to this address.")
  await mine.fill(await platform.newAddress())
  await expect(theirs.getByTestId("mine")).toHaveText("No: nothing of it goes to this address.")
  await inspect(theirs, info, "proven-en-1280")
  // Another language draws the page anew, on the server, which learns as little.
  await theirs.getByTestId("language-switch").click()
  await expect(result(theirs)).toContainText("这笔付款已在链上")
  await theirs.getByTestId("language-switch").click()
  await expect(result(theirs)).toHaveAttribute("data-outcome", "PROVEN")
  expect(theirs.url()).toBe(link.href)

  // This server has sent the page and its files. What is the stranger's the node alone was asked for, by hashes.
  expect(requests.filter((request) => request.url().includes("/api/")).map((request) => request.url())).toEqual([])
  const asked = requests.filter((request) => request.url().startsWith(platform.config.rpc_url))
  expect(asked.length).toBeGreaterThanOrEqual(5)
  for (const request of requests) {
    const said = [request.url(), request.postData() ?? "", JSON.stringify(await request.allHeaders())].join("\n")
    for (const secret of [receipt.salt.slice(2), receipt.sender, receiver, link.hash.slice(3)])
      expect(said, request.url()).not.toContain(secret)
    if (asked.includes(request)) expect(said).not.toContain('"referer"')
  }

  // Another document, which may not ask other nodes: the wide policy does not go along.
  await theirs.evaluate(() => Object.assign(window, { isVerify: true }))
  await theirs.getByRole("link", { name: "Your payments" }).click()
  await expect(theirs.getByTestId("payments-in-browser")).toBeVisible()
  expect(await theirs.evaluate(() => Reflect.get(window, "isVerify"))).toBeUndefined()
  await stranger.close()
})

test("on a phone, in Chinese and in the dark: by this site's node, by file, and what is not right is said in words", async ({
  platform,
  browser,
}, info) => {
  const { receipt } = await paid(platform)
  const context = await browser.newContext({
    ...{ baseURL: platform.url, viewport: { width: 360, height: 740 } },
    ...{ colorScheme: "dark", locale: "zh-CN" },
  })
  const page = await context.newPage()
  const bring = (changed: object) =>
    page.getByTestId("receipt-file").setInputFiles({
      ...{ name: "receipt.json", mimeType: "application/json" },
      buffer: Buffer.from(JSON.stringify({ ...receipt, ...changed })),
    })
  await page.goto("/verify#main")
  await bring({})
  await expect(result(page)).toHaveAttribute("data-outcome", "PROVEN")
  await expect(result(page)).toContainText("这笔付款已在链上")
  await expect(page).toHaveTitle(/^这笔付款已在链上/)
  await inspect(page, info, "proven-zh-360")
  const large = await page.addStyleTag({ content: "html { font-size: 200% }" })
  await expectFits(page)
  await large.evaluate((style) => (style as HTMLStyleElement).remove())

  await page.getByTestId("another").click()
  const shares = receipt.shares.map((share) => ({ ...share, amount: `${BigInt(share.amount) + 1n}` }))
  await bring({ shares })
  await expect(result(page)).toHaveAttribute("data-outcome", "COMMITMENT_DIFFERS")
  await expect(page.locator("[data-mark=fails]")).toContainText("交易正是为这些收付方和金额而做")
  await inspect(page, info, "changed-zh-360")

  // The link that was brought came into the address: back leads to what was before.
  await page.goBack()
  await page.goBack()
  await expect(result(page)).toHaveAttribute("data-outcome", "PROVEN")
  await page.goto(`/verify#1.m.broken`)
  await expect(page.getByText("这不是一张完整的收据")).toBeVisible()
  await bring({ version: 2 })
  await expect(page.getByText("这张收据的版本比本页支持的更新")).toBeVisible()

  let isAway = true
  await page.route("**/api/rpc", (route) => (isAway ? route.abort() : route.fallback()))
  await bring({ payment_id: 1 })
  await expect(result(page)).toHaveAttribute("data-outcome", "NO_ANSWER")
  await inspect(page, info, "no-answer-zh-360")
  isAway = false
  await page.getByTestId("again").click()
  await expect(result(page)).toHaveAttribute("data-outcome", "COMMITMENT_DIFFERS")
  await context.close()
})
