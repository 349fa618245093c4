import { chromium } from "@playwright/test"
import { checkoutPath, connectWallet, fillByFaucet } from "./support/checkout"
import { expect, test } from "./support/test"

test("a checkout comes back as it was left, and a page of somebody's own is asked for again", async ({
  platform,
  request,
}, { project }) => {
  const cacheOf = async (path: string) => (await request.get(path)).headers()["cache-control"]
  expect(await cacheOf("/pay")).toBe("private, no-cache")
  expect(await cacheOf("/")).toBe("private, no-cache")
  for (const path of ["/receipt/1", "/receiver/x", "/admin/login"]) expect(await cacheOf(path)).toContain("no-store")

  // Playwright switches the back/forward cache off.
  const flag = "--disable-back-forward-cache"
  const browser = await chromium.launch({ ...project.use.launchOptions, ignoreDefaultArgs: [flag] })
  const page = await browser.newPage({ baseURL: project.use.baseURL })
  await page.addInitScript(() => {
    window.addEventListener("pageshow", ({ persisted }) => Object.assign(window, { wasRestored: persisted }))
  })
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, "Dev wallet")
  await fillByFaucet(page)
  const hash = await page.getByTestId("prepared-hash").getAttribute("data-full")
  await page.goto("/")
  // Playwright's own goBack waits for a load, which a page that comes back does not have.
  await page.evaluate(() => setTimeout(() => window.history.back(), 0))
  await expect.poll(() => page.evaluate(() => Reflect.get(window, "wasRestored"))).toBe(true)
  await expect(page.getByTestId("prepared-hash")).toHaveAttribute("data-full", hash ?? "")
  await page.getByTestId("sign").click()
  await expect(page.getByTestId("paid")).toBeVisible({ timeout: 60_000 })
  await browser.close()
})
