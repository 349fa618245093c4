import { readFileSync } from "node:fs"
import AxeBuilder from "@axe-core/playwright"
import type { APIRequestContext, Page } from "@playwright/test"
import { displayCkb } from "@/lib/client/format"
import type { Epoch } from "@/lib/client/types"
import { CHAIN_TIMEOUT, expectFits } from "./support/checkout"
import { ckb, type Platform } from "./support/platform"
import { expect, test } from "./support/test"

const PHONE = { width: 360, height: 740 }
/** Blocks from one proof to the next. */
const EVERY = 100

interface Paid {
  receiver: string
  owed: bigint
  epoch: Epoch
}

let paid: Promise<Paid> | undefined

/** Pays somebody, and lets a proof be made that holds it; once for all tests. */
function paidAndProven(request: APIRequestContext, platform: Platform, password: string): Promise<Paid> {
  paid ??= payAndProve(request, platform, password)
  return paid
}

async function payAndProve(request: APIRequestContext, platform: Platform, password: string): Promise<Paid> {
  const receiver = await platform.newAddress()
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("200"))
  const { prepared } = await platform.pay(payer, { receiver, amount: ckb("20") })
  const { block_number: block } = (await platform.confirmed(prepared.payment_id)) as { block_number?: number | null }
  const { tip } = await platform.post<{ tip: number }>("/api/dev/mine", { blocks: EVERY + 10 })
  const due = tip - 10 - ((tip - 10) % EVERY)
  const headers = { origin: platform.url }
  expect((await request.post("/api/admin/login", { data: { password }, headers })).status()).toBe(204)
  const newest = async () => (await platform.get<Epoch[]>("/api/solvency?limit=1"))[0]
  await expect
    .poll(async () => {
      await request.post("/api/jobs/prove-solvency/run", { data: { reason: "now" }, headers })
      return (await newest())?.block_number
    }, CHAIN_TIMEOUT)
    .toBeGreaterThanOrEqual(Math.max(due, block ?? 0))
  const { available: owed } = await platform.get<{ available: string }>(`/api/account/${receiver}`)
  return { receiver, owed: BigInt(owed), epoch: (await newest()) as Epoch }
}

/** No finding of axe, and nothing wider than a phone. */
async function expectReadable(page: Page): Promise<void> {
  const before = page.viewportSize()
  await page.setViewportSize(PHONE)
  await expectFits(page)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)).toEqual([])
  if (before) await page.setViewportSize(before)
}

test("anybody sees what is owed and held, and a receiver checks it in the browser", async ({
  page,
  request,
  platform,
  password,
}) => {
  const refused: string[] = []
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) refused.push(message.text())
  })
  const { receiver, owed, epoch } = await paidAndProven(request, platform, password)
  // Without a script, too, and where the address is posted.
  const html = await (await request.get("/solvency")).text()
  expect(html).toContain(`data-shannons="${epoch.held}"`)
  expect(html).toMatch(/<meta name="description" content="Owes [\d.,]+ CKB to at most \d+ people/)

  await page.goto("/")
  await page.getByTestId("terms").getByRole("link", { name: "See what it owes and holds" }).click()
  await expect(page.getByTestId("verdict")).toHaveAttribute("data-covered", "true")
  await expect(page.getByTestId("solvency-owed")).toHaveAttribute("data-shannons", /^[1-9]\d*$/)
  await expect(page.getByTestId("epoch").first()).toContainText("CKB")
  await page.getByRole("button", { name: "Show as a table" }).click()
  await expect(page.getByTestId("history").getByRole("row", { name: grouped(epoch.block_number) })).toBeVisible()
  await expect(page.locator("pre").first()).toHaveText(`npm run audit -- --url ${platform.url}`)
  await expectReadable(page)

  await page.goto(`/receiver/${receiver}`)
  const letGo = await holdBack(page)
  await page.getByTestId("check-owed").click()
  await page.getByTestId("owed-check-cancel").click()
  await letGo()
  await page.getByTestId("check-owed").click()
  const sentence = page.getByTestId("owed-check-sentence")
  await expect(sentence).toContainText(`You are owed ${displayCkb(owed)} CKB by the chain's own account`, CHAIN_TIMEOUT)
  await expect(sentence).toContainText("The platform holds more than it owes.")
  await expectReadable(page)

  // By a node elsewhere: what the page itself may not ask, its worker may.
  await page.getByTestId("owed-check-node").locator("summary").click()
  await page.getByLabel("Node", { exact: true }).selectOption("Another node")
  await page.getByLabel("Address of the node").fill(platform.config.rpc_url)
  await page.keyboard.press("Enter")
  const { host } = new URL(platform.config.rpc_url)
  await expect(page.getByTestId("owed-check-good")).toContainText(`read from the node ${host}`, CHAIN_TIMEOUT)
  expect(refused).toEqual([])
})

test.describe("a platform that lies", () => {
  test.use({ locale: "zh-CN", colorScheme: "dark" })

  test("is found out in the browser, which keeps the evidence", async ({ page, request, platform, password }) => {
    const { receiver, epoch } = await paidAndProven(request, platform, password)
    await page.goto("/solvency")
    await expect(page.getByTestId("verdict")).toContainText("足额")
    await expectReadable(page)
    await page.goto(`/receiver/${receiver}`)
    await page.route("**/api/solvency/*/leaves", async (route) => {
      const response = await route.fetch()
      const leaves = await response.body()
      // A shannon less for somebody.
      leaves.writeBigUInt64BE(leaves.readBigUInt64BE(32) ^ 1n, 32)
      await route.fulfill({ response, body: leaves })
    })
    await page.getByTestId("check-owed").click()
    const wrong = page.getByTestId("owed-check-wrong")
    await expect(wrong.locator("[data-fault=LEAVES_REPLACED]")).toContainText(
      "金额列表不是签过名的那一份。",
      CHAIN_TIMEOUT,
    )
    await expect(page.getByTestId("owed-check-good")).toBeHidden()
    await expectReadable(page)
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByTestId("fraud-file").click()])
    expect(file.suggestedFilename()).toBe("fraud.json")
    const evidence = JSON.parse(readFileSync(await file.path(), "utf8"))
    expect(evidence).toMatchObject({ platform: platform.url, address: receiver })
    for (const { code } of evidence.faults) expect(code).toBe("LEAVES_REPLACED")
    expect(evidence.epoch.block_number).toBeGreaterThanOrEqual(epoch.block_number)
  })
})

const grouped = (count: number) => count.toLocaleString("en")

/** What the check asks for first does not come. @returns lets it come again */
async function holdBack(page: Page): Promise<() => Promise<void>> {
  const url = "**/api/solvency?**"
  await page.route(url, () => {})
  return () => page.unroute(url)
}
