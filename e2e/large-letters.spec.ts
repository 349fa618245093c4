import type { Page } from "@playwright/test"
import { checkoutPath, connectWallet, createLink, expectFits, fillByFaucet } from "./support/checkout"
import { ckb } from "./support/platform"
import { expect, test } from "./support/test"

/** The texts that stick out of the window, or are cut by something that does not scroll. */
const cutOff = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const text = walker.currentNode as Text
      // What is shortened on purpose, with the whole of it a click away.
      if (!text.data.trim() || text.parentElement?.closest(".truncate, noscript, script, style")) continue
      if (!text.parentElement?.checkVisibility()) continue
      const range = document.createRange()
      range.selectNodeContents(text)
      for (const { left, right, width } of range.getClientRects()) {
        let [from, to] = [0, window.innerWidth]
        let reaches = width > 0
        for (let box: Element | null = text.parentElement; box; box = box.parentElement) {
          const { overflowX, clipPath } = getComputedStyle(box)
          if (overflowX === "auto" || overflowX === "scroll") reaches = false
          if (overflowX !== "hidden" && overflowX !== "clip") continue
          const inner = box.getBoundingClientRect()
          // What only screen readers hear.
          if (clipPath !== "none") reaches = false
          from = Math.max(from, inner.left)
          to = Math.min(to, inner.right)
        }
        if (reaches && (left < from - 1 || right > to + 1)) found.push(text.data.trim().slice(0, 40))
      }
    }
    return [...new Set(found)]
  })

/** With letters of twice the size everything on the page is there, and nobody has to scroll sideways. */
async function expectReadable(page: Page): Promise<void> {
  await expect(page.locator("#main")).toBeVisible()
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0)
  await page.evaluate(() => {
    document.documentElement.style.fontSize = "200%"
    // The menu of the header covers the page.
    for (const fold of document.querySelectorAll<HTMLDetailsElement>("main details")) fold.open = true
  })
  expect.soft(await cutOff(page), `is cut on ${page.url()}`).toEqual([])
  await expectFits(page)
}

for (const locale of ["en-GB", "zh-CN"]) {
  test.describe(`letters of twice the size, on a phone, ${locale}`, () => {
    test.use({ locale, viewport: { width: 360, height: 740 } })

    test("fit on the pages of payers and receivers", async ({ page, platform }) => {
      const payer = platform.newSigner()
      await platform.fund(await payer.getRecommendedAddress(), ckb("2000"))
      const receiver = await platform.newAddress()
      const { prepared } = await platform.pay(payer, { receiver, amount: ckb("1234.56789012"), info: "thank you" })
      await platform.confirmed(prepared.payment_id)
      const note = "Thank you for reading"
      const fixed = await createLink(platform, { amount: ckb("1234.56789").toString(), note })
      const presets = ["1", "5", "20.5"].map((amount) => ckb(amount).toString())
      const open = await createLink(platform, { presets, note })
      for (const path of [
        "/",
        "/developers",
        "/pay",
        "/pay?to=nonsense&amount=-2",
        `/p/${fixed.slug}`,
        `/p/${open.slug}`,
        `/receipt/${prepared.payment_id}`,
        "/receipt/999999999",
        "/payments",
        "/solvency",
        "/receiver",
        `/receiver/${receiver}`,
        `/receiver/${receiver}/counter`,
        "/admin/login",
        "/no/such/page",
      ]) {
        await page.goto(path)
        await expectReadable(page)
      }
      await page.getByTestId("site-menu").click()
      await expectReadable(page)
      await page.goto(checkoutPath(receiver, "2.5", "thank you"))
      await connectWallet(page, "Dev wallet")
      await expectReadable(page)
      await fillByFaucet(page)
      await expectReadable(page)
    })

    test("fit on the operator's pages and in their windows", async ({ page, password, baseURL }) => {
      await page.goto("/admin/login")
      const login = { data: { password }, headers: { origin: baseURL ?? "" } }
      expect((await page.request.post("/api/admin/login", login)).status()).toBe(204)
      for (const [path, loaded] of [
        ["", "reconciliation-sentence"],
        ["/pool", "pool-cell"],
        ["/payments", "payment"],
        ["/settlements", "settle-now"],
        ["/jobs", "job"],
        ["/audit", "section-audit"],
        ["/account", "second-factor-begin"],
      ] as const) {
        await page.goto(`/admin${path}`)
        await expect(page.getByTestId(loaded).first()).toBeVisible()
        await expectReadable(page)
      }
      await page.goto("/admin/payments")
      await page.getByTestId("payment").first().getByRole("link").click()
      await expect(page.getByTestId("timeline")).toBeVisible()
      await expectReadable(page)
      for (const [path, button, window] of [
        ["", "pause-prepare", "confirm"],
        ["/settlements", "settle-now", "settle-preview"],
        ["/jobs", "run-now", "run-dialog"],
        ["/pool", "merge-cells-open", "merge-cells"],
      ] as const) {
        await page.goto(`/admin${path}`)
        await page.getByTestId(button).first().click()
        await expect(page.getByTestId(window)).toBeVisible()
        await expectReadable(page)
      }
    })
  })
}
