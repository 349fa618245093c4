import { request as http, type Page } from "@playwright/test"
import { checkoutPath, createLink } from "./support/checkout"
import { ckb, type Platform } from "./support/platform"
import { expect, test } from "./support/test"

/** Somebody who was paid, and each page that people open on a phone without having been there before. */
async function openedPages(platform: Platform) {
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("100"))
  const { receiver, slug } = await createLink(platform, { amount: ckb("3.5").toString() })
  const { prepared } = await platform.pay(payer, { receiver, amount: ckb("2") })
  await platform.confirmed(prepared.payment_id)
  return {
    pay: checkoutPath(receiver, "2"),
    link: `/p/${slug}`,
    receipt: `/receipt/${prepared.payment_id}`,
    receiver: `/receiver/${receiver}`,
  }
}

/** Counts the bytes of scripts, compressed as they come. */
function countScripts(page: Page): () => Promise<number> {
  const sizes: Promise<number>[] = []
  page.on("requestfinished", (request) => {
    if (request.resourceType() === "script")
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  return async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** A little more than there is: what is larger is looked at before it stays. Next.js and React are 130,000 of it. */
const MOST = { pay: 206_000, link: 206_000, receipt: 212_000, receiver: 249_000 } as const

test("what a phone shows first is drawn by the server, with few scripts, and the rest comes when it is wanted", async ({
  browser,
  platform,
}) => {
  const pages = await openedPages(platform)
  const plain = await http.newContext({ baseURL: platform.url })
  const draws = async (path: string, words: RegExp) => words.test(await (await plain.get(path)).text())
  // The very first page of a server may come before the server knows its node.
  await expect.poll(() => draws(pages.pay, /data-testid="total"[^>]*>[^<]*2\.00001/)).toBe(true)
  expect(await draws(pages.link, /data-testid="amount" data-shannons="350000000"/)).toBe(true)
  expect(await draws(pages.receipt, /data-testid="receipt-amount" data-shannons="200000000"/)).toBe(true)
  expect(await draws(pages.receiver, /data-testid="owed-now" data-shannons="198000000"/)).toBe(true)
  await plain.dispose()

  for (const [name, path, isThere] of [
    ["pay", pages.pay, "connect-wallet"],
    ["link", pages.link, "connect-wallet"],
    ["receipt", pages.receipt, "share-receipt"],
    ["receiver", pages.receiver, "statement-closing"],
  ] as const) {
    // In a browser that has nothing yet.
    const context = await browser.newContext({ baseURL: platform.url, viewport: { width: 360, height: 740 } })
    const page = await context.newPage()
    const scriptBytes = countScripts(page)
    await page.goto(path)
    await expect(page.getByTestId(isThere)).toBeEnabled()
    const first = await scriptBytes()
    expect(first, name).toBeGreaterThan(100_000)
    expect.soft(first, `script of ${name}, compressed`).toBeLessThan(MOST[name])
    if (name === "pay") {
      await page.getByTestId("connect-wallet").click()
      await expect(page.getByText("Dev wallet", { exact: true }).first()).toBeVisible()
      expect(await scriptBytes(), "wallets come when somebody reaches for one").toBeGreaterThan(1.5 * first)
    }
    await context.close()
  }
})
