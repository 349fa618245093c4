import { fork } from "node:child_process"
import { join } from "node:path"
import { wholeCkb } from "@/lib/money"
import type { TestChain } from "@/test/support/chain"
import { createWallet, newKey } from "@/test/support/wallet"
import type { Signed, SignTask } from "./signer"

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

/** Makes senders with a cell each, whose signatures are made in a process of their own. */
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
  const child = fork(join(import.meta.dirname, "signer.ts"), { execArgv: ["--import", "tsx"] })
  const waiting = new Map<number, { resolve: (signed: string) => void; reject: (error: Error) => void }>()
  let last = 0
  let isOver = false
  child.on("message", ({ id, signed, error }: Signed) => {
    const { resolve, reject } = waiting.get(id) ?? {}
    waiting.delete(id)
    if (signed === undefined) reject?.(new Error(`could not sign: ${error}`))
    else resolve?.(signed)
  })
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()))
  ended.then(() => {
    if (!isOver) throw new Error("the signer has ended")
  })
  return {
    sign: (key: string, rawTx: string) =>
      new Promise<string>((resolve, reject) => {
        last += 1
        waiting.set(last, { resolve, reject })
        child.send({ id: last, key, rawTx } satisfies SignTask)
      }),
    stop: async () => {
      isOver = true
      child.kill()
      await ended
    },
  }
}
