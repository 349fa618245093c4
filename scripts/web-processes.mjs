// Several server processes on one port, as `npm start` runs them with WEB_PROCESSES: node scripts/web-processes.mjs
// COUNT PROGRAM ARGUMENTS… It takes connections in and hands them out in turn (node:cluster), starts another process in
// place of one that dies, and carries what the processes ask each other (lib/http/siblings.ts). It does nothing else,
// so it needs nothing: plain JavaScript, with Node's own modules.
import cluster from "node:cluster"

/** A process that ends by itself so soon cannot work, and another could not either. */
const TOO_SOON_MS = 15_000
/** One that is killed over and over must not take a processor only for starting. */
const AGAIN_MS = 1_000

const [count = "", program = "", ...programArguments] = process.argv.slice(2)

/**
 * By their number, which a process inherits from the one that it replaces.
 *
 * @type {Map<number, import("node:cluster").Worker>}
 */
const running = new Map()
/** Set when all are to end: what this process then ends with. @type {number | undefined} */
let endsWith

/** @param {number} number */
function startProcess(number) {
  const begun = performance.now()
  const worker = cluster.fork()
  running.set(number, worker)
  worker.on("message", (message) => carry(number, message))
  worker.once("exit", (code, signal) => {
    running.delete(number)
    if (endsWith === undefined && !signal && performance.now() - begun < TOO_SOON_MS) endAll("SIGTERM", code || 1)
    if (endsWith !== undefined) {
      if (running.size === 0) process.exit(endsWith)
      return
    }
    process.stdout.write(`Server process ${number} has ended (${signal ?? code}); another takes its place.\n`)
    setTimeout(() => endsWith ?? startProcess(number), AGAIN_MS)
  })
}

/**
 * Brings a question to every process but the one that asks, and each answer back to that one.
 *
 * @param {number} from
 * @param {{ kind?: string, to?: number } & Record<string, unknown>} message
 */
function carry(from, message) {
  if (message?.kind === "ask") {
    const others = [...running].filter(([number]) => number !== from)
    tell(running.get(from), { ...message, kind: "asked", number: from, others: others.length })
    for (const [, worker] of others) tell(worker, { ...message, from })
  }
  if (message?.kind === "answer") tell(running.get(message.to ?? 0), { ...message, from })
}

/**
 * @param {import("node:cluster").Worker | undefined} worker
 * @param {object} message
 */
function tell(worker, message) {
  // One that dies at this moment does not hear it, and whoever asks waits for its answer for a moment only.
  if (worker?.isConnected()) worker.send(message, () => {})
}

/**
 * @param {NodeJS.Signals} signal
 * @param {number} code
 */
function endAll(signal, code) {
  if (endsWith !== undefined) return
  endsWith = code
  for (const worker of running.values()) worker.process.kill(signal)
  if (running.size === 0) process.exit(code)
}

process.on("SIGTERM", () => endAll("SIGTERM", 143))
process.on("SIGINT", () => endAll("SIGINT", 130))
cluster.schedulingPolicy = cluster.SCHED_RR
cluster.setupPrimary({ exec: program, args: programArguments })
for (let number = 1; number <= Number(count); number++) startProcess(number)
