import { ckb } from "./support/platform"
import { expect, test } from "./support/test"
import { withdrawsThreeCkb, withdrawsWithoutSignature } from "./support/withdrawal"

test("a receiver who is owed 3 CKB takes them out now, into a cell of their own", async ({ page, platform }) => {
  await withdrawsThreeCkb(page, platform)
})

test("only the wallet that owns the address can withdraw, and nothing is sent otherwise", async ({
  page,
  platform,
}) => {
  const receiver = await platform.newAddress()
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("100"))
  // Without a cell there is nothing to withdraw into, and no button.
  await platform.fund(receiver, ckb("100"))
  const { prepared } = await platform.pay(payer, { receiver, amount: ckb("2") })
  await platform.confirmed(prepared.payment_id)
  await page.goto(`/receiver/${receiver}`)
  await page.getByTestId("withdraw").click()
  await page.getByTestId("connect-wallet").click()
  await page.getByText("Dev wallet", { exact: true }).first().click()
  await expect(page.getByTestId("not-owner")).toContainText("does not own")
})

test("an anyone-can-pay address takes out what it is owed without a signature", async ({ page, platform }) => {
  await withdrawsWithoutSignature(page, platform)
})
