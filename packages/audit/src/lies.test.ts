import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ccc } from "@ckb-ccc/core"
import { expect, test } from "vitest"
import { anchorWitness } from "@/lib/chain/manifest"
import { GENESIS } from "@/lib/config-networks"
import type { Hex } from "@/lib/hex"
import { formatCkb } from "@/lib/money"
import { freeCells } from "@/lib/pool/cells"
import { executeOperation, planOperation } from "@/lib/pool/operation"
import { ckb } from "@/test/support/payment"
import { createWallet, newKey } from "@/test/support/wallet"
import { runCommand } from "./command"
import { FAULTS } from "./faults"
import { type Leaf, type Lie, randomHash } from "./lie.fixture"
import { codesOf, first, lieStage } from "./lie-stage.fixture"
import { hourlyBlocks, listen } from "./platform.fixture"
import { chooseNode } from "./reach"
import type { AuditOptions, EpochJson } from "./types"

const it = lieStage
  .extend("folder", async ({ chain }, { onCleanup }) => {
    const folder = mkdtempSync(join(tmpdir(), `micro-pay-audit-${chain.name}-`))
    onCleanup(() => rmSync(folder, { recursive: true }))
    return folder
  })
  // The command, asking a platform that shows this.
  .extend("run", async ({ chain, folder }, { onCleanup }) => {
    const stops: (() => void)[] = []
    onCleanup(() => {
      for (const stop of stops) stop()
    })
    return async (lie: Lie, flags: string[]) => {
      const config = { genesis_hash: chain.genesisHash, rpc_url: chain.rpcUrl }
      const { url, stop } = await listen(async (path) =>
        path === "/api/config" ? Response.json(config) : lie.get(path),
      )
      stops.push(stop)
      const said = { result: [] as string[], note: [] as string[] }
      const out = { result: (line: string) => said.result.push(line), note: (line: string) => said.note.push(line) }
      const code = await runCommand(["--url", url, "--fraud", join(folder, "fraud.json"), ...flags], out)
      return { code, line: said.result.join("\n"), notes: said.note.join("\n") }
    }
  })

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

it("a node that is behind, or answers only now and then, accuses nobody", async ({ lie, ask, auditOf, people }) => {
  const address = people.alice.address
  const through = (change: (method: string, answer: unknown, params: unknown[]) => unknown): AuditOptions["rpc"] => {
    return async (method, params) => change(method, await ask(method, params), params)
  }
  const listed = (answer: unknown) => answer as { objects: { block_number: string }[] }
  const before = (answer: unknown, block: number) => ({
    ...listed(answer),
    objects: listed(answer).objects.filter(({ block_number }) => Number(block_number) <= block),
  })
  const { epoch, anchored } = people
  // Its index lacks cells that live, or all that was spent since.
  const withoutCells = through((method, answer) => (method === "get_cells" ? before(answer, anchored) : answer))
  const withoutSpending = through((method, answer) => (method === "get_transactions" ? before(answer, epoch) : answer))
  expect(await auditOf({ get: lie().get, rpc: withoutCells, address })).toMatchObject({ faults: [], unchecked: [] })
  const { faults, unchecked } = await auditOf({ get: lie().get, rpc: withoutSpending, address })
  expect([faults, [...new Set(unchecked.map(({ code }) => code))]]).toEqual([[], ["NODE_UNSETTLED"]])

  const asked = new Set<unknown>()
  const forgetful = through((method, answer, [hash]) => {
    const isFirst = method === "get_transaction" && asked.size < 3 && !asked.has(hash)
    if (isFirst) asked.add(hash)
    return isFirst ? { transaction: null, tx_status: { status: "unknown" } } : answer
  })
  expect(await auditOf({ get: lie().get, rpc: forgetful, address })).toMatchObject({ faults: [], unchecked: [] })

  const tooLow = through((method, answer, [block]) =>
    method === "get_block_hash" && Number(block) === epoch ? null : answer,
  )
  expect(codesOf(await auditOf({ get: lie().get, rpc: tooLow }))).toEqual([])
})

