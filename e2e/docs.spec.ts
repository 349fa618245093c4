import AxeBuilder from "@axe-core/playwright"
import { expectFits } from "./support/checkout"
import { expect, test } from "./support/test"

test("the documentation is read at every width, with no other host and no finding", async ({ page, baseURL }) => {
  const said: string[] = []
  page.on("console", (message) => {
    if (message.type() === "error") said.push(message.text())
  })
  page.on("pageerror", (error) => said.push(error.message))
  page.on("request", (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith("http") && url.origin !== new URL(baseURL ?? "").origin) said.push(url.href)
  })
  const inspect = async () => {
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      await expectFits(page)
      // The renderer brings a main part of its own: untidy, and not ours.
      const own = ["landmark-main-is-top-level", "landmark-no-duplicate-main", "landmark-unique"]
      const { violations } = await new AxeBuilder({ page }).disableRules(own).analyze()
      expect
        .soft(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`),
          page.url(),
        )
        .toEqual([])
    }
  }

  await page.goto("/developers")
  await page.locator("#main").getByRole("link", { name: "Guides and API reference" }).click()
  await expect(page).toHaveTitle("Documentation · micro-pay")
  await inspect()
  await page.getByRole("link", { name: /^Take your first payment/ }).click()
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Take your first payment")
  await expect(page.locator("samp").first()).toContainText('"reference": "order-7"')
  await inspect()
  await page.goto("/docs/errors")
  await expect(page.getByText("ALREADY_PAID", { exact: true })).toBeVisible()

  await page.goto("/docs/reference#?route=post-/api/link")
  const reference = page.getByTestId("reference")
  await expect(reference.getByText("CreateLinkRequest").first()).toBeVisible()
  await inspect()
  expect(said).toEqual([])
})

test("the documentation says in Chinese that it is in English, and tells programs where all of it is", async ({
  page,
  baseURL,
}) => {
  await page.goto("/docs?lang=zh-CN")
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("文档")
  await expect(page.getByText("指南和接口文档目前只有英文版。")).toBeVisible()
  const text = await (await page.request.get("/llms.txt")).text()
  expect(text).toContain(`- [Errors](${baseURL}/docs/errors): What the API answers`)
  expect(text).toContain("- createLink: `POST /api/link`.")
  expect(text).not.toContain("/api/pool")
})
