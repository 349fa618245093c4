import { join } from "node:path"

interface DevnetOptions {
  /** where the chain is kept */
  dir: string
  /** 0: any free one */
  port: number
  /** milliseconds between blocks; 0: none by time */
  blockMs: number
  /**
   * who is paid for blocks, by the args of a secp256k1 lock, and from when on that can be spent: a packed epoch (RFC
   * 0017)
   */
  rewards?: { args: string; cellbaseMaturity: bigint }
}

/** What Node is told to run a devnet as a process of its own, in a folder where it finds tsx. */
export function devnetCommand({ dir, port, blockMs, rewards }: DevnetOptions): string[] {
  return [
    ...["--import", "tsx", join(import.meta.dirname, "main.ts")],
    ...["--dir", dir],
    ...["--port", String(port)],
    ...["--block-ms", String(blockMs)],
    ...(rewards ? ["--reward-args", rewards.args, "--cellbase-maturity", String(rewards.cellbaseMaturity)] : []),
  ]
}
