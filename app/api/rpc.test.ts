import { createServer } from "node:http"
import { ccc } from "@ckb-ccc/core"
import pino from "pino"
import { describe, expect } from "vitest"
import { connectRpc } from "@/lib/chain/rpc"
import type { Context } from "@/lib/context"
import { readChain } from "@/lib/http/api/rpc"
import { call, exhaust } from "@/lib/http/api.fixture"
import { apiStage, fromSomewhere } from "@/test/support/api"
import { TOO_LARGE } from "@/test/support/bad-input"
import { everyReplyIsSeen } from "@/test/support/promised-replies"

/** The node it asks is made to do worse than these. */
const test = apiStage().extend("withNode", { scope: "file" }, ({ ctx }, { onCleanup }) => {
  const stops: (() => void)[] = []
  onCleanup(() => {
    for (const stop of stops) stop()
  })
  /** The same installation with a node that answers what is returned; `undefined`: never. */
  return async (answer: () => string | undefined): Promise<Context> => {
    const node = createServer((request, response) => {
      request.resume()
      const reply = answer()
      if (reply !== undefined) response.end(reply)
    })
    await new Promise<void>((resolve) => node.listen(0, "127.0.0.1", resolve))
    stops.push(() => {
      node.closeAllConnections()
      node.close()
    })
    const { port } = node.address() as { port: number }
    const chain = { ...ctx.chain, rpc: connectRpc(`http://127.0.0.1:${port}/?key=sesame`) }
    return { ...ctx, chain, log: pino({ level: "silent" }) }
  }
})

const HASH = `0x${"a1".repeat(32)}`
const SCRIPT = { code_hash: HASH, hash_type: "type", args: "0x" }
const NONE = ["0x0", "0x1"]
const PLAIN = { script_len_range: NONE, output_data_len_range: NONE }
const MONEY = { script: SCRIPT, script_type: "lock", script_search_mode: "exact", filter: PLAIN }
const CODE = { script: SCRIPT, script_type: "type", script_search_mode: "exact", with_data: false }

const CELL = { tx_hash: HASH, index: "0x0" }
/** As an auditor lists cells of a lock, and transactions that have spent some. */
const listed = (script: object) => ({
  cells: { ...MONEY, script, with_data: false },
  transactions: { script, script_type: "lock", script_search_mode: "exact" },
})

const rpc = (method: string, ...params: unknown[]) => ({ id: 7, jsonrpc: "2.0", method, params })

