import { ccc } from "@ckb-ccc/core"
import { expect } from "vitest"
import { anchorWitness } from "@/lib/chain/manifest"
import type { Hex } from "@/lib/hex"
import { freeCells } from "@/lib/pool/cells"
import { executeOperation, planOperation } from "@/lib/pool/operation"
import { ckb } from "@/test/support/payment"
import { createWallet, newKey } from "@/test/support/wallet"
import { type Leaf, randomHash } from "./lie.fixture"
import { codesOf, first, lieStage } from "./lie-stage.fixture"
import { hourlyBlocks } from "./platform.fixture"
import type { AuditOptions, EpochJson } from "./types"

const it = lieStage

it("sums that run over", async ({ lie, found }) => {
  const raise = (by: bigint) => (leaves: Leaf[]) =>
    leaves.map((leaf, i) => (i === 0 ? { ...leaf, amount: BigInt.asUintN(64, leaf.amount + by) } : leaf))
  const wrapped = lie().leaves(raise((1n << 64n) - ckb("15")))
  expect(BigInt(wrapped.epoch.owed)).toBeLessThan(ckb("40"))
  expect(await found(wrapped)).toEqual(["SUM_TOO_LARGE"])
  // Two halves of it, each of which is small enough.
  const half = (leaves: Leaf[]) => leaves.map((leaf, i) => (i < 2 ? { ...leaf, amount: (1n << 63n) - 1n } : leaf))
  expect(await found(lie().leaves(half))).toEqual(["SUM_TOO_LARGE"])
})

it("leaves in another number or order, or with a sum that the manifest does not say", async ({ lie, found }) => {
  const shown = lie()
  expect(await found(lie().leavesFile(shown.file.slice(0, 40 * 32)))).toEqual(["LEAVES_MALFORMED"])
  const turned = shown.file.slice()
  turned.copyWithin(0, 40, 80)
  turned.set(shown.file.subarray(0, 40), 40)
  expect(await found(lie().leavesFile(turned))).toEqual(["LEAVES_MALFORMED"])
  expect(await found(lie().manifest({ owed: "1" }))).toEqual(["OWED_DIFFERS"])
  expect(await found(lie().manifest({ leaves_hash: randomHash() }))).toEqual(["LEAVES_REPLACED"])
})

it("another epoch's root", async ({ lie, found }) => {
  const shown = lie()
  const [newest, older] = shown.shown.epochs as [EpochJson, EpochJson]
  const file = shown.shown.files.get(`/api/solvency/${older.block_number}/leaves`) as Uint8Array<ArrayBuffer>
  shown.shown.files.set(`/api/solvency/${newest.block_number}/leaves`, file)
  const { root, leaves_hash, owed } = older
  expect(await found(shown.manifest({ root, leaves_hash, owed }))).toEqual(["ROOT_DIFFERS"])
})

it("less held than owed", async ({ lie, found }) => {
  expect(await found(lie().cells(() => []))).toEqual(["NOT_COVERED"])
})

it("cells that it does not hold at the block", async ({ lie, found, outputOf, people: { alice, later } }) => {
  const add = (cell: { txHash: string; index: number; capacity: bigint }) =>
    lie().cells((cells) => [...cells, { ...cell, txHash: cell.txHash as Hex }])
  const capacity = ckb("65")
  expect(await found(add({ txHash: randomHash(), index: 0, capacity }))).toEqual(["CELL_INVENTED"])
  expect(await found(add({ txHash: later.txHash, index: 7, capacity }))).toEqual(["CELL_INVENTED"])

  // Of a payment: the sender's change, and the cell of the platform, which was made after the block.
  expect(await found(add(await outputOf(later.txHash, 0)))).toEqual(["CELL_OF_ANOTHER"])
  expect(await found(add(await outputOf(later.txHash, 1)))).toEqual(["CELL_NOT_LIVE"])

  // One that Alice's payout has spent, before the block.
  expect(await found(add(await outputOf.spentBy(first(lie().account(alice).payouts).tx_hash)))).toEqual([
    "CELL_NOT_LIVE",
  ])
})

it("cells with more in them than they have, and cells that do not add up", async ({ lie, found }) => {
  const raised = lie().cells(([cell, ...cells]) => (cell ? [{ ...cell, capacity: cell.capacity + 1n }, ...cells] : []))
  expect(await found(raised)).toEqual(["CELL_CAPACITY_DIFFERS"])
  expect(await found(lie().manifest({ held: `${ckb("99999")}` }))).toEqual(["HELD_DIFFERS"])
  expect(await found(lie().manifest({ cells: 1 }))).toEqual(["HELD_DIFFERS"])
  expect(await found(lie().manifest({ cells_hash: randomHash() }))).toEqual(["CELLS_REPLACED"])
  expect(await found(lie().cells((cells) => [first(cells), ...cells]))).toEqual(["CELLS_MALFORMED"])
})

it("a cell of the platform's that holds more than CKB", async ({ chain, ctx, lie, found }) => {
  const key = newKey()
  const { address } = await createWallet(chain, key)
  await chain.fund(address, ckb("300"))
  const signer = new ccc.SignerCkbPrivateKey(chain.client(), key)
  const capacity = ckb("100")
  const tx = ccc.Transaction.from({ outputs: [{ capacity, lock: ctx.chain.signer.lock }], outputsData: ["0x01"] })
  await tx.completeInputsByCapacity(signer)
  await tx.completeFeeBy(signer, 2_000n)
  const txHash = await signer.sendTransaction(tx)
  await chain.commit(txHash)
  const shown = lie().cells((cells) => [...cells, { txHash, index: 0, capacity }])
  expect(await found(shown)).toEqual(["CELL_NOT_PLAIN"])
})

