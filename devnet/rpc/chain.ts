import { concat, table, uintLe } from "../../lib/chain/molecule"
import type { Cell } from "../cell"
import { dataHash } from "../cell"
import type { Block } from "../chain"
import type { Devnet } from "../devnet"
import { RpcCode, RpcError } from "../errors"
import { genesisBlock } from "../genesis"
import { fromHex, type Hex, numToHex, toHex } from "../hash"
import { buildHeader, EPOCH_LENGTH, extensionOf } from "../header"
import { parseBool, parseHash, parseOptional, parseParam, parseUint, parseUint32 } from "../json"
import { parseOutPoint, type Tx } from "../transaction"
import type { Method, Methods } from "./method"

const JSON_VERBOSITY_HEADER = 1
const JSON_VERBOSITY_BLOCK = 2

const parseVerbosity = (value: unknown) => parseOptional("verbosity", value, parseUint32)

function verbosity(level: number | null, json: number): "json" | "hex" {
  if (level === null) return "json"
  if (level === json) return "json"
  if (level === 0) return "hex"
  throw new RpcError(RpcCode.invalidParams, "InvalidParams: invalid verbosity level")
}

function blockView(block: Block): Record<string, unknown> {
  const view: Record<string, unknown> = {
    header: buildHeader(block).header,
    proposals: block.proposals,
    transactions: block.txs.map((tx) => tx.view()),
    uncles: [],
  }
  return block.number === 0 ? view : { extension: extensionOf(block.parentHash), ...view }
}

function serializeBlock(block: Block): Uint8Array {
  const txs = table(block.txs.map((tx: Tx) => tx.serialized))
  const proposals = concat(uintLe(block.proposals.length, 4), ...block.proposals.map(fromHex))
  const parts = [buildHeader(block).serialized, table([]), txs, proposals]
  if (block.number > 0) parts.push(concat(uintLe(32, 4), fromHex(extensionOf(block.parentHash))))
  return table(parts)
}

function blockReply(devnet: Devnet, number: number | undefined, level: unknown, withCycles: unknown): unknown {
  const asked = parseVerbosity(level)
  const cycles = parseOptional("with_cycles", withCycles, parseBool) ?? false
  const block = number === undefined ? undefined : devnet.chain.block(number)
  if (block === undefined) return null
  const format = verbosity(asked, JSON_VERBOSITY_BLOCK)
  const view = format === "hex" ? toHex(serializeBlock(block)) : blockView(block)
  return cycles ? { block: view, cycles: block.cycles.map(numToHex) } : view
}

function headerReply(devnet: Devnet, number: number | undefined, level: unknown): unknown {
  const asked = parseVerbosity(level)
  const built = number === undefined ? undefined : devnet.chain.header(number)
  if (built === undefined) return null
  const format = verbosity(asked, JSON_VERBOSITY_HEADER)
  return format === "hex" ? toHex(built.serialized) : built.header
}

const blockNumber = (value: unknown) => Number(parseParam("block_number", value, (raw) => parseUint(raw, 64)))
const blockHash = (value: unknown) => parseParam("block_hash", value, (raw) => parseHash(raw))

const byHash =
  (reply: (devnet: Devnet, number: number | undefined, a: unknown, b: unknown) => unknown): Method["call"] =>
  (devnet, [hash, a, b]) =>
    reply(devnet, devnet.chain.numberOf(blockHash(hash)), a, b)

const byNumber =
  (reply: (devnet: Devnet, number: number | undefined, a: unknown, b: unknown) => unknown): Method["call"] =>
  (devnet, [number, a, b]) =>
    reply(devnet, blockNumber(number), a, b)

function epochView(number: number): Record<string, Hex> {
  return {
    compact_target: "0x20010000",
    length: numToHex(EPOCH_LENGTH),
    number: numToHex(number),
    start_number: numToHex(number * EPOCH_LENGTH),
  }
}

const epochAt = (block: number) => Math.floor(block / EPOCH_LENGTH)

function liveCell(devnet: Devnet, key: string, includePool: boolean): Cell | undefined {
  if (!includePool) return devnet.chain.liveCell(key)
  if (devnet.pool.spenderOf(key) !== undefined) return undefined
  return devnet.pool.output(key) ?? devnet.chain.liveCell(key)
}

