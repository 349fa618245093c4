import type { Page } from "@playwright/test"
import { CHAIN_TIMEOUT, checkoutPath, connectWallet, fillByFaucet, shannonsOf } from "./checkout"
import { type Account, ckb, type Platform } from "./platform"
import { expect } from "./test"

/** 3.03030303 CKB less the fee of 1 % are 3 CKB. */
const AMOUNT = ckb("3.03030303")

/**
 * The dev wallet of this browser is owed 3 CKB, and takes exactly 3 CKB less the network fee into a cell of its own.
 */
export async function withdrawsThreeCkb(page: Page, platform: Platform): Promise<void> {
  await page.goto(checkoutPath(await platform.newAddress(), "2"))
  await connectWallet(page, "Dev wallet")
  const receiver = await fillByFaucet(page)
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("100"))
  const { prepared } = await platform.pay(payer, { receiver, amount: AMOUNT })
  await platform.confirmed(prepared.payment_id)

  await page.goto(`/receiver/${receiver}`)
  await expect(page.getByTestId("owed-now")).toHaveText("3 CKB")
  const before = await platform.balance(receiver)
  await page.getByTestId("withdraw").click()
  await expect(page.getByTestId("withdraw-amount")).toHaveValue("3")
  await page.getByTestId("withdraw-prepare").click()
  await expect(page.getByTestId("withdraw-left")).toContainText("Valid for")
  await page.getByTestId("withdraw-back").click()
  // What was wrong with one amount is not said of the next.
  await page.getByTestId("withdraw-amount").fill("0.00000001")
  await page.getByTestId("withdraw-prepare").click()
  await expect(page.getByTestId("withdraw-failed")).toBeVisible()
  await page.getByTestId("withdraw-amount").fill("3")
  await expect(page.getByTestId("withdraw-failed")).toHaveCount(0)
  await page.getByTestId("withdraw-prepare").click()
  const gets = await shannonsOf(page, "withdraw-gets")
  expect(gets).toBeLessThan(ckb("3"))
  expect(gets).toBeGreaterThan(ckb("2.9999"))
  await page.getByTestId("withdraw-sign").click()
  await expect(page.getByTestId("withdraw-progress")).toHaveAttribute("data-status", "confirmed", CHAIN_TIMEOUT)
  expect(await platform.balance(receiver)).toBe(before + gets)
  await expect(page.getByTestId("owed-now")).toHaveText("0 CKB")
  const account = await platform.get<Account>(`/api/account/${receiver}`)
  expect(account).toMatchObject({ available: "0", settling: "0", paid: ckb("3").toString() })
}

/** Less than goes to such an address by itself, so that only the page can have moved it. */
const SMALL = ckb("0.5")

/** An anyone-can-pay address takes out what it is owed with no wallet connected. */
export async function withdrawsWithoutSignature(page: Page, platform: Platform): Promise<void> {
  const receiver = await platform.anyoneCanPayAddress()
  await platform.fund(receiver, ckb("61"))
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("100"))
  const { prepared } = await platform.pay(payer, { receiver, amount: SMALL })
  await platform.confirmed(prepared.payment_id)

  await page.goto(`/receiver/${receiver}`)
  await expect(page.getByTestId("payout-progress")).toContainText("of 1 CKB")
  await page.getByTestId("withdraw").click()
  await page.getByTestId("withdraw-prepare").click()
  const gets = await shannonsOf(page, "withdraw-gets")
  await page.getByTestId("withdraw-sign").click()
  await expect(page.getByTestId("withdraw-progress")).toHaveAttribute("data-status", "confirmed", CHAIN_TIMEOUT)
  expect(await platform.cells(receiver)).toEqual([ckb("61") + gets])
}
