/**
 * `npm run bench`: what the hot paths cost, and what one machine carries, beside what the same machine takes for bare
 * pieces of it in the same run. Figures, no verdict: `docs/scaling.md` says what to make of them. `-- --help` lists the
 * options.
 */
import { cpus } from "node:os"
import { Figures } from "./figures"
import { measureBurst } from "./measures/burst"
import { measureCounts } from "./measures/counts"
import { measureDenominators } from "./measures/denominators"
import { measurePay, measurePrepare, measureTransfer } from "./measures/payments"
import { measureOperator, measureReads } from "./measures/reads"
import type { Run } from "./measures/run"
import { type Options, type Part, readOptions, USAGE } from "./options"
import { profiler } from "./profile/take"
import { makeSenders } from "./senders"
import { type Stack, startStack } from "./stack"

/** Of the pool while whole payments are measured, and of what is added for the rest. */
const CELLS = { few: 100, more: 1_100 }
const SENDERS = 400
const PAYERS = [60, 120]

type ChainName = Options["chains"][number]
type During = (part: Part, work: () => Promise<void>) => Promise<void>

const say = (line: string) => process.stdout.write(`${line}\n`)

async function bench(options: Options, chain: ChainName): Promise<void> {
  const figures = new Figures()
  const during: During = async (part, work) => {
    if (!options.parts.includes(part)) return
    say(`… ${part}`)
    await work()
  }
  try {
    await during("counts", () => measureCounts(figures, chain))
    if (options.parts.some((part) => part !== "counts")) await onStack(options, chain, figures, during)
  } finally {
    // Also of a run that was cut short: what there is took minutes.
    const { history } = options
    const about = { chain, history, node: process.version, cpus: cpus().length, at: new Date().toISOString() }
    const words = Object.entries(about).map(([name, value]) => `${name} ${value}`)
    say(`\n${words.join(", ")}\n\n${figures.table()}\n`)
    if (options.json) figures.write(options.chains.length > 1 ? `${options.json}.${chain}` : options.json, about)
  }
}

async function onStack(options: Options, chain: ChainName, figures: Figures, during: During): Promise<void> {
  const { parts, runs, seconds, history, profile } = options
  const stack = await startStack({ chain, cells: CELLS.few, history, profile, say })
  try {
    if (history > 0) figures.add("disk, a payment of the history", "bytes", (await databaseBytes(stack)) / history)
    const senders = await makeSenders(stack.chain, SENDERS)
    const profiled: Run["profiled"] = profile ? profiler(stack.server, say) : () => async () => {}
    const run: Run = { stack, senders: senders.list, figures, seconds, say, profiled }
    try {
      // First, while the pool is small.
      for (let nth = 0; nth < runs; nth++)
        for (const payers of PAYERS) await during("pay", () => measurePay(run, payers))
      if (parts.some((part) => ["prepare", "transfer", "burst"].includes(part))) await stack.addCells(CELLS.more)
      for (let nth = 0; nth < runs; nth++) {
        await during("prepare", () => measurePrepare(run))
        await during("transfer", () => measureTransfer(run))
        await during("burst", () => measureBurst(run))
        await during("denominators", () => measureDenominators(run))
        await during("reads", () => measureReads(run))
        await during("operator", () => measureOperator(run))
      }
    } finally {
      await senders.stop()
      for (const line of stack.server.errors()) say(`the server: ${line}`)
    }
  } finally {
    await stack.stop()
  }
}

async function databaseBytes({ db }: Stack): Promise<number> {
  const { rows } = await db.query<{ bytes: string }>("SELECT pg_database_size(current_database()) AS bytes")
  return Number(rows[0]?.bytes)
}

if (process.argv.includes("--help")) say(USAGE)
else {
  const options = readOptions(process.argv.slice(2))
  for (const chain of options.chains) await bench(options, chain)
}
