import { ccc } from "@ckb-ccc/core"
import { expect, it } from "vitest"
import { shannons } from "@/lib/money"
import type { PlainCell } from "./cells"
import type { Chain } from "./chain"
import { KEY_B, offlineClient, secpWallet } from "./locks/offline.fixture"
import { knownSender } from "./locks/payment.fixture"
import { evmWallet, joyidWallet } from "./locks/wallets.fixture"
import { buildPayment, paymentFee } from "./payment-transaction"
import { restoreTransaction } from "./transaction"

const client = offlineClient()
const lockOf = async (signer: ccc.Signer) => (await signer.getRecommendedAddressObj()).script

function cell(index: number, ckb: number): PlainCell {
  const txHash = `0x${String(index).repeat(64)}` as const
  return { outPoint: { txHash, index }, capacity: shannons(ccc.fixedPointFrom(ckb)), blockNumber: 1n }
}

it.each([
  ["secp256k1", async () => secpWallet(client)],
  ["Omnilock", async () => evmWallet(client)],
  ["JoyID", () => joyidWallet(client)],
])("what is put together for %s is what CCC would have made, to the byte", async (_, wallet) => {
  const platform = await lockOf(secpWallet(client, KEY_B))
  const chain = { client, signer: { lock: platform } } as Chain
  const lock = await lockOf(await wallet())
  const rules = await knownSender(lock, client)
  const senderCells = [cell(1, 100), cell(2, 90), cell(3, 80)]
  const commitment = `0x${"c0".repeat(32)}` as const
  const [amount, feeRate, extraFee] = [shannons(ccc.fixedPointFrom(150)), 1_234n, 7n]
  const parts = { sender: { lock, rules }, senderCells, platformCell: cell(4, 65), commitment }
  const built = await buildPayment(chain, { ...parts, amount, feeRate, extraFee })
  if (!built) throw new Error("it cannot pay")

  const tx = ccc.Transaction.fromBytes(built.bytes)
  expect(ccc.hexFrom(tx.toBytes())).toBe(ccc.hexFrom(built.bytes))
  expect(tx.hash()).toBe(built.hash)
  const fee = await paymentFee(chain, { sender: parts.sender, cells: 3, feeRate })
  expect(built.networkFee).toBe(fee + extraFee)
  // 4 bytes more, in a block.
  expect(fee).toBe((BigInt(built.bytes.length + 4) * feeRate + 999n) / 1_000n)

  const again = ccc.Transaction.default()
  await again.addCellDepsOfKnownScripts(client, ccc.KnownScript.Secp256k1Blake160, ...rules.knownScripts)
  for (const { outPoint } of [...senderCells, parts.platformCell])
    again.inputs.push(ccc.CellInput.from({ previousOutput: outPoint }))
  const change = ccc.fixedPointFrom(270) - amount - built.networkFee
  again.outputs.push(new ccc.CellOutput(change, lock), new ccc.CellOutput(ccc.fixedPointFrom(65) + amount, platform))
  again.outputsData.push("0x", "0x")
  const placeholder = (bytes: number) => ccc.hexFrom(ccc.WitnessArgs.from({ lock: new Uint8Array(bytes) }).toBytes())
  again.witnesses.push(placeholder(rules.witnessLockSize), "0x", "0x", placeholder(65), commitment)
  expect(ccc.hexFrom(again.toBytes())).toBe(ccc.hexFrom(built.bytes))

  const restored = restoreTransaction(built.bytes, () => lock)
  expect([restored.hash(), ccc.hexFrom(restored.toBytes())]).toEqual([built.hash, ccc.hexFrom(built.bytes)])
})

it("what cannot leave a cell for change is not built", async () => {
  const platform = await lockOf(secpWallet(client, KEY_B))
  const chain = { client, signer: { lock: platform } } as Chain
  const lock = await lockOf(secpWallet(client))
  const sender = { lock, rules: await knownSender(lock, client) }
  const commitment = `0x${"c0".repeat(32)}` as const
  const parts = {
    sender,
    senderCells: [cell(1, 100)],
    platformCell: cell(4, 65),
    commitment,
    feeRate: 1_000n,
    extraFee: 0n,
  }
  const fee = await paymentFee(chain, { sender, cells: 1, feeRate: 1_000n })
  const most = ccc.fixedPointFrom(100 - 61) - fee
  expect(await buildPayment(chain, { ...parts, amount: shannons(most) })).toBeDefined()
  expect(await buildPayment(chain, { ...parts, amount: shannons(most + 1n) })).toBeUndefined()
})
