import { ccc } from "@ckb-ccc/core"
import { type ChainScripts, type Config, ConfigError, type Network } from "@/lib/config"
import type { Hex } from "@/lib/hex"
import { createFeeRate } from "./fee-rate"
import { loadPlatformKey } from "./keys"
import { connectRpc, type Rpc } from "./rpc"
import { createSigner, type Signer } from "./signer"

/** A connection to one CKB chain, and the platform's identity on it. */
export interface Chain {
  network: Network
  genesisHash: Hex
  rpc: Rpc
  /** Only for what needs no fresh state: addresses, known scripts, transaction building. It caches; `rpc` does not. */
  client: ccc.Client
  signer: Signer
  platform: { address: string; lockHash: Hex }
  /** shannons per 1,000 bytes */
  feeRate(): Promise<bigint>
}

const GENESIS: Record<Exclude<Network, "devnet">, Hex> = {
  mainnet: "0x92b197aa1fba0f63633922c61c92375c9c074a93e85963554f5499fe1450d0e5",
  testnet: "0x10639e0895502b5688a6be8cf69460d76541bfa4821629d86d62ba0aae3f9606",
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
  const rpc = connectRpc(config.rpcUrl.reveal())
  const genesis = await rpc.call<GenesisBlock>("get_block_by_number", ["0x0"])
  checkGenesis(config.network, genesis.header.hash)
  const client = createClient(config, genesis)
  const signer = await createSigner(await loadPlatformKey(config), client)
  return {
    network: config.network,
    genesisHash: genesis.header.hash,
    rpc,
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

function createClient(config: Config, genesis: GenesisBlock): ccc.Client {
  // Without `fallbacks: []` CCC falls over to public nodes when ours is down.
  const options = { url: config.rpcUrl.reveal(), fallbacks: [] }
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
