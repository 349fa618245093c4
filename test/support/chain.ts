import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"
import { describe } from "vitest"
import { devnetCommand } from "@/devnet/command"
import { DEV_KEYS, devScripts, type ScriptInfo } from "@/devnet/scripts"
import { makeBlock, settled, truncate } from "@/test/support/blocks"
import { ckbNodeAvailable, prepareCkbNode } from "@/test/support/ckb-node"
import { rpcCall, until } from "@/test/support/rpc"

export { ckbNodeAvailable } from "@/test/support/ckb-node"
export { RpcFailure } from "@/test/support/rpc"

const ROOT = join(import.meta.dirname, "..", "..")
/** A real node wants four blocks; more than this means that the transaction is not coming. */
const MAX_COMMIT_BLOCKS = 30

export interface ChainOptions {
  /** Milliseconds between blocks. 0, the default here, makes none: use `mine`. */
  blockMs?: number
  /** Pays the blocks' rewards to the secp256k1 lock of these args, and lets them be spent after so many blocks. */
  rewards?: { args: string; matureAfter: number }
}

/** Blocks as a part of a dev chain's epochs of a thousand, packed as in RFC 0017. */
const epochOf = (blocks: number) => (1_000n << 40n) | (BigInt(blocks) << 24n)

export interface TestChain {
  name: "devnet" | "node"
  rpcUrl: string
  /** The value of `CKB_SCRIPTS` for this chain, as an object. */
  scripts: Record<string, ScriptInfo>
  genesisHash: ccc.Hex
  rpc<T>(method: string, ...params: unknown[]): Promise<T>
  /** Makes blocks; resolves when the pool and the indexer have seen them. */
  mine(blocks?: number): Promise<void>
  /** Waits until a transaction is committed; makes blocks meanwhile unless the chain has timed ones. */
  commit(txHash: string): Promise<void>
  /** Goes back to a block of the chain, as a reorg would, and forgets what was in the blocks and in the pool. */
  truncate(blockHash: string): Promise<void>
  /** A CCC client of its own: its caches are not shared. */
  client(): ccc.Client
  /**
   * Pays an address and waits for the commit. Spends the second dev key, so that it does not race a faucet on the
   * first.
   */
  fund(address: string, shannons: bigint): Promise<ccc.Hex>
  /** Pays many addresses in one transaction, in this order of outputs, and waits for the commit. */
  fundMany(payments: { address: string; shannons: bigint }[]): Promise<ccc.Hex>
  /** Of its process, which is another one after `restart`. */
  pid(): number
  stop(): Promise<void>
  /** `kill -9`, without clean-up. */
  kill(): Promise<void>
  /** Starts again on the same folder and port, after `kill` or instead of it. */
  restart(): Promise<void>
}

interface Runner {
  name: TestChain["name"]
  dir: string
  blockMs: number
  /** Starts the process and resolves with its address once it answers. */
  launch(port: number): Promise<{ process: ChildProcess; url: string }>
  /** Makes the runner's own blocks when the process does not. */
  minesItself: boolean
}

const running = new Set<ChildProcess>()
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL")
})

function track(child: ChildProcess): ChildProcess {
  running.add(child)
  child.once("exit", () => running.delete(child))
  return child
}

async function end(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once("exit", resolve))
  child.kill(signal)
  const forced = setTimeout(() => child.kill("SIGKILL"), 10_000)
  await ended
  clearTimeout(forced)
}

/** Starts the embedded devnet as a child process in a temporary folder. */
export async function startDevnet(options: ChainOptions = {}): Promise<TestChain> {
  const dir = mkdtempSync(join(tmpdir(), "micro-pay-devnet-"))
  const blockMs = options.blockMs ?? 0
  const rewards = options.rewards && {
    args: options.rewards.args,
    cellbaseMaturity: epochOf(options.rewards.matureAfter),
  }
  const launch = (port: number) =>
    new Promise<{ process: ChildProcess; url: string }>((resolve, reject) => {
      // IPC: the devnet ends when this process does, however that ends.
      const child = track(
        spawn(process.execPath, devnetCommand({ dir, port, blockMs, rewards }), {
          cwd: ROOT,
          stdio: ["ignore", "pipe", "inherit", "ipc"],
        }),
      )
      let output = ""
      child.stdout?.on("data", (chunk: Buffer) => {
        output += chunk.toString()
        const url = /devnet listening (\S+)/.exec(output)?.[1]
        if (url !== undefined) resolve({ process: child, url })
      })
      child.once("exit", (code) => reject(new Error(`the devnet ended with ${code} before it listened`)))
    })
  return runChain({ name: "devnet", dir, blockMs, launch, minesItself: true })
}

/**
 * Starts a real ckb node on a fresh dev chain in a temporary folder.
 *
 * @throws when no binary is found; ask `ckbNodeAvailable` first
 */
