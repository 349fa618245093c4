import { wholeCkb } from "@/lib/money"
import type { TestChain } from "@/test/support/chain"
import { until } from "@/test/support/rpc"
import { startCpuMeter } from "../cpu"
import type { Call } from "../http"
import { backOff, closedLoop, each, note, type Outcome, outcomeOf } from "../loops"
import type { Sender } from "../senders"
import type { Stack } from "../stack"
import { tipOf, watchCommits } from "../watch"
import { addErrors, addMeasured, type Run } from "./run"

const WARM_MS = 10_000
const AT_ONCE = 200
/** A client gives a payment up after that. */
const PATIENCE_MS = 60_000

let serial = Math.floor(Math.random() * 1_000_000)

interface Prepared extends Outcome {
  id: number
  rawTx: string
  txHash: string
}

/** Each of another amount: two alike would have to differ in their fee. */
async function prepare(call: Call, sender: Sender, receiver: string): Promise<Prepared> {
  serial += 1
  const amount = String(wholeCkb(1n) + BigInt(serial))
  const answer = await call("POST", "/api/payment/prepare", { sender: sender.address, receiver, amount })
  const { payment_id: id, raw_tx: rawTx, tx_hash: txHash } = answer.json ?? {}
  return { ...outcomeOf(answer), id, rawTx, txHash }
}

async function transfer(call: Call, id: number, rawTx: string): Promise<Outcome> {
  return outcomeOf(await call("POST", "/api/payment/transfer", { payment_id: id, raw_tx: rawTx }))
}

/** Prepares, 200 at a time, each sender again and again. */
export async function measurePrepare(run: Run): Promise<void> {
  const { stack, senders, seconds } = run
  const measured = await closedLoop(
    {
      ...{ processes: stack.processes, workers: AT_ONCE, warmMs: WARM_MS, ms: seconds * 1_000 },
      mark: run.profiled("prepare"),
    },
    (worker) => prepare(stack.call, senderOf(senders, worker), receiverOf(senders)),
  )
  addMeasured(run, "prepare", measured)
}

/** A payment of each sender. */
export async function prepareAll({ stack, senders }: Run): Promise<(Prepared & { sender: Sender })[]> {
  const prepared: (Prepared & { sender: Sender })[] = []
  await each(senders, AT_ONCE, async (sender) => {
    const outcome = await prepare(stack.call, sender, receiverOf(senders))
    if (outcome.ok) prepared.push({ ...outcome, sender })
  })
  return prepared
}

/** Transfers, 200 at a time, of payments that were prepared and signed before. */
export async function measureTransfer(run: Run): Promise<void> {
  const { stack } = run
  const ready: { id: number; signed: string; txHash: string }[] = []
  for (const { sender, ...prepared } of await prepareAll(run))
    ready.push({ ...prepared, signed: await sender.sign(prepared.rawTx) })
  // A signature is taken only where the newest blocks are taken in, and the prepares may have kept the follower.
  await untilFollowed(stack)
  const mark = run.profiled("transfer")
  const times: number[] = []
  const errors: Record<string, number> = {}
  const watched: string[] = []
  await mark()
  const stopMeter = startCpuMeter(stack.processes)
  await each(ready, AT_ONCE, async ({ id, signed, txHash }) => {
    const outcome = await transfer(stack.call, id, signed)
    if (!outcome.ok) return note(errors, outcome)
    times.push(outcome.ms)
    watched.push(txHash)
  })
  const cpu = stopMeter()
  await mark()
  addMeasured(run, "transfer", { times, errors, cpu })
  await untilCommitted(stack.chain, watched)
  await untilFollowed(stack)
}

/** Whole payments: prepared, signed, sent, in a block, and again. */
export async function measurePay(run: Run, workers: number): Promise<void> {
  const { stack, senders, seconds } = run
  const name = `payment, ${workers} senders on 100 cells`
  const watch = watchCommits(stack.chain)
  const tries: Record<string, number> = {}
  const measured = await closedLoop(
    {
      ...{ processes: stack.processes, workers, warmMs: WARM_MS, ms: seconds * 2_000 },
      mark: run.profiled(`payment of ${workers}`),
    },
    async (worker, isOver) => {
      const sender = senderOf(senders, worker)
      const began = performance.now()
      while (performance.now() - began < PATIENCE_MS && !isOver()) {
        const prepared = await prepare(stack.call, sender, receiverOf(senders))
        const sent = prepared.ok ? await send(stack.call, watch, sender, prepared) : prepared
        if (sent.ok) return { ok: true, ms: performance.now() - began }
        note(tries, { code: `${prepared.ok ? "transfer" : "prepare"} ${sent.code}` })
        await backOff(sent)
      }
      return { ok: false, ms: performance.now() - began, code: "not paid" }
    },
  )
  watch.stop()
  addMeasured(run, name, measured)
  addErrors(run, name, tries)
}

async function send(
  call: Call,
  watch: ReturnType<typeof watchCommits>,
  sender: Sender,
  { id, rawTx, txHash }: Prepared,
): Promise<Outcome> {
  const signed = await sender.sign(rawTx)
  const committed = watch.committed(txHash, PATIENCE_MS)
  const outcome = await transfer(call, id, signed)
  if (!outcome.ok) return outcome
  return (await committed) ? outcome : { ok: false, ms: outcome.ms, code: "not in a block" }
}

async function untilCommitted(chain: TestChain, hashes: string[]): Promise<void> {
  for (const hash of hashes) {
    const isCommitted = async () => {
      const { tx_status } = await chain.rpc<{ tx_status: { status: string } }>("get_transaction", hash, "0x1")
      return tx_status.status === "committed"
    }
    await until("the transfers to commit", isCommitted, PATIENCE_MS)
  }
}

/** Until the server has taken in what the chain has now. */
async function untilFollowed({ chain, db }: Stack): Promise<void> {
  const tip = await tipOf(chain)
  const isThere = async () => {
    const { rows } = await db.query<{ number: string }>("SELECT max(number) AS number FROM block")
    return Number(rows[0]?.number) >= tip
  }
  await until("the server to take in the newest block", isThere, PATIENCE_MS)
}

const senderOf = (senders: Sender[], worker: number): Sender => {
  const sender = senders[worker % senders.length]
  if (!sender) throw new Error("there are no senders")
  return sender
}
/** One of them is paid by all: what is owed then is one receiver's. */
const receiverOf = (senders: Sender[]): string => senderOf(senders, senders.length - 1).address
