import { type ChildProcess, execFile, spawn } from "node:child_process"
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { portForLater } from "@/scripts/process/ports"

const ROOT = join(import.meta.dirname, "..", "..")
const BESIDE = join(ROOT, "..", "shared", "ckb")
const RPC_MODULES = [
  "Net",
  "Pool",
  "Miner",
  "Chain",
  "Stats",
  "Subscription",
  "Experiment",
  "Debug",
  "Indexer",
  "IntegrationTest",
]
/** Blocks are mined to the second public dev key. */
const MINER_ARGS = "0x470dcdc5e44064909650113a274b3b36aecb6dc7"

interface Installation {
  binary: string
  /** Holds `dev-chain.toml` and the binaries in `cells/` that it deploys. */
  chain: string
}

/**
 * Finds a ckb binary: `CKB_BIN`, then `../shared/ckb/bin/ckb`. The dev chain's description, `dev-chain.toml` with
 * `cells/`, is looked for beside the binary, one folder up, and in `../shared/ckb`.
 */
function findInstallation(): Installation | string {
  const binary = [process.env.CKB_BIN, join(BESIDE, "bin", "ckb")].find(
    (path) => path !== undefined && existsSync(path),
  )
  if (binary === undefined) return "no ckb binary (CKB_BIN, then ../shared/ckb/bin/ckb)"
  const chain = [dirname(binary), dirname(dirname(binary)), BESIDE].find((dir) =>
    existsSync(join(dir, "dev-chain.toml")),
  )
  return chain === undefined ? `no dev-chain.toml near ${binary}` : { binary, chain }
}

let told = false

/** Whether tests on a real node can run; when not, says so on stderr, once. */
export function ckbNodeAvailable(): boolean {
  const found = findInstallation()
  if (typeof found !== "string") return true
  if (!told) process.stderr.write(`\n*** SKIPPED: tests on a real CKB node: ${found} ***\n\n`)
  told = true
  return false
}

/**
 * Makes a dev chain in a folder.
 *
 * @param rewards who is paid for blocks, the second public dev key when absent, and from when on that can be spent
 * @returns starts the node on it; port 0 picks a free one. The caller waits until it answers, and ends it.
 */
export async function prepareCkbNode(
  dir: string,
  rewards?: { minerArgs: string; cellbaseMaturity: bigint },
): Promise<(port: number) => Promise<{ process: ChildProcess; url: string }>> {
  const found = findInstallation()
  if (typeof found === "string") throw new Error(found)
  mkdirSync(join(dir, "specs", "cells"), { recursive: true })
  cpSync(join(found.chain, "cells"), join(dir, "specs", "cells"), { recursive: true })
  const spec = readFileSync(join(found.chain, "dev-chain.toml"), "utf8")
  const maturity = `cellbase_maturity = ${rewards?.cellbaseMaturity ?? 0n}`
  writeFileSync(join(dir, "dev-chain.toml"), spec.replace(/^cellbase_maturity = .*/m, maturity))
  await promisify(execFile)(found.binary, [
    "init",
    ...["-C", dir],
    ...["--chain", "dev"],
    ...["--import-spec", join(dir, "dev-chain.toml")],
    ...["--genesis-message", "micro-pay dev"],
    ...["--log-to", "file"],
    ...["--ba-arg", rewards?.minerArgs ?? MINER_ARGS],
  ])
  configure(dir)
  return async (port) => {
    const rpc = port === 0 ? await portForLater() : port
    setPorts(dir, rpc, await portForLater())
    const child = spawn(found.binary, ["run", "-C", dir, "--indexer"], { stdio: "ignore" })
    return { process: child, url: `http://127.0.0.1:${rpc}` }
  }
}

const configPath = (dir: string) => join(dir, "ckb.toml")

function edit(dir: string, change: (config: string) => string): void {
  writeFileSync(configPath(dir), change(readFileSync(configPath(dir), "utf8")))
}

function configure(dir: string): void {
  edit(dir, (config) =>
    config
      .replace(/^modules = .*/m, `modules = ${JSON.stringify(RPC_MODULES)}`)
      .replace(/^discovery_local_address = .*/m, "discovery_local_address = false")
      // The next block sees what was sent a moment ago, instead of up to 0.8 s later.
      .replace(/^\[block_assembler\]$/m, "[block_assembler]\nupdate_interval_millis = 0"),
  )
  appendFileSync(configPath(dir), "\n[indexer_v2]\nindex_tx_pool = false\n")
}

function setPorts(dir: string, rpc: number, p2p: number): void {
  edit(dir, (config) =>
    config
      .replace(/^listen_address = .*/m, `listen_address = "127.0.0.1:${rpc}"`)
      .replace(/^listen_addresses = .*/m, `listen_addresses = ["/ip4/127.0.0.1/tcp/${p2p}"]`),
  )
}
