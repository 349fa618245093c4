import type { Page } from "@playwright/test"
import { checkoutPath, connectWallet, createLink, expectFits, fillByFaucet, signAndWait } from "./support/checkout"
import { ckb, type Platform } from "./support/platform"
import { expect, test } from "./support/test"

/** One page of each kind that people without an account see. */
async function everyPage(platform: Platform): Promise<string[]> {
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("200"))
  const receiver = await platform.newAddress()
  const { prepared } = await platform.pay(payer, { receiver, amount: ckb("1234.56789") / 10n })
  await platform.confirmed(prepared.payment_id)
  const { slug } = await createLink(platform, { amount: ckb("2").toString(), note: "Thank you for reading" })
  return [
    "/",
    "/developers",
    "/pay",
    checkoutPath(receiver, "1234.56789", "thank you"),
    `/p/${slug}`,
    `/receipt/${prepared.payment_id}`,
    "/receiver",
    `/receiver/${receiver}`,
    "/admin/login",
    "/no/such/page",
  ]
}

/** The page has loaded what it shows. */
async function isComplete(page: Page): Promise<void> {
  await expect(page.locator("#main")).toBeVisible()
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0)
}

test.describe("a narrow phone", () => {
  test.use({ viewport: { width: 320, height: 568 } })

  test("has the links in a menu that the keyboard opens, walks and closes", async ({ page }) => {
    await page.goto("/")
    await expectFits(page)
    const menu = page.getByTestId("site-menu")
    const links = page.getByRole("navigation", { name: "Main" }).getByRole("link")
    await expect(links).toHaveCount(0)
    await menu.focus()
    await page.keyboard.press("Enter")
    await expect(links.filter({ hasText: "Developers" })).toBeVisible()
    await expectFits(page)
    await page.keyboard.press("Escape")
    await expect(links).toHaveCount(0)
    await expect(menu).toBeFocused()
    await page.keyboard.press("Enter")
    while (!(await links.filter({ hasText: "Developers" }).evaluate((link) => link === document.activeElement)))
      await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page).toHaveURL("/developers")
    await expect(links).toHaveCount(0)
    await menu.click()
    await page.locator("#link-title").click()
    await expect(links).toHaveCount(0)
  })
})

test.describe("a browser without scripts", () => {
  test.use({ javaScriptEnabled: false })

  test("says so on every page, in both languages", async ({ page, platform }) => {
    for (const path of await everyPage(platform)) {
      await page.goto(path)
      for (const [lang, words] of [
        ["en", "This page needs JavaScript"],
        ["zh-CN", "这个页面需要 JavaScript"],
      ] as const)
        await expect(page.locator(`noscript p[lang="${lang}"]`), path).toContainText(words)
    }
  })
})

test.describe("a browser that refuses to keep anything", () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => {
      const refuse = () => {
        throw new DOMException("The operation is insecure.", "SecurityError")
      }
      for (const name of ["localStorage", "sessionStorage"])
        Object.defineProperty(window, name, { configurable: true, get: refuse })
      Object.defineProperty(document, "cookie", { configurable: true, get: () => "", set: () => {} })
      Object.defineProperty(navigator, "cookieEnabled", { get: () => false })
    })
  })

  test("opens every page, and is told what is not remembered", async ({ page, platform }) => {
    const broken: string[] = []
    page.on("pageerror", ({ message }) => broken.push(message))
    for (const path of await everyPage(platform)) {
      await page.goto(path)
      await expect(page.getByTestId("storage-refused"), path).toContainText("This browser keeps nothing")
      await isComplete(page)
    }
    expect(broken).toEqual([])
  })

  test("pays, and reads in the other language", async ({ page, platform }) => {
    await page.goto(checkoutPath(await platform.newAddress(), "2"))
    await page.getByTestId("language-switch").click()
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN")
    await expect(page).toHaveURL(/[?&]lang=zh-CN/)
    await page.getByTestId("language-switch").click()
    await expect(page.locator("html")).toHaveAttribute("lang", "en")
    await connectWallet(page, "Dev wallet")
    await fillByFaucet(page)
    await signAndWait(page)
  })
})

test("a browser that keeps things is not told that it does not", async ({ page }) => {
  await page.goto("/")
  await page.getByTestId("language-switch").click()
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN")
  await expect(page).toHaveURL("/")
  await expect(page.getByTestId("storage-refused")).toHaveCount(0)
})

test("the address of a page chooses its language, and nothing else", async ({ request }) => {
  const html = async (path: string, headers = {}) => (await request.get(path, { headers })).text()
  expect(await html("/?lang=zh-CN")).toContain('<html lang="zh-CN"')
  expect(await html("/?lang=klingon")).toContain('<html lang="en"')
  expect(await html("/", { "x-locale": "zh-CN" })).toContain('<html lang="en"')
})

test("the site can be put on a home screen, and shared with a picture", async ({ page, request }) => {
  await page.goto("/")
  const manifest = await (
    await request.get(String(await page.locator("link[rel=manifest]").getAttribute("href")))
  ).json()
  const icons = await page
    .locator("link[rel=icon], link[rel=apple-touch-icon]")
    .evaluateAll((all) => all.map((link) => (link as HTMLLinkElement).href))
  const picture = await page.locator("meta[property='og:image']").getAttribute("content")
  const files = [...icons, picture ?? "", ...manifest.icons.map(({ src }: { src: string }) => src), "/favicon.ico"]
  expect(files.length).toBeGreaterThanOrEqual(7)
  for (const file of files) {
    const reply = await request.get(file)
    expect(reply.status(), file).toBe(200)
    expect(reply.headers()["content-type"], file).toMatch(/^image\//)
  }
  expect(manifest.icons.map(({ purpose }: { purpose?: string }) => purpose)).toContain("maskable")
  await expect(page.locator("meta[property='og:title']")).toHaveAttribute(
    "content",
    "micro-pay: send any amount of CKB",
  )
})

test("search engines are asked to leave checkouts, receipts and the operator alone", async ({ request }) => {
  const robots = await (await request.get("/robots.txt")).text()
  const everybody = robots.slice(robots.indexOf("User-Agent: *\n"))
  for (const path of ["/pay", "/p/", "/receipt/", "/receiver/", "/admin", "/api/"])
    expect(everybody).toContain(`Disallow: ${path}\n`)
  // Nobody is named on the development chain, so nobody is to be told.
  expect((await request.get("/.well-known/security.txt")).status()).toBe(404)
})