describe("the chain, read through this server", () => {
  test("has all that a wallet of CCC's asks for", async ({ ctx, chain, sender }) => {
    const asked: string[] = []
    const request = async (body: { method: string }) => {
      asked.push(body.method)
      const { status, json } = await call(ctx, readChain, { body: JSON.stringify(body) })
      expect(status, JSON.stringify(json)).toBe(200)
      return json
    }
    const client = new ccc.ClientPublicTestnet({ fallbacks: [], transport: { request } as never })
    const node = chain.client()
    const filter: ccc.ClientIndexerSearchKeyFilterLike = { scriptLenRange: [0, 1], outputDataLenRange: [0, 1] }
    const key = { script: sender.lock, scriptType: "lock", scriptSearchMode: "exact", filter } as const
    expect(await client.getCellsCapacity(key)).toBe(await node.getCellsCapacity(key))
    expect(await client.getCellsCapacity(key)).toBeGreaterThan(0n)
    for await (const { outPoint } of node.findCellsOnChain(key)) {
      const found = await client.getTransaction(outPoint.txHash)
      expect(found?.transaction.hash()).toBe(outPoint.txHash)
    }
    expect(await client.getTransaction(HASH)).toBeUndefined()
    const type = { codeHash: HASH, hashType: "type", args: "0x01" } as const
    const cellDep = { outPoint: { txHash: HASH, index: 0 }, depType: "code" } as const
    expect(await client.getCellDeps({ cellDep, type })).toHaveLength(1)
    expect(new Set(asked)).toEqual(new Set(["get_cells_capacity", "get_transaction", "get_cells"]))
  })

  test("has all that an auditor asks for, of the platform's cells and of nobody else's", async ({ ctx, sender }) => {
    const ask = (method: string, ...params: unknown[]) => call(ctx, readChain, { body: rpc(method, ...params) })
    const scriptOf = ({ codeHash, hashType, args }: ccc.Script) => ({ code_hash: codeHash, hash_type: hashType, args })
    const own = listed(scriptOf(ctx.chain.signer.lock))
    const { result: cells } = (await ask("get_cells", own.cells, "asc", "0xc8")).json
    expect(cells.objects.length).toBeGreaterThan(0)
    const [{ out_point: cell }] = cells.objects
    expect((await ask("get_live_cell", cell, false)).json.result.status).toBe("live")
    expect((await ask("get_cells", own.cells, "asc", "0xc8", cells.last_cursor)).json.result.objects).toEqual([])
    const { result: moved } = (await ask("get_transactions", own.transactions, "desc", "0xc8")).json
    expect(moved.objects.map(({ tx_hash }: { tx_hash: string }) => tx_hash)).toContain(cell.tx_hash)
    const { result: raw } = (await ask("get_transaction", cell.tx_hash, "0x0")).json
    expect(raw.transaction).toMatch(/^0x[0-9a-f]+$/)
    const { result: tip } = (await ask("get_tip_block_number")).json
    expect((await ask("get_block_hash", "0x0")).json.result).toBe(ctx.chain.genesisHash)
    expect((await ask("get_header_by_number", tip)).json.result.number).toBe(tip)

    const other = listed(scriptOf(sender.lock))
    for (const refused of [
      await ask("get_cells", other.cells, "asc", "0xc8"),
      await ask("get_transactions", other.transactions, "desc", "0xc8"),
    ])
      expect([refused.status, refused.json.code]).toEqual([400, "VALIDATION_ERROR"])
  })

  test("answers with the id of the call", async ({ ctx }) => {
    const { json } = await call(ctx, readChain, { body: { ...rpc("get_transaction", HASH), id: "mine" } })
    expect(json).toMatchObject({ jsonrpc: "2.0", id: "mine", result: { tx_status: { status: "unknown" } } })
  })
})

describe("what is not for pages is refused, and the node never asked", () => {
  const refused: [string, unknown][] = [
    ["a method that is not in the list", rpc("send_transaction", {}, "passthrough")],
    ["one that ends the chain", rpc("truncate", HASH)],
    ["a batch", [rpc("get_transaction", HASH), rpc("get_transaction", HASH)]],
    ["many cells", rpc("get_cells", CODE, "asc", "0xffffffff")],
    ["another order", rpc("get_cells", CODE, "desc", "0x1")],
    ["the next page", rpc("get_cells", CODE, "asc", "0x1", "0x00")],
    ["cells with their data", rpc("get_cells", { ...CODE, with_data: true }, "asc", "0x1")],
    ["cells by lock", rpc("get_cells", { ...CODE, script_type: "lock" }, "asc", "0x1")],
    ["everybody's money", rpc("get_cells_capacity", { ...MONEY, script_search_mode: "prefix" })],
    ["no filter", rpc("get_cells_capacity", { ...MONEY, filter: undefined })],
    ["another filter", rpc("get_cells_capacity", { ...MONEY, filter: { ...PLAIN, block_range: NONE } })],
    [
      "a range of another width",
      rpc("get_cells_capacity", { ...MONEY, filter: { ...PLAIN, script_len_range: ["0x0", "0xff"] } }),
    ],
    ["long arguments", rpc("get_cells_capacity", { ...MONEY, script: { ...SCRIPT, args: `0x${"00".repeat(129)}` } })],
    ["more than the hash", rpc("get_transaction", HASH, "0x2")],
    ["no hash", rpc("get_transaction", "0x1")],
    ["a header as JSON", rpc("get_header", HASH)],
    ["a tip with a parameter", rpc("get_tip_block_number", "0x0")],
    ["no block's number", rpc("get_block_hash", HASH)],
    ["a header as bytes", rpc("get_header_by_number", "0x0", "0x0")],
    ["a cell's data", rpc("get_live_cell", CELL, true)],
    ["more cells of a lock than a page", rpc("get_cells", listed(SCRIPT).cells, "asc", "0xc9")],
    ["a lock's cells of a kind", rpc("get_cells", { ...listed(SCRIPT).cells, filter: undefined }, "asc", "0xc8")],
    ["a lock's oldest transactions", rpc("get_transactions", listed(SCRIPT).transactions, "asc", "0xc8")],
    [
      "all transactions of a block",
      rpc("get_transactions", { ...listed(SCRIPT).transactions, filter: {} }, "desc", "0xc8"),
    ],
    ["no parameters", { id: 1, jsonrpc: "2.0", method: "get_transaction" }],
    ["another version", { ...rpc("get_transaction", HASH), jsonrpc: "1.0" }],
    ["nothing", {}],
  ]
  test("whichever it is", async ({ withNode }) => {
    let asked = 0
    const ctx = await withNode(() => {
      asked += 1
      return "{}"
    })
    for (const [what, body] of refused) {
      const { status, json } = await call(ctx, readChain, { body })
      expect([what, status, json.code]).toEqual([what, 400, "VALIDATION_ERROR"])
    }
    expect((await call(ctx, readChain, { body: TOO_LARGE })).status).toBe(413)
    expect(asked).toBe(0)
  })
})

