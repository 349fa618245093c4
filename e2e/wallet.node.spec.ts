import { ccc } from "@ckb-ccc/core"
import { CHAIN_TIMEOUT, checkoutPath, connectWallet, fillByFaucet, shannonsOf, signAndWait } from "./support/checkout"
import { injectEvmWallet } from "./support/evm-wallet"
import { ckb, type Payment } from "./support/platform"
import { expect, test } from "./support/test"

test("a MetaMask-like wallet pays on a real node, from the one of its addresses that has money", async ({
  page,
  platform,
}) => {
  const wallet = await injectEvmWallet(page)
  const receiver = await platform.newAddress()
  await page.goto(checkoutPath(receiver, "2"))
  await connectWallet(page, wallet.name)
  // This node's Omnilock is a build that knows Ethereum's flag 0x01, the second of the wallet's addresses.
  const shown = page.getByTestId("insufficient-balance").getByTestId("wallet-address")
  await expect(shown).not.toHaveCount(0)
  const addresses = await shown.evaluateAll((all) => all.map((each) => each.getAttribute("data-full") ?? ""))
  const locks = await Promise.all(addresses.map((address) => platform.lock(address)))
  const sender = addresses[locks.findIndex(({ args }) => args.startsWith("0x01"))] ?? ""
  expect(locks.map(({ args }) => ccc.bytesFrom(args).length)).toEqual([22, 22])
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
