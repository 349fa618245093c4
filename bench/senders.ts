import { Worker } from "node:worker_threads"
import { wholeCkb } from "@/lib/money"
import type { TestChain } from "@/test/support/chain"
import { createWallet, newKey } from "@/test/support/wallet"
import type { SignTask } from "./sign-worker"

export interface Sender {
  address: string
  /** @returns the transaction with the sender's signature */
  sign(rawTx: string): Promise<string>
}

export interface Senders {
  list: Sender[]
  stop(): Promise<void>
}

/** Enough for the payments of a whole run, of one CKB and a bit each. */
const EACH = wholeCkb(20_000n)
const AT_ONCE = 500

/** Makes senders with a cell each, whose signatures are made in a thread. */
export async function makeSenders(chain: TestChain, count: number): Promise<Senders> {
  const signer = startSigner()
  const list: Sender[] = []
  for (let made = 0; made < count; made++) {
    const key = newKey()
    const { address } = await createWallet(chain, key)
    list.push({ address, sign: (rawTx) => signer.sign(key, rawTx) })
  }
  for (let from = 0; from < count; from += AT_ONCE) {
    const part = list.slice(from, from + AT_ONCE)
    await chain.fundMany(part.map(({ address }) => ({ address, shannons: EACH })))
  }
  return { list, stop: () => signer.stop() }
}

function startSigner() {
  const thread = new Worker(new URL("./sign-worker.ts", import.meta.url), { execArgv: ["--import", "tsx"] })
  const waiting = new Map<number, { resolve: (signed: string) => void; reject: (error: Error) => void }>()
  let last = 0
  thread.on("message", ({ id, signed, error }: { id: number; signed?: string; error?: string }) => {
    const { resolve, reject } = waiting.get(id) ?? {}
    waiting.delete(id)
    if (signed === undefined) reject?.(new Error(`could not sign: ${error}`))
    else resolve?.(signed)
  })
  thread.on("error", (error: Error) => {
    for (const { reject } of waiting.values()) reject(error)
  })
  return {
    sign: (key: string, rawTx: string) =>
      new Promise<string>((resolve, reject) => {
        last += 1
        waiting.set(last, { resolve, reject })
        thread.postMessage({ id: last, key, rawTx } satisfies SignTask)
      }),
    stop: async () => {
      await thread.terminate()
    },
  }
}