it("the command says it in a line, keeps what it has seen, and writes down what is wrong", async ({
  lie,
  run,
  folder,
  people: { alice, toAlice, epoch, anchored },
}) => {
  const [seen, fraud, receipt] = ["seen.json", "fraud.json", "receipt.json"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  const flags = ["--address", alice.address, "--seen", seen]
  const right = await run(lie(), flags)
  expect(right).toMatchObject({
    code: 0,
    line: `covered: 29.7 owed, ${heldBy(lie())} held, block ${epoch}; yours: 19.8 owed, 19.8 by the chain; waits for its anchor; that of block ${anchored} is right, too`,
    notes: expect.stringContaining("which the platform has named"),
  })
  expect(JSON.parse(readFileSync(seen, "utf8")).hash).toBe(lie().epoch.hash)
  expect(existsSync(fraud)).toBe(false)

  const shown = lie().oweLess(alice, ckb("9.9"))
  const { credits } = shown.account(alice)
  const hidden = credits.findIndex(({ receipt: { tx_hash } }) => tx_hash === toAlice.txHash)
  const [credit] = credits.splice(hidden, 1)
  writeFileSync(receipt, JSON.stringify(credit?.receipt))
  const wrong = await run(shown, [...flags, "--receipt", receipt])
  expect(wrong).toMatchObject({ code: 1, line: expect.stringMatching(/^wrong: SEEN_REPLACED, .*; CREDIT_HIDDEN, /) })
  expect(JSON.parse(readFileSync(fraud, "utf8"))).toMatchObject({
    ...{ address: alice.address, epoch: { hash: shown.epoch.hash, signature: shown.epoch.signature } },
    faults: [{ code: "SEEN_REPLACED" }, { code: "CREDIT_HIDDEN", transaction: toAlice.txHash }],
  })
  // What it has seen first stays what the next one is compared with.
  expect(JSON.parse(readFileSync(seen, "utf8")).hash).toBe(lie().epoch.hash)
})

it("a node that the platform itself names is asked on this machine alone, and a public one of a public chain", async () => {
  const rpc_url = "http://node.example/"
  const node = (url: string, genesis_hash: string) =>
    chooseNode(new URL(url), async () => Response.json({ genesis_hash, rpc_url }))
  expect(await node("http://127.0.0.1:3000", randomHash())).toEqual({ url: rpc_url, isPlatforms: true })
  await expect(node("https://pay.example", randomHash())).rejects.toThrow("name a node of it with --node")
  const mainnet = { url: "https://mainnet.ckb.dev/", isPlatforms: false }
  for (const url of ["https://pay.example", "http://localhost:3000"])
    expect(await node(url, GENESIS.mainnet)).toEqual(mainnet)
})

it("the command says what could not be checked, and how it is used", async ({
  lie,
  run,
  folder,
  people: { alice },
}) => {
  const without = (change: (lie: Lie) => void) => {
    const shown = lie()
    change(shown)
    return shown
  }
  const closed = without(({ shown }) => shown.accounts.clear())
  const unchecked: [Lie, string[], string][] = [
    [lie(), ["--node", "http://127.0.0.1:1"], "NODE_FAILED"],
    [lie(), ["--epoch", "7"], "NO_EPOCH"],
    [without(({ shown }) => shown.epochs.splice(0)), [], "NO_EPOCH"],
    [without(({ shown }) => shown.files.clear()), [], "FILES_GONE"],
    [closed, ["--address", alice.address], "ACCOUNT_CLOSED"],
  ]
  for (const [shown, flags, code] of unchecked)
    expect(await run(shown, flags)).toMatchObject({ code: 2, line: expect.stringContaining(`not checked: ${code}`) })
  const badReceipt = join(folder, "none.json")
  const usage = [["--adress", "x"], ["--address", "ckt1x"], ["--epoch", "-1"], ["--node", "ftp://x"], ["loose"]]
  for (const flags of [...usage, ["--receipt", badReceipt], ["--address", alice.address, "--receipt", badReceipt]])
    expect(await run(lie(), flags)).toMatchObject({ code: 2, line: "", notes: expect.stringContaining("--url URL") })
  expect(await run(lie(), ["--help"])).toMatchObject({ code: 0, line: expect.stringContaining("--seen FILE") })
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

test("each fault is found by a test", () => {
  const tests = ["lies.test.ts", "lies-account.test.ts"].map((name) =>
    readFileSync(join(import.meta.dirname, name), "utf8"),
  )
  expect(Object.keys(FAULTS).filter((code) => !tests.some((text) => text.includes(`"${code}"`)))).toEqual([])
})

const heldBy = ({ epoch }: Lie) => `${formatCkb(BigInt(epoch.held))}`.replace(/\B(?=(\d{3})+(?!\d)(?=.*\.))/g, ",")
