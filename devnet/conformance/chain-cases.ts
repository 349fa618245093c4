import type { ccc } from "@ckb-ccc/core"
import { ACCEPTED, type Case } from "./case"
import type { Conformance } from "./context"

const tip = async (on: Conformance) => Number(await on.chain.rpc<string>("get_tip_block_number"))
const indexerTip = async (on: Conformance) =>
  Number((await on.chain.rpc<{ block_number: string }>("get_indexer_tip")).block_number)

async function blockOf(on: Conformance, number: number) {
  return on.chain.rpc<{ proposals: string[]; transactions: { hash: string; inputs: unknown[] }[] }>(
    "get_block_by_number",
    `0x${number.toString(16)}`,
  )
}

async function isLive(on: Conformance, txHash: ccc.Hex): Promise<string> {
  const { status } = await on.chain.rpc<{ status: string }>("get_live_cell", { tx_hash: txHash, index: "0x0" }, true)
  return status
}

/** Whether the indexer lists an output of this transaction among the wallet's cells. */
async function isIndexed(on: Conformance, txHash: ccc.Hex): Promise<boolean> {
  const script = { code_hash: on.lock.codeHash, hash_type: on.lock.hashType, args: on.lock.args }
  const key = { script, script_type: "lock", script_search_mode: "exact" }
  const { objects } = await on.chain.rpc<{ objects: { out_point: { tx_hash: string } }[] }>(
    "get_cells",
    key,
    "desc",
    "0x64",
  )
  return objects.some(({ out_point }) => out_point.tx_hash === txHash)
}

/** These move the chain, so they run last; each spends a cell of its own. */
export const chainCases: Case[] = [
  {
    name: "a transaction is proposed in the next block and committed two blocks later",
    expected: { stages: ["pending", "pending", "proposed", "committed"], proposed: true, position: 1 },
    run: async (on) => {
      const tx = await on.signed(() => {}, [on.cell(4)])
      await on.sendForNextBlock(tx)
      const start = await tip(on)
      const stages = [await on.status(tx.hash())]
      for (let block = 0; block < 3; block += 1) {
        await on.chain.mine()
        stages.push(await on.status(tx.hash()))
      }
      const proposed = (await blockOf(on, start + 1)).proposals.includes(tx.hash().slice(0, 22))
      const position = (await blockOf(on, start + 3)).transactions.findIndex(({ hash }) => hash === tx.hash())
      return { stages, proposed, position, reply: await on.call("get_transaction", tx.hash(), "0x1") }
    },
  },
  {
    name: "chained transactions commit in one block, the maker first",
    expected: { parent: "committed", child: "committed", order: true },
    run: async (on) => {
      const parent = await on.signed(() => {}, [on.cell(5)])
      const child = await on.signed(() => {}, [on.outputOf(parent)])
      await on.sendForNextBlock(parent)
      await on.sendForNextBlock(child)
      await on.chain.mine(3)
      const hashes = (await blockOf(on, await tip(on))).transactions.map(({ hash }) => hash)
      return {
        parent: await on.status(parent.hash()),
        child: await on.status(child.hash()),
        order: hashes.indexOf(child.hash()) === hashes.indexOf(parent.hash()) + 1,
        live: [await isLive(on, parent.hash()), await isLive(on, child.hash())],
      }
    },
  },
  {
    name: "truncate undoes a commit, empties the pool, and the indexer follows when the chain has outgrown it",
    expected: {
      before: { status: "committed", live: "live", indexed: true },
      pool: { result: { pending: [], proposed: [] } },
      truncated: { status: "unknown", live: "unknown", indexed: true, indexerAhead: 3 },
      started: { status: "unknown", live: "unknown", indexed: true, indexerAhead: 2 },
      grown: { status: "unknown", live: "unknown", indexed: false, indexerAhead: 0 },
      again: ACCEPTED,
    },
    run: async (on) => {
      const target = (await on.chain.rpc<{ hash: string }>("get_tip_header")).hash
      const tx = await on.signed(() => {}, [on.cell(6)])
      await on.sendForNextBlock(tx)
      await on.chain.mine(3)
      const hash = tx.hash()
      const look = async () => ({
        status: await on.status(hash),
        live: await isLive(on, hash),
        indexed: await isIndexed(on, hash),
      })
      const before = await look()
      await on.send(await on.signed(() => {}, [on.cell(7)]))
      await on.chain.rpc("truncate", target)
      const pool = await on.call("get_raw_tx_pool")
      const truncated = { ...(await look()), indexerAhead: (await indexerTip(on)) - (await tip(on)) }
      await on.chain.mine(1)
      const started = { ...(await look()), indexerAhead: (await indexerTip(on)) - (await tip(on)) }
      await on.chain.mine(3)
      const grown = { ...(await look()), indexerAhead: (await indexerTip(on)) - (await tip(on)) }
      return { before, pool, truncated, started, grown, again: await on.send(tx) }
    },
  },
  {
    name: "truncate to a block that is not on the chain is refused",
    expected: { error: { code: -3, message: "block not found" } },
    run: (on) => on.call("truncate", `0x${"11".repeat(32)}`),
  },
]
