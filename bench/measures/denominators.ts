import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"
import { Pool } from "pg"
import { wholeCkb } from "@/lib/money"
import type { TestChain } from "@/test/support/chain"
import { newKey } from "@/test/support/wallet"
import { buildAndVerifyMs } from "../arithmetic"
import { startCpuMeter } from "../cpu"
import { percentile } from "../figures"
import { closedLoop, each, type Outcome } from "../loops"
import { addMeasured, type Run } from "./run"

const AT_ONCE = 8
const WARM_MS = 1_000
const TRANSACTIONS = 200
const PAIR_CELL = wholeCkb(100n)
/** shannons of each side */
const PAIR_FEE = 1_000n

/**
 * What everything else is compared with, in the same run on the same machine: a route that does nothing, a statement
 * that asks nothing, the arithmetic of one transaction, and the node without the platform.
 */
export async function measureDenominators(run: Run): Promise<void> {
  await bareStatement(run)
  run.figures.add("build and verify alone: CPU", "ms", await buildAndVerifyMs())
  await nodeAlone(run)
}

/** @returns p99 in ms of a route that does nothing, eight at once: what reads are multiples of */
export async function bareRoute(run: Run): Promise<number> {
  const { stack, seconds } = run
  const loop = { processes: stack.processes, workers: AT_ONCE, warmMs: WARM_MS, ms: seconds * 500 }
  const measured = await closedLoop(loop, async () => {
    const { status, ms } = await stack.call("GET", "/api/health")
    return { ok: status === 200, ms }
  })
  addMeasured(run, "bare route, 8 at once", measured)
  return percentile(measured.times, 99)
}

/** As pgbench does: a round trip, eight at once, parsed once. */
async function bareStatement(run: Run): Promise<void> {
  const { stack, seconds } = run
  const { host, port, user, password, database } = stack.db
  const pool = new Pool({ host, port, user, password: password ?? "", database: database ?? "", max: AT_ONCE })
  const loop = { processes: stack.processes, workers: AT_ONCE, warmMs: WARM_MS, ms: seconds * 300 }
  const measured = await closedLoop(loop, async (): Promise<Outcome> => {
    const began = performance.now()
    await pool.query({ name: "bare", text: "SELECT 1" })
    return { ok: true, ms: performance.now() - began }
  })
  await pool.end()
  addMeasured(run, "SELECT 1, 8 at once", measured)
}

/** 2-2 transactions that the platform has no part in, sent straight to the node and taken into blocks. */
async function nodeAlone({ stack, figures }: Run): Promise<void> {
  const signed = await signPairs(stack.chain, TRANSACTIONS)
  const stopMeter = startCpuMeter(stack.processes)
  await each(signed, AT_ONCE, async (tx) => {
    await stack.chain.rpc("send_transaction", cccA.JsonRpcTransformers.transactionFrom(tx), "passthrough")
  })
  for (const tx of signed) await stack.chain.commit(tx.hash())
  figures.add("node alone: CPU, a 2-2 transaction", "ms", stopMeter().ms.node / TRANSACTIONS)
}

/** So many signed 2-2 transactions: two strangers with a cell each give it back to themselves. */
async function signPairs(chain: TestChain, count: number): Promise<ccc.Transaction[]> {
  const client = chain.client()
  const signers = [newKey(), newKey()].map((key) => new ccc.SignerCkbPrivateKey(client, key))
  const parties = await Promise.all(
    signers.map(async (signer) => {
      const address = await signer.getRecommendedAddressObj()
      return { signer, address: address.toString(), script: address.script }
    }),
  )
  const cells = Array.from({ length: count }, () => parties.map(({ address }) => ({ address, shannons: PAIR_CELL })))
  const txHash = await chain.fundMany(cells.flat())
  const signed: ccc.Transaction[] = []
  for (let nth = 0; nth < count; nth++) {
    const tx = ccc.Transaction.from({
      inputs: parties.map(({ script }, which) => ({
        previousOutput: { txHash, index: nth * 2 + which },
        cellOutput: { capacity: PAIR_CELL, lock: script },
        outputData: "0x",
      })),
      outputs: parties.map(({ script }) => ({ capacity: PAIR_CELL - PAIR_FEE, lock: script })),
      outputsData: ["0x", "0x"],
    })
    for (const { signer } of parties) await signer.prepareTransaction(tx)
    for (const { signer } of parties) await signer.signOnlyTransaction(tx)
    signed.push(tx)
  }
  return signed
}