const getLiveCell: Method["call"] = (devnet, [point, data, pool]) => {
  const outPoint = parseParam("out_point", point, parseOutPoint)
  const withData = parseParam("with_data", data, parseBool)
  const includePool = parseOptional("include_tx_pool", pool, parseBool) ?? false
  const cell = liveCell(devnet, outPoint.tx_hash + outPoint.index, includePool)
  if (cell === undefined) return { block_hash: null, cell: null, status: "unknown" }
  return {
    block_hash: cell.blockNumber === null ? null : (devnet.chain.hashAt(cell.blockNumber) ?? null),
    cell: { data: withData ? { content: cell.data, hash: dataHash(cell.data) } : null, output: cell.output },
    status: "live",
  }
}

/** Chain methods: what blocks, headers and live cells are. */
export const chainMethods: Methods = {
  get_block: { call: byHash(blockReply) },
  get_block_by_number: { call: byNumber(blockReply) },
  get_header: { call: byHash(headerReply) },
  get_header_by_number: { call: byNumber(headerReply) },
  get_block_hash: {
    params: "one",
    call: (devnet, [number]) => devnet.chain.hashAt(Number(parseUint(number, 64))) ?? null,
  },
  get_tip_header: { call: (devnet, [level]) => headerReply(devnet, devnet.chain.tip, level) },
  get_tip_block_number: { params: "none", call: (devnet) => numToHex(devnet.chain.tip) },
  get_live_cell: { call: getLiveCell },
  get_current_epoch: { params: "none", call: (devnet) => epochView(epochAt(devnet.chain.tip)) },
  get_epoch_by_number: {
    params: "one",
    call: (devnet, [value]) => {
      const number = Number(parseUint(value, 64))
      return number > epochAt(devnet.chain.tip) ? null : epochView(number)
    },
  },
  get_blockchain_info: {
    params: "none",
    call: (devnet) => ({
      alerts: [],
      chain: "ckb_dev",
      difficulty: "0x100",
      epoch: devnet.chain.header(devnet.chain.tip)?.header.epoch ?? "0x0",
      is_initial_block_download: devnet.chain.tip === 0,
      median_time: numToHex(devnet.chain.medianTime(devnet.chain.tip)),
    }),
  },
  get_consensus: { params: "none", call: (devnet) => consensus(devnet) },
}

/** The parameters of ckb's dev chain, as far as they rule here. */
function consensus({ chain }: Devnet): Record<string, unknown> {
  const hardforks = ["0028", "0029", "0030", "0031", "0032", "0036", "0038", "0048", "0049"]
  return {
    block_version: "0x0",
    // As ckb prints an epoch: zero is 0 of 1.
    cellbase_maturity: numToHex(chain.settings.cellbaseMaturity || 1n << 40n),
    dao_type_hash: "0x82d76d1b75fe2fd9a27dfbaa65a039221a380d76c926f378d3f81cf3e7e13f2e",
    epoch_duration_target: "0x50",
    genesis_hash: genesisBlock().hash,
    hardfork_features: hardforks.map((rfc) => ({ epoch_number: "0x0", rfc })),
    id: "ckb_dev",
    initial_primary_epoch_reward: "0xae6c73c3e070",
    max_block_bytes: "0x91c08",
    max_block_cycles: "0x2540be400",
    max_block_proposals_limit: "0x5dc",
    max_uncles_num: "0x2",
    median_time_block_count: "0x25",
    orphan_rate_target: { denom: "0x28", numer: "0x1" },
    permanent_difficulty_in_dummy: true,
    primary_epoch_reward_halving_interval: "0x2238",
    proposer_reward_ratio: { denom: "0xa", numer: "0x4" },
    secondary_epoch_reward: "0x37d0c8e28542",
    secp256k1_blake160_multisig_all_type_hash: "0x5c5069eb0857efc65e1bca0c07df34c31663b3622fd3876c876320fc9634e2a8",
    secp256k1_blake160_sighash_all_type_hash: "0x9bd7e06f3ecf4be0f2fcd2188b23f1b9fcc88e5d4b65a8637b17723bbda3cce8",
    softforks: {
      light_client: {
        rfc0043: {
          bit: 1,
          min_activation_epoch: "0x0",
          period: "0xa",
          start: "0x0",
          threshold: { denom: "0x4", numer: "0x3" },
          timeout: "0x0",
        },
        status: "rfc0043",
      },
    },
    tx_proposal_window: { closest: "0x2", farthest: "0xa" },
    tx_version: "0x0",
    type_id_code_hash: "0x00000000000000000000000000000000000000000000000000545950455f4944",
  }
}
