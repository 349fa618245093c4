import { ccc } from "@ckb-ccc/core"
import type { Page } from "@playwright/test"
import {
  CHAIN_TIMEOUT,
  checkoutPath,
  connectWallet,
  createLink,
  fillByFaucet,
  shannonsOf,
  signAndWait,
} from "./support/checkout"
import { injectEvmWallet } from "./support/evm-wallet"
import { ckb, type Payment, type Platform } from "./support/platform"
import { expect, test } from "./support/test"

/**
 * Of the two addresses of an Ethereum wallet the one that this node's Omnilock knows: the build has Ethereum's flag
 * 0x01.
 */
async function payingAddress(page: Page, platform: Platform): Promise<string> {
  const shown = page.getByTestId("insufficient-balance").getByTestId("wallet-address")
  await expect(shown).not.toHaveCount(0)
  const addresses = await shown.evaluateAll((all) => all.map((each) => each.getAttribute("data-full") ?? ""))
  const locks = await Promise.all(addresses.map((address) => platform.lock(address)))
  expect(locks.map(({ args }) => ccc.bytesFrom(args).length)).toEqual([22, 22])
  return addresses[locks.findIndex(({ args }) => args.startsWith("0x01"))] ?? ""
}

test("a MetaMask-like wallet pays on a real node, from the one of its addresses that has money", async ({
  page,
  platform,
}) => {
  const wallet = await injectEvmWallet(page)
  const receiver = await platform.newAddress()
  await page.goto(checkoutPath(receiver, "2"))
  await connectWallet(page, wallet.name)
  const sender = await payingAddress(page, platform)
  await platform.fund(sender, ckb("1000"))

  await expect(page.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
  await expect(page.getByTestId("address-choice")).toHaveCount(0)
  const total = await shannonsOf(page, "total")
  const hash = await signAndWait(page)
  expect(await platform.balance(sender)).toBe(ckb("1000") - total)
  const { tx } = await platform.onChain(hash)
  expect([tx.inputs.length, tx.outputs.length]).toEqual([2, 2])
  const [payment] = await platform.get<Payment[]>(`/api/payment/sender/${sender}`)
  expect(payment).toMatchObject({ sender, tx_hash: hash, status: "confirmed" })

  await page.goto(`/receiver/${receiver}`)
  await expect(page.getByTestId("owed-now")).toHaveText("1.98 CKB")
})

test("a MetaMask-like wallet pays through a payment link on a real node", async ({ page, platform }) => {
  const wallet = await injectEvmWallet(page)
  const { slug, receiver } = await createLink(platform, { amount: ckb("2").toString(), info: "order 7" })
  await page.goto(`/p/${slug}`)
  await connectWallet(page, wallet.name)
  await platform.fund(await payingAddress(page, platform), ckb("1000"))
  await expect(page.getByTestId("sign")).toBeEnabled(CHAIN_TIMEOUT)
  const hash = await signAndWait(page)
  await platform.onChain(hash)
  const [payment] = await platform.get<Payment[]>(`/api/payment/receiver/${receiver}`)
  expect(payment).toMatchObject({ tx_hash: hash, status: "confirmed", link: { slug }, info: "order 7" })
})

test("the dev wallet pays 2 CKB on a real node", async ({ page, platform }) => {
  const receiver = await platform.newAddress()
  await page.goto(checkoutPath(receiver, "2"))
  await connectWallet(page, "Dev wallet")
  await fillByFaucet(page)
  const { tx } = await platform.onChain(await signAndWait(page))
  expect([tx.inputs.length, tx.outputs.length]).toEqual([2, 2])
  await page.goto(`/receiver/${receiver}`)
  await expect(page.getByTestId("owed-now")).toHaveText("1.98 CKB")
})
