import { checkoutPath, connectWallet, fillByFaucet, signAndWait } from "./support/checkout"
import { expect, test } from "./support/test"

const DEV_WALLET = "Dev wallet"

test("a checkout asks no server but this one, by whatever name it is reached", async ({ page, platform, baseURL }) => {
  const elsewhere = new URL(baseURL ?? "")
  elsewhere.hostname = "localhost"
  const asked = new Set<string>()
  page.on("request", (request) => {
    if (/^https?:/.test(request.url())) asked.add(new URL(request.url()).origin)
  })
  await page.goto(new URL(checkoutPath(await platform.newAddress(), "2"), elsewhere).href)
  await connectWallet(page, DEV_WALLET)
  await fillByFaucet(page)
  await signAndWait(page)
  expect([...asked]).toEqual([elsewhere.origin])
})

test("a node that is away is named, and its coming back noticed", async ({ page, platform }) => {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  const problem = { status: 502, code: "CHAIN_ERROR", title: "", detail: "" }
  await page.route("**/api/rpc", (route) => route.fulfill({ status: 502, json: problem }))
  await connectWallet(page, DEV_WALLET)
  const notice = page.getByTestId("no-balance")
  await expect(notice).toContainText("We cannot reach the CKB network at the moment")
  await expect(notice).toContainText("no money moved")
  await page.unroute("**/api/rpc")
  await notice.getByRole("button", { name: "Try again" }).click()
  await expect(page.getByTestId("faucet")).toBeVisible()
  await expect(notice).toBeHidden()
})