describe("a node that is not well", () => {
  const body = rpc("get_transaction", HASH)

  test("is not waited for by ever more callers, and those who wait are answered in time", async ({ withNode }) => {
    const ctx = await withNode(() => undefined)
    const begun = performance.now()
    const [here, there] = [fromSomewhere(), fromSomewhere()]
    const waiting = Array.from({ length: 8 }, () => call(ctx, readChain, { body, headers: here }))
    await new Promise((resolve) => setTimeout(resolve, 200))
    const late = await call(ctx, readChain, { body, headers: here })
    expect([late.status, late.json.code]).toEqual([503, "OVERLOADED"])
    expect(late.headers.get("retry-after")).toBe("1")
    const others = Array.from({ length: 24 }, () => call(ctx, readChain, { body, headers: fromSomewhere() }))
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect((await call(ctx, readChain, { body, headers: there })).status).toBe(503)
    expect(performance.now() - begun).toBeLessThan(4_000)
    for (const { status, json } of await Promise.all([...waiting, ...others]))
      expect([status, json.code]).toEqual([502, "CHAIN_ERROR"])
    expect(performance.now() - begun).toBeLessThan(9_000)
    const well = await withNode(() => JSON.stringify({ id: 0, jsonrpc: "2.0", result: null }))
    expect((await call(well, readChain, { body, headers: here })).status).toBe(200)
  })

  test.for([
    ["refuses", JSON.stringify({ id: 0, jsonrpc: "2.0", error: { code: -1, message: "see http://sesame@node:1/" } })],
    ["answers too much", JSON.stringify({ id: 0, jsonrpc: "2.0", result: "0".repeat(3_000_000) })],
    ["answers with a page", "<html>sesame</html>"],
  ] as const)("and %s gives nothing away", async ([, reply], { withNode }) => {
    const { status, json } = await call(await withNode(() => reply), readChain, { body })
    expect([status, json.code]).toEqual([502, "CHAIN_ERROR"])
    expect(JSON.stringify(json)).not.toMatch(/sesame|127\.0\.0\.1|0000/)
  })
})

test("above the limit nobody reads, off the devnet", async ({ elsewhere }) => {
  const headers = fromSomewhere()
  const body = rpc("get_transaction", HASH)
  expect((await call(elsewhere(), readChain, { body, headers })).status).toBe(200)
  exhaust(elsewhere(), "chain", headers["x-forwarded-for"])
  expect((await call(elsewhere(), readChain, { body, headers })).status).toBe(429)
})

everyReplyIsSeen("app/api/rpc", ["POST /api/rpc 500"])
