import { setTimeout as sleep } from "node:timers/promises"
import type { TestChain } from "@/test/support/chain"

const LOOK_MS = 50

/** Reads each new block once, so that nobody has to ask for each transaction. */
export function watchCommits(chain: TestChain) {
  const waiting = new Map<string, (committed: boolean) => void>()
  let isOver = false
  const follow = async () => {
    let known = await tipOf(chain)
    while (!isOver) {
      for (const tip = await tipOf(chain); known < tip; ) {
        known += 1
        const number = `0x${known.toString(16)}`
        const { transactions } = await chain.rpc<{ transactions: { hash: string }[] }>("get_block_by_number", number)
        for (const { hash } of transactions) waiting.get(hash)?.(true)
      }
      await sleep(LOOK_MS)
    }
  }
  follow().catch((error: unknown) => process.stderr.write(`the chain is not watched any more: ${error}\n`))
  return {
    /** @returns whether it came into a block within this time */
    committed: (hash: string, withinMs: number) =>
      new Promise<boolean>((resolve) => {
        const late = setTimeout(() => end(false), withinMs)
        const end = (committed: boolean) => {
          clearTimeout(late)
          waiting.delete(hash)
          resolve(committed)
        }
        waiting.set(hash, end)
      }),
    stop: () => {
      isOver = true
      for (const end of waiting.values()) end(false)
    },
  }
}

export async function tipOf(chain: TestChain): Promise<number> {
  return Number(await chain.rpc<string>("get_tip_block_number"))
}
