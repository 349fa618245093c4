import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { startDevnet, type TestChain } from "@/test/support/chain"
import { devnetCommand } from "./command"
import { Conformance } from "./conformance/context"
import { Devnet } from "./devnet"

/** Starting processes takes its time on a busy machine. */
const PROCESS_TIMEOUT = 60_000

let dir: string
let open: Devnet[]

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "micro-pay-journal-"))
  open = []
})
afterEach(() => {
  for (const devnet of open) devnet.close()
  rmSync(dir, { recursive: true, force: true })
})

function start(): Devnet {
  const devnet = new Devnet(dir)
  open.push(devnet)
  return devnet
}

/** Starts the devnet as a process of its own, until its first words. */
async function launch(): Promise<{ child: ChildProcess; output: string }> {
  const child = spawn(process.execPath, devnetCommand({ dir, port: 0, blockMs: 0 }))
  const output = await new Promise<string>((resolve) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString()))
    child.stderr.once("data", (chunk: Buffer) => resolve(chunk.toString()))
  })
  return { child, output }
}

const journal = () => join(dir, "journal.jsonl")

describe("what the journal holds is what comes back", () => {
  test("blocks, their times and a truncate", () => {
    const before = start()
    for (let made = 0; made < 20; made += 1) before.mine(1_000_000 + made)
    before.truncate(15)
    before.mine(2_000_000)
    const after = start()
    expect(after.chain.tip).toBe(16)
    expect(after.chain.tipHash).toBe(before.chain.tipHash)
    expect(after.chain.timeAt(16)).toBe(2_000_000)
    expect(after.indexer.tip).toEqual(before.indexer.tip)
  })

  test("a last line that a kill tore is dropped, and writing goes on", () => {
    const before = start()
    before.mine(1)
    const second = before.mine(2)
    appendFileSync(journal(), '["b",3,"0x12')
    const after = start()
    expect(after.chain.tipHash).toBe(second)
    after.mine(4)
    expect(start().chain.tip).toBe(3)
  })

  test("a journal of another version is refused, not misread", () => {
    start().mine(1)
    writeFileSync(journal(), readFileSync(journal(), "utf8").replace("devnet 1", "devnet 0"))
    expect(start).toThrow("another version")
  })

  test("a block without transactions costs less than 100 bytes", () => {
    const devnet = start()
    const empty = readFileSync(journal()).length
    for (let made = 0; made < 100; made += 1) devnet.mine(Date.now())
    expect(readFileSync(journal()).length - empty).toBeLessThan(100 * 100)
  })

  test("10,000 blocks come back in a second", () => {
    start()
    const hash = (number: number) => `0x${number.toString(16).padStart(64, "0")}`
    const lines = Array.from({ length: 10_000 }, (_, number) => JSON.stringify(["b", number, hash(number + 1)]))
    appendFileSync(journal(), `${lines.join("\n")}\n`)
    const begin = process.cpuUsage()
    expect(start().chain.tip).toBe(10_000)
    const { user, system } = process.cpuUsage(begin)
    expect(user + system).toBeLessThan(1_000_000)
  })
})

describe("kill -9", { timeout: PROCESS_TIMEOUT }, () => {
  let chain: TestChain
  let on: Conformance

  beforeEach(async () => {
    chain = await startDevnet()
    on = await Conformance.start(chain)
  })
  afterEach(() => chain.stop())

  test("whatever was answered is still there: blocks, the pool, what was replaced and why", async () => {
    const replaced = await on.signed(() => {}, [on.cell(0)])
    const pending = await on.signed(() => {}, [on.cell(0)], 5000n)
    const child = await on.signed(() => {}, [on.outputOf(pending)])
    const committed = await on.signed(() => {}, [on.cell(1)])
    await on.send(committed)
    await chain.commit(committed.hash())
    for (const tx of [replaced, pending, child]) await on.send(tx)
    const tip = await chain.rpc("get_tip_header")
    const views = () =>
      Promise.all([replaced, pending, child, committed].map((tx) => chain.rpc("get_transaction", tx.hash())))
    const before = await views()

    await chain.kill()
    await chain.restart()

    expect(await chain.rpc("get_tip_header")).toEqual(tip)
    expect(await views()).toEqual(before)
    await chain.commit(child.hash())
  })

  test("in the middle of many sends: each that was answered is there, and the chain goes on", async () => {
    const txs = await Promise.all(on.cells.map((cell) => on.signed(() => {}, [cell])))
    const answered: string[] = []
    const sends = txs.map((tx) => on.send(tx).then(() => answered.push(tx.hash())))
    await Promise.race(sends)
    await chain.kill()
    await Promise.allSettled(sends)
    await chain.restart()
    expect(answered.length).toBeGreaterThan(0)
    for (const hash of answered) expect(await on.status(hash as `0x${string}`)).toBe("pending")
    for (const tx of txs) await on.send(tx)
    for (const tx of txs) await chain.commit(tx.hash())
  })
})

describe("the devnet process", { timeout: PROCESS_TIMEOUT }, () => {
  test("refuses a folder that another one serves", async () => {
    const first = await launch()
    expect(first.output).toContain("devnet listening http://127.0.0.1:")
    const second = await launch()
    expect(second.output).toMatch(/http:\S+ already serves/)
    first.child.kill("SIGKILL")
    await once(first.child, "exit")
    const third = await launch()
    expect(third.output).toContain("devnet listening")
    third.child.kill()
    await once(third.child, "exit")
  })

  test("makes blocks by itself when told to", async () => {
    const chain = await startDevnet({ blockMs: 20 })
    try {
      const address =
        "ckt1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqwgx292hnvmn68xf779vmzrshpmm6epn4c0cgwga"
      await chain.fund(address, 6_100_000_000n)
    } finally {
      await chain.stop()
    }
  })
})