export async function startCkbNode(options: ChainOptions = {}): Promise<TestChain> {
  const dir = mkdtempSync(join(tmpdir(), "micro-pay-ckb-"))
  const { rewards } = options
  const start = await prepareCkbNode(
    dir,
    rewards && { minerArgs: rewards.args, cellbaseMaturity: epochOf(rewards.matureAfter) },
  )
  const launch = async (port: number) => {
    const { process: child, url } = await start(port)
    track(child)
    const answers = async () => {
      if (child.exitCode !== null) throw new Error(`the ckb node ended with ${child.exitCode} before it answered`)
      return rpcCall(url, "get_tip_block_number", [])
    }
    try {
      await until("the ckb node to answer", answers, 30_000)
    } catch (error) {
      await end(child, "SIGKILL")
      throw error
    }
    return { process: child, url }
  }
  return runChain({ name: "node", dir, blockMs: options.blockMs ?? 0, launch, minesItself: false })
}

async function runChain(runner: Runner): Promise<TestChain> {
  let { process: child, url } = await runner.launch(0)
  let timer: NodeJS.Timeout | undefined
  const rpc = <T>(method: string, ...params: unknown[]) => rpcCall<T>(url, method, params)
  const tick = () => {
    if (runner.minesItself || runner.blockMs === 0) return
    // The node may be restarting: then this block is just not made.
    timer = setTimeout(() => rpc("generate_block").then(tick, tick), runner.blockMs)
  }
  tick()
  // A node answers before its indexer has looked at the genesis block, where the dev keys have their cells.
  await settled(rpc)
  const genesis = await rpc<{ header: { hash: ccc.Hex }; transactions: { hash: ccc.Hex }[] }>(
    "get_block_by_number",
    "0x0",
  )
  const depGroupTx = genesis.transactions[1]?.hash
  if (depGroupTx === undefined) throw new Error(`${runner.name}: the genesis has no dep groups`)
  const scripts = devScripts(depGroupTx)
  const genesisHash = genesis.header.hash

  const chain: TestChain = {
    name: runner.name,
    rpcUrl: url,
    scripts,
    genesisHash,
    rpc,
    mine: async (blocks = 1) => {
      for (let made = 0; made < blocks; made += 1) {
        await makeBlock(rpc)
      }
    },
    commit: (txHash) => commit(chain, txHash, runner.blockMs > 0),
    truncate: (blockHash) => truncate(rpc, blockHash),
    client: () => new ccc.ClientPublicTestnet({ url, fallbacks: [], scripts: { ...cccA.TESTNET_SCRIPTS, ...scripts } }),
    fund: (address, shannons) => chain.fundMany([{ address, shannons }]),
    fundMany: oneAtATime((payments: { address: string; shannons: bigint }[]) => fundMany(chain, payments)),
    pid: () => child.pid ?? 0,
    stop: async () => {
      clearTimeout(timer)
      await end(child, "SIGTERM")
      rmSync(runner.dir, { recursive: true, force: true })
    },
    kill: () => end(child, "SIGKILL"),
    restart: async () => {
      await end(child, "SIGTERM")
      ;({ process: child, url } = await runner.launch(Number(new URL(url).port)))
    },
  }
  return chain
}

async function commit(chain: TestChain, txHash: string, timedBlocks: boolean): Promise<void> {
  const committed = async () => {
    const { tx_status } = await chain.rpc<{ tx_status: { status: string; reason: string | null } }>(
      "get_transaction",
      txHash,
    )
    if (tx_status.status === "rejected" || tx_status.status === "unknown") {
      throw new Error(`${txHash} is ${tx_status.status}: ${tx_status.reason}`)
    }
    return tx_status.status === "committed"
  }
  if (timedBlocks) {
    await until(`${txHash} to commit`, committed, 30_000)
    return settled(chain.rpc)
  }
  for (let blocks = 0; blocks < MAX_COMMIT_BLOCKS; blocks += 1) {
    if (await committed()) return
    await chain.mine()
  }
  throw new Error(`${txHash} did not commit within ${MAX_COMMIT_BLOCKS} blocks`)
}

async function fundMany(chain: TestChain, payments: { address: string; shannons: bigint }[]): Promise<ccc.Hex> {
  const client = chain.client()
  const signer = new ccc.SignerCkbPrivateKey(client, DEV_KEYS.miner)
  const outputs = await Promise.all(
    payments.map(async ({ address, shannons }) => {
      const { script } = await ccc.Address.fromString(address, client)
      return { capacity: shannons, lock: script }
    }),
  )
  const tx = ccc.Transaction.from({ outputs })
  await tx.completeInputsByCapacity(signer)
  await tx.completeFeeBy(signer, 2000n)
  const txHash = await client.sendTransaction(await signer.signTransaction(tx))
  await chain.commit(txHash)
  return txHash
}

function oneAtATime<A extends unknown[], R>(act: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
  let last: Promise<unknown> = Promise.resolve()
  return (...args) => {
    const next = last.then(() => act(...args))
    last = next.catch(() => undefined)
    return next
  }
}

/** Chains to run the same tests on: the devnet always, a real node where there is one. */
export const testChains: {
  name: TestChain["name"]
  available: boolean
  start(options?: ChainOptions): Promise<TestChain>
}[] = [
  { name: "devnet", available: true, start: startDevnet },
  { name: "node", available: ckbNodeAvailable(), start: startCkbNode },
]

/** Declares the same tests for each chain. Where no ckb node is found, its tests count as skipped. */
export function describeOnEachChain(title: string, body: (chain: (typeof testChains)[number]) => void): void {
  for (const chain of testChains) {
    describe.skipIf(!chain.available)(`${title} [${chain.name}]`, () => body(chain))
  }
}
