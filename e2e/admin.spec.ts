import { CHAIN_TIMEOUT, expectFits } from "./support/checkout"
import { confirm, settleNow, signIn } from "./support/operator"
import { ckb } from "./support/platform"
import { expect, test } from "./support/test"

test("the operator's page asks for the password, and refuses a wrong one", async ({ page }) => {
  await page.goto("/admin")
  await expect(page).toHaveURL("/admin/login")
  await page.getByLabel("Password").fill("not the password")
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page.getByTestId("login-form").getByRole("alert")).toHaveText("Wrong password. Check it and try again.")
  await expect(page).toHaveURL("/admin/login")
  expect((await page.request.get("/api/pool")).status()).toBe(401)
})

test("the operator sees that the money is all there, the pool and the jobs, on a phone too, and signs out", async ({
  page,
  password,
}) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await signIn(page, password)
  await expect(page.getByTestId("reconciliation-sentence")).toHaveText(
    /^The pool holds exactly what the ledger says, as of block [\d,]+\.$/,
  )
  await expect(page.getByTestId("pool-difference")).toHaveText("0")
  await expect(page.getByTestId("owed-difference")).toHaveText("0")
  await expectFits(page)
  const open = (name: string) => page.getByRole("link", { name, exact: true }).click()
  await open("Cell pool")
  await expect(page.getByTestId("pool-free")).toContainText(/[1-9]\d* cells?/)
  await expect(page.getByTestId("pool-cell").first()).toBeVisible()
  await expectFits(page)
  await open("Jobs")
  for (const job of ["settle", "reconcile", "expire-payments", "sample-pool", "trim-pool"]) {
    await expect(page.locator(`[data-testid=job][data-job=${job}]`)).toBeVisible()
  }
  const prune = page.locator("[data-testid=job][data-job=prune]")
  await prune.getByTestId("run-now").click()
  const dialog = page.getByTestId("run-dialog")
  await expect(dialog).toContainText("It moves no money.")
  await expectFits(page)
  await dialog.locator("[type=submit]").click()
  await expect(dialog.getByText("Give a reason.")).toBeVisible()
  await dialog.getByLabel("Reason").fill("room is needed")
  await dialog.locator("[type=submit]").click()
  await expect(prune.getByTestId("run-result")).toHaveText("Done.")
  await expectFits(page)
  const settle = page.locator("[data-testid=job][data-job=settle]")
  await settle.getByTestId("run-now").click()
  await expect(dialog.getByTestId("settle-preview")).toBeVisible()
  await page.keyboard.press("Escape")
  await page.goto("/admin/audit")
  await expect(page.locator("[data-action=run_job]").first()).toContainText("room is needed")

  await page.getByTestId("logout").click()
  await expect(page).toHaveURL("/admin/login")
  expect((await page.request.get("/api/pool")).status()).toBe(401)
  await page.goto("/admin")
  await expect(page).toHaveURL("/admin/login")
})

test("cells are merged as the preview said, after the number was typed and a reason given, and the audit log tells", async ({
  page,
  password,
}) => {
  await signIn(page, password)
  await page.goto("/admin/pool")
  await page.getByTestId("merge-cells-open").click()
  const dialog = page.getByTestId("merge-cells")
  await dialog.getByLabel("Cells to merge").fill("3")
  await dialog.getByRole("button", { name: "Preview" }).click()
  await expect(dialog.getByTestId("plan")).toContainText("3 cells go in")
  await expect(dialog.getByTestId("plan")).toContainText("1 cell comes out")
  await expect(dialog.getByTestId("plan")).toContainText(/[\d,]+ shannons/)
  const merge = dialog.getByRole("button", { name: "Merge 3 cells" })
  await merge.click()
  await expect(dialog.getByText("This is not 3.")).toBeVisible()
  await expect(dialog.getByText("Give a reason.")).toBeVisible()
  await dialog.getByLabel("Type 3 to confirm").fill("3")
  await dialog.getByLabel("Reason").fill("fewer are enough")
  await merge.click()
  await expect(dialog).toBeHidden(CHAIN_TIMEOUT)
  await expect(page.getByTestId("operation").first()).toContainText("Cells merged")
  await expect(page.getByTestId("operation").first()).toHaveAttribute("data-status", "confirmed", CHAIN_TIMEOUT)

  await page.goto("/admin")
  await page.getByTestId("pause-prepare").click()
  await page.getByLabel("Reason").fill("a look at it")
  await page.getByTestId("confirm").getByRole("button", { name: "Pause payments" }).click()
  await expect(page.getByTestId("said")).toHaveText("Done: Pause payments")
  const pause = page.getByTestId("open-pause").filter({ hasText: "Payments are paused" })
  await expect(pause).toContainText("a look at it")
  await expect(page.getByTestId("pause-prepare")).toBeHidden()
  await expect(page.getByTestId("pause-settlement")).toBeVisible()
  for (const [tab, title] of [
    ["Jobs", "Jobs"],
    ["Payments", "Payments"],
  ]) {
    await page.getByRole("link", { name: tab, exact: true }).click()
    await expect(page).toHaveTitle(`${title} · Operator · micro-pay`)
    await expect(pause).toBeVisible()
  }
  await pause.getByTestId("resume").click()
  await confirm(page, { typed: "resume", reason: "seen" })
  await expect(pause).toBeHidden()

  await page.goto("/admin/audit")
  for (const [action, reason] of [
    ["merge_cells", "fewer are enough"],
    ["pause", "a look at it"],
    ["resume", "seen"],
  ])
    await expect(page.locator(`[data-testid=audit-entry][data-action=${action}]`).first()).toContainText(reason ?? "")

  await page.goto("/admin/payments?search=999999999")
  await expect(page.getByText("Nothing matches.")).toBeVisible()
})

