import { request as http, type Page } from "@playwright/test"
import { checkoutPath, createLink } from "./support/checkout"
import { ckb, type Platform } from "./support/platform"
import { expect, test } from "./support/test"

/** More rows than a dashboard draws at once. */
const PAYMENTS = 6

/** @returns the payment */
async function paid(platform: Platform, receiver: string): Promise<number> {
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("100"))
  const { prepared } = await platform.pay(payer, { receiver, amount: ckb("2") })
  await platform.confirmed(prepared.payment_id)
  return prepared.payment_id
}

/** Somebody who was paid, and each page that people open on a phone without having been there before. */
async function openedPages(platform: Platform) {
  const { receiver, slug } = await createLink(platform, { amount: ckb("3.5").toString() })
  const [payment] = await Promise.all(Array.from({ length: PAYMENTS }, () => paid(platform, receiver)))
  return {
    pay: checkoutPath(receiver, "2"),
    link: `/p/${slug}`,
    receipt: `/receipt/${payment}`,
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

/** The headings that come to a page after its scripts: each time that some come together, which. */
async function watchHeadings(page: Page): Promise<string[][]> {
  const came: string[][] = []
  await page.exposeFunction("headingsCame", (ids: string[]) => void came.push(ids))
  await page.addInitScript(() => {
    const watcher = new MutationObserver((changes) => {
      const added = changes.flatMap(({ addedNodes }) => [...addedNodes])
      const headings = added.flatMap((node) => (node instanceof Element ? [...node.querySelectorAll("h2[id]")] : []))
      const told = window as unknown as { headingsCame: (ids: string[]) => void }
      if (headings.length > 0) told.headingsCame(headings.map(({ id }) => id))
    })
    // What the server has drawn is there by then, and scripts begin.
    document.addEventListener("readystatechange", () => watcher.observe(document, { subtree: true, childList: true }), {
      once: true,
    })
  })
  return came
}

/** What a receiver has to scroll for comes part by part, so that none holds up the page for long; and all of it. */
async function expectPartByPart(page: Page, came: string[][]): Promise<void> {
  await expect(page.getByTestId("entry")).toHaveCount(PAYMENTS)
  const parts = ["income", "entries", "payouts", "page", "links", "settings", "told", "statement"]
  expect(came.toSorted()).toEqual(parts.map((part) => [`${part}-title`]).toSorted())
}

/** A little more than there is: what is larger is looked at before it stays. Next.js and React are 130,000 of it. */
const MOST = { pay: 206_000, link: 206_000, receipt: 214_000, receiver: 249_000 } as const

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
  expect(await draws(pages.receiver, /data-testid="owed-now" data-shannons="1188000000"/)).toBe(true)
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
    const headings = await watchHeadings(page)
    await page.goto(path)
    await expect(page.getByTestId(isThere)).toBeEnabled()
    const first = await scriptBytes()
    expect(first, name).toBeGreaterThan(100_000)
    expect.soft(first, `script of ${name}, compressed`).toBeLessThan(MOST[name])
    if (name === "receiver") await expectPartByPart(page, headings)
    if (name === "pay") {
      await page.getByTestId("connect-wallet").click()
      await expect(page.getByText("Dev wallet", { exact: true }).first()).toBeVisible()
      expect(await scriptBytes(), "wallets come when somebody reaches for one").toBeGreaterThan(1.5 * first)
    }
    await context.close()
  }
})
