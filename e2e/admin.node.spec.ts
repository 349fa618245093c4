import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { CHAIN_TIMEOUT } from "./support/checkout"
import { confirm, signIn } from "./support/operator"
import { ckb } from "./support/platform"
import { expect, test } from "./support/test"

test("the operator ends a payment that does not commit, and the payer keeps their money", async ({
  page,
  platform,
  password,
}) => {
  const payer = platform.newSigner()
  const sender = await payer.getRecommendedAddress()
  await platform.fund(sender, ckb("100"))
  // test/setup/real-node-stack.ts makes no block while it is there.
  const noBlocks = join(process.env.E2E_FOLDER ?? "", "real-node/no-blocks")
  writeFileSync(noBlocks, "")
  try {
    await signIn(page, password)
    const { prepared } = await platform.pay(payer, { receiver: await platform.newAddress(), amount: ckb("2") })
    await page.goto(`/admin/payments?search=${prepared.tx_hash}`)
    await expect(page.getByTestId("payment")).toHaveAttribute("data-status", "submitted")
    await page.getByTestId("payment").getByRole("link").click()
    const record = page.getByTestId("payment-record")
    await expect(record).toHaveAttribute("data-status", "submitted")
    await record.getByTestId("end").click()
    await confirm(page, { typed: String(prepared.payment_id), reason: "it does not commit" })
    rmSync(noBlocks)
    await expect(record).toHaveAttribute("data-status", "failed", CHAIN_TIMEOUT)
    await expect(record.getByTestId("end")).toHaveCount(0)
  } finally {
    rmSync(noBlocks, { force: true })
  }
  expect(await platform.balance(sender)).toBe(ckb("100"))
  await page.goto("/admin/audit")
  await expect(page.locator("[data-testid=audit-entry][data-action=end]").first()).toContainText("it does not commit")
})
