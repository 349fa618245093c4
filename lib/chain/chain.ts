import { ccc } from "@ckb-ccc/core"
import { type Config, ConfigError } from "@/lib/config"
import { GENESIS, type Network } from "@/lib/config-networks"
import type { ChainScripts } from "@/lib/config-scripts"
import type { Hex } from "@/lib/hex"
import { setCurve } from "./curve"
import { loadWasmCurve } from "./curve-wasm"
import { type Epoch, unpackEpoch } from "./epoch"
import { createFeeRate } from "./fee-rate"
import { loadPlatformKey } from "./keys"
import { connectRpc, type Rpc, RpcError } from "./rpc"
import { createSigner, type Signer } from "./signer"
import { type Work, workOf } from "./work"

/** A connection to one CKB chain, and the platform's identity on it. */
export interface Chain {
  network: Network
  genesisHash: Hex
  rpc: Rpc
  /** A second node, whose agreement makes a block final; undefined: the first is believed */
  check: Rpc | undefined
  /** What blocks of this chain have to show; undefined: there is nothing that could be checked */
  work: Work | undefined
  /** How long after its block a reward cannot be spent, and how many seconds an epoch is meant to take */
  maturity: { epochs: Epoch; epochSeconds: number }
  /** Only for what needs no fresh state: addresses, known scripts, transaction building. It caches; `rpc` does not. */
  client: ccc.Client
  signer: Signer
  platform: { address: string; lockHash: Hex }
  /** shannons per 1,000 bytes */
  feeRate(): Promise<bigint>
}

interface GenesisBlock {
  header: { hash: Hex }
  transactions: { hash: Hex }[]
}

/**
 * Connects, and refuses a node of another network: a debt of the testnet must not be paid in real CKB.
 *
 * @throws ConfigError for another network's node or an unusable key; ChainError when the node does not answer
 */
export async function createChain(config: Config): Promise<Chain> {
  const wasm = await loadWasmCurve()
  if (wasm) setCurve(wasm)
  const rpc = connectRpc(config.rpcUrl.reveal())
  const genesis = await rpc.call<GenesisBlock>("get_block_by_number", ["0x0"])
  checkGenesis(config.network, genesis.header.hash)
  const client = createClient(config, rpc, genesis)
  const signer = await createSigner(await loadPlatformKey(config), client)
  return {
    network: config.network,
    genesisHash: genesis.header.hash,
    rpc,
    check: await connectCheck(config, genesis.header.hash),
    work: workOf(config.network),
    maturity: await readMaturity(rpc),
    client,
    signer,
    platform: {
      address: ccc.Address.fromScript(signer.lock, client).toString(),
      lockHash: signer.lock.hash(),
    },
    feeRate: createFeeRate(rpc),
  }
}

function checkGenesis(network: Network, hash: Hex): void {
  const known = Object.entries(GENESIS).find(([, genesis]) => genesis === hash)?.[0]
  const actual = known ?? "devnet"
  if (actual === network) return
  const what = known ? `a ${known} node` : "a node of a private chain"
  throw new ConfigError(
    `CKB_NETWORK is ${network}, but CKB_RPC_URL is ${what} (genesis ${hash}). Set both to the same network.`,
  )
}

/**
 * A second node that is down must not keep the platform from its work, only blocks from being final: whoever asks it
 * asks for its genesis again.
 *
 * @throws ConfigError for a node of another chain
 */
async function connectCheck(config: Config, genesisHash: Hex): Promise<Rpc | undefined> {
  if (!config.checkRpcUrl) return undefined
  const check = connectRpc(config.checkRpcUrl.reveal())
  const hash = await check.call<Hex | null>("get_block_hash", ["0x0"]).catch(() => undefined)
  if (hash === undefined || hash === genesisHash) return check
  throw new ConfigError(
    `CKB_CHECK_RPC_URL is a node of another chain than CKB_RPC_URL (genesis ${hash}, not ${genesisHash}). Set both to the same chain.`,
  )
}

/** ckb's defaults, which mainnet and testnet have (spec/src/consensus.rs). For nodes that do not say. */
const DEFAULT_MATURITY = { cellbase_maturity: "0x4", epoch_duration_target: "0x3840" }

async function readMaturity(rpc: Rpc): Promise<Chain["maturity"]> {
  const said = await rpc.call<Partial<typeof DEFAULT_MATURITY>>("get_consensus").catch((error: unknown) => {
    if (error instanceof RpcError) return {}
    throw error
  })
  const { cellbase_maturity, epoch_duration_target } = { ...DEFAULT_MATURITY, ...said }
  return { epochs: unpackEpoch(BigInt(cellbase_maturity)), epochSeconds: Number(epoch_duration_target) }
}

function createClient(config: Config, rpc: Rpc, genesis: GenesisBlock): ccc.Client {
  // Its calls go through ours, which knows the password, and never to the public nodes that CCC falls over to by
  // itself.
  const transport = {
    request: async ({ id, method, params }: { id: number; method: string; params: unknown }) => ({
      id,
      result: await rpc.call(method, params as unknown[]),
    }),
  }
  const options = { url: new URL(config.rpcUrl.reveal()).origin, fallbacks: [], transport }
  if (config.network === "mainnet") return new ccc.ClientPublicMainnet(options)
  if (config.network === "testnet") return new ccc.ClientPublicTestnet(options)
  const scripts = { ...systemScripts(genesis), ...config.scripts } as Record<
    ccc.KnownScript,
    ccc.ScriptInfoLike | undefined
  >
  return new ccc.ClientPublicTestnet({ ...options, scripts })
}

/**
 * The scripts that each chain has: their dep groups are the first outputs of the genesis block's second transaction
 * (ckb, resource/specs/dev.toml). Their out points differ from one dev chain to the next, their code hashes do not.
 */
function systemScripts(genesis: GenesisBlock): ChainScripts {
  const txHash = genesis.transactions[1]?.hash
  if (!txHash) return {}
  const depGroup = (index: number) => [{ cellDep: { outPoint: { txHash, index }, depType: "depGroup" as const } }]
  return {
    [ccc.KnownScript.Secp256k1Blake160]: {
      codeHash: "0x9bd7e06f3ecf4be0f2fcd2188b23f1b9fcc88e5d4b65a8637b17723bbda3cce8",
      hashType: "type",
      cellDeps: depGroup(0),
    },
    [ccc.KnownScript.Secp256k1Multisig]: {
      codeHash: "0x5c5069eb0857efc65e1bca0c07df34c31663b3622fd3876c876320fc9634e2a8",
      hashType: "type",
      cellDeps: depGroup(1),
    },
  }
}