test("who asks where a payment is gets an answer: by the note, on a phone, with its shares and its bytes", async ({
  page,
  platform,
  password,
}) => {
  const receiver = await platform.newAddress()
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("200"))
  const { prepared } = await platform.pay(payer, { receiver, amount: ckb("3"), info: "mug for Ana" })
  await platform.confirmed(prepared.payment_id)
  await page.setViewportSize({ width: 360, height: 740 })
  await signIn(page, password)
  await page.goto("/admin/payments?search=mug+for")
  const row = page.locator(`[data-testid=payment][data-payment="${prepared.payment_id}"]`)
  await expect(row).toContainText("mug for Ana")
  await expectFits(page)
  await row.getByRole("link").click()
  await expect(page).toHaveTitle(`Payment ${prepared.payment_id} · Operator · micro-pay`)
  const timeline = page.getByTestId("timeline")
  for (const event of ["prepared", "submitted", "committed", "confirmed"])
    await expect(timeline.locator(`[data-event="payment.${event}"]`)).toBeVisible()
  await expect(page.getByTestId("record-receiver")).toHaveAttribute("data-full", receiver)
  await expect(page.getByTestId("share")).toHaveCount(2)
  await page.getByText(/^The unsigned transaction, [\d,]+ bytes$/).click()
  await expect(page.getByTestId("unsigned")).toContainText(/^0x[0-9a-f]{600,}$/)
  await expectFits(page)

  await page.setViewportSize({ width: 1280, height: 900 })
  await page.goto("/admin/payments/999999999")
  await expect(page.getByTestId("no-payment")).toBeVisible()
})

test("a payout above the limit waits for the operator, who then takes out what the platform earned by it", async ({
  page,
  platform,
  password,
}) => {
  const receiver = await platform.newAddress()
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("8000"))
  const { prepared } = await platform.pay(payer, { receiver, amount: ckb("7000") })
  await platform.confirmed(prepared.payment_id)

  await signIn(page, password)
  await page.goto("/admin/settlements")
  const waiting = page.getByTestId("awaiting").filter({ has: page.locator(`[data-full="${receiver}"]`) })
  await expect(waiting).toContainText("6,930 CKB")
  await page.getByTestId("settle-now").click()
  await expect(page.getByTestId("settle-preview")).toContainText("Above the limits, needs approval")
  await page.keyboard.press("Escape")
  await settleNow(page)
  expect(await platform.cells(receiver)).toEqual([])
  await waiting.getByTestId("approve").click()
  await expect(page.getByTestId("whom")).toContainText(receiver)
  await expect(page.getByTestId("whom")).toContainText("6,930 CKB")
  await confirm(page, { typed: "6,930", reason: "I know them" })
  await settleNow(page)
  await expect.poll(() => platform.cells(receiver), CHAIN_TIMEOUT).toEqual([ckb("6930")])
  await expect(waiting).toBeHidden()

  const own = await platform.newAddress()
  await page.goto("/admin")
  await page.getByTestId("withdraw-fees-open").click()
  const dialog = page.getByTestId("withdraw-fees")
  await dialog.getByLabel("Address").fill(own)
  await dialog.getByLabel("Amount").fill("61.5")
  await dialog.getByRole("button", { name: "Preview" }).click()
  await expect(dialog.getByTestId("plan")).toContainText("61.5 CKB")
  await confirm(page, { typed: "61.5", reason: "rent" })
  await expect.poll(() => platform.cells(own), CHAIN_TIMEOUT).toEqual([ckb("61.5")])
})
