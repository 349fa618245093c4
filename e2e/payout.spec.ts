import { CHAIN_TIMEOUT, checkoutPath, connectWallet, fillByFaucet, signAndWait } from "./support/checkout"
import { settleNow, signIn } from "./support/operator"
import { ckb } from "./support/platform"
import { expect, test } from "./support/test"

test("who is owed 65 CKB is paid exactly that into a cell of their own; who is owed less waits", async ({
  page,
  platform,
  password,
}) => {
  const rich = await platform.newAddress()
  const poor = await platform.newAddress()
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("1000"))
  // Less the fee of 1 %, rounded down, this is 64.99999999 CKB.
  const almost = await platform.pay(payer, { receiver: poor, amount: ckb("65.65656564") })
  await platform.confirmed(almost.prepared.payment_id)

  await page.goto(checkoutPath(rich, "2"))
  await connectWallet(page, "Dev wallet")
  await fillByFaucet(page)
  await signAndWait(page)
  await page.goto(checkoutPath(rich, "64"))
  await expect(page.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
  await signAndWait(page)

  // The scheduled run may come first: then there is nothing left for the button.
  await signIn(page, password)
  await page.goto("/admin/settlements")
  await settleNow(page)
  await expect(page.getByTestId("settlement").first()).toHaveAttribute("data-status", "confirmed", CHAIN_TIMEOUT)

  const owed = ckb("65.34")
  expect(await platform.cells(rich)).toEqual([owed])
  expect(await platform.cells(poor)).toEqual([])
  await page.goto(`/receiver/${rich}`)
  await expect(page.getByTestId("owed-now")).toHaveText("0 CKB")
  await expect(page.getByTestId("paid-out")).toHaveText("65.34 CKB")
  const payout = page.getByTestId("payout")
  await expect(payout).toHaveCount(1)
  await expect(payout).toContainText("65.34 CKB")
  await expect(page.locator("[data-testid=entry][data-status=paid]")).toHaveCount(2)

  const { tx } = await platform.onChain((await payout.getAttribute("data-tx")) ?? "")
  const own = await platform.lock(rich)
  expect(tx.outputs.filter(({ lock }) => lock.eq(own)).map(({ capacity }) => capacity)).toEqual([owed])
  await page.goto(`/receiver/${poor}`)
  await expect(page.getByTestId("owed-now")).toHaveText("64.99999999 CKB")
})