it("a manifest that is unsigned, changed, or another's", async ({ auditOf, lie }) => {
  const codes = async (change: (epoch: EpochJson) => void) => {
    const shown = lie()
    change(shown.epoch)
    return codesOf(await auditOf({ get: shown.get }))
  }
  const { epoch } = lie().manifest({ held: "1" })
  // The signature of another manifest of its own, that of nobody, and one with the right hash and no signature of it.
  expect(await codes((shown) => Object.assign(shown, { signature: epoch.signature }))).toEqual(["MANIFEST_UNSIGNED"])
  expect(await codes((shown) => Object.assign(shown, { signature: `0x${"00".repeat(65)}` }))).toEqual([
    "MANIFEST_UNSIGNED",
  ])
  expect(await codes((shown) => Object.assign(shown, { held: "1", hash: epoch.hash }))).toEqual(["MANIFEST_UNSIGNED"])
  expect(await codes((shown) => Object.assign(shown, { hash: randomHash() }))).toEqual(["MANIFEST_CHANGED"])
  const other = lie().shown.accounts.keys().next().value
  expect(await codes((shown) => Object.assign(shown, { platform_address: other }))).toEqual(["PLATFORM_LOCK_DIFFERS"])
  expect(await codes((shown) => Object.assign(shown, { owed: 12 }))).toEqual(["MALFORMED_ANSWER"])
})

it("a manifest that hangs on nothing, or on another history", async ({ lie, found }) => {
  expect(await found(lie().manifest({ previous: randomHash() }))).toEqual(["CHAIN_BROKEN"])
  // The older one is on the chain.
  expect(await found(lie().manifest({ every: 11 }, 1))).toEqual(["ANCHOR_DIFFERS", "TWO_ROOTS"])
  // Nor does it help to forget it, or all that came before.
  const alone = lie()
  alone.shown.epochs.splice(1)
  expect(await found(alone)).toEqual(["CHAIN_BROKEN", "EPOCH_HIDDEN"])
  expect(await found(alone.manifest({ previous: null }))).toEqual(["EPOCH_HIDDEN"])
  const unbound = lie().manifest({ every: 11 }, 1)
  for (const epoch of unbound.shown.epochs) epoch.anchor = null
  expect(await found(unbound)).toEqual(["TWO_ROOTS"])
})

it("a manifest that takes the place of one that was seen", async ({ lie, found }) => {
  const seen = structuredClone(lie().epoch)
  expect(await found(lie(), { seen })).toEqual([])
  const replaced = lie().cells((cells) => cells.slice(1))
  expect(await found(replaced, { seen })).toEqual(["SEEN_REPLACED"])
  const withoutNewest = lie()
  withoutNewest.shown.epochs.shift()
  expect(await found(withoutNewest, { seen })).toEqual(["SEEN_REPLACED"])
})

it("a block of another branch, or of another chain", async ({ lie, found }) => {
  expect(await found(lie().manifest({ block_hash: randomHash() }))).toEqual(["BLOCK_NOT_ON_CHAIN"])
  const everywhere = lie()
  const genesis_hash = randomHash()
  for (let i = everywhere.shown.epochs.length - 1; i >= 0; i--) everywhere.manifest({ genesis_hash }, i)
  expect(await found(everywhere)).toEqual(["OTHER_CHAIN"])
})

it("two roots to two people, and a newest one that is kept back", async ({ chain, platform, ctx, lie, found }) => {
  const block = BigInt(lie().epoch.block_number)
  const [cell] = await freeCells(ctx, 1)
  const says = anchorWitness({ block, hash: randomHash() })
  const cells = cell ? [cell] : []
  const plan = await planOperation(ctx, { cells, changeCells: 1, changeCapacity: cell?.capacity ?? ckb("0"), says })
  if (!plan) throw new Error("no cell to anchor with")
  const { txHash } = await executeOperation(ctx, plan, { kind: "anchor", anchors: block })
  await chain.commit(txHash)
  await platform.mine(10)
  expect(await found(lie())).toEqual(["TWO_ROOTS"])
  const withoutNewest = lie()
  withoutNewest.shown.epochs.shift()
  expect(await found(withoutNewest)).toEqual(["EPOCH_HIDDEN"])
  // It is said to be the anchor, and is another's.
  const anchored = lie()
  anchored.epoch.anchor = { tx_hash: txHash, status: "confirmed", anchored_block_number: Number(block) + 30 }
  expect(await found(anchored)).toEqual(["ANCHOR_DIFFERS", "TWO_ROOTS"])
  const nowhere = lie()
  nowhere.epoch.anchor = { tx_hash: randomHash(), status: "confirmed", anchored_block_number: Number(block) + 3 }
  expect(await found(nowhere)).toContain("ANCHOR_DIFFERS")
})

it("an account that nobody renews, or puts on the chain", async ({ lie, ask, auditOf }) => {
  expect(codesOf(await auditOf({ get: lie().get, rpc: hourlyBlocks(ask) }))).toContain("ANCHOR_MISSING")
  const later: AuditOptions["rpc"] = async (method, params) =>
    method === "get_tip_block_number" ? `0x${(lie().epoch.block_number + 131).toString(16)}` : ask(method, params)
  expect(codesOf(await auditOf({ get: lie().get, rpc: later }))).toContain("STALE")
  // Who asks for an old one knows that it is old.
  expect(codesOf(await auditOf({ get: lie().get, rpc: later, epoch: lie().epoch.block_number }))).not.toContain("STALE")
})
