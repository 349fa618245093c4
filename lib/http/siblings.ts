import cluster from "node:cluster"
import { randomUUID } from "node:crypto"
import { perProcess } from "@/lib/process"

/** One of several server processes behind one port, by its number from 1 on, and what it has counted. */
export interface Sibling {
  number: number
  figures: unknown[]
}

/** One that hangs, or has just died, is left out. */
const PATIENCE_MS = 500

type Message =
  | { kind: "ask"; id: string; from: number }
  /** from the process that hands on: who asks, and how many answers there will be */
  | { kind: "asked"; id: string; number: number; others: number }
  | { kind: "answer"; id: string; from: number; to: number; figures: unknown[] }

/** Answers the other processes from now on. Call it once, when the server starts. */
export function answerSiblings(figures: () => Promise<unknown[]>): void {
  if (!cluster.isWorker) return
  process.on("message", async (message: Message) => {
    if (message?.kind === "ask")
      send({ kind: "answer", id: message.id, from: 0, to: message.from, figures: await figures() })
    else if (message?.kind === "asked" || message?.kind === "answer") asking().get(message.id)?.(message)
  })
}

/**
 * What each process of this server has counted, this one's included; undefined when there is only this one. The process
 * that started them, `scripts/web-processes.mjs`, hands on what they say to each other.
 */
export async function askSiblings(own: unknown[]): Promise<Sibling[] | undefined> {
  if (!cluster.isWorker) return undefined
  const id = randomUUID()
  const siblings: Sibling[] = []
  let expected = Number.POSITIVE_INFINITY
  await new Promise<void>((resolve) => {
    setTimeout(resolve, PATIENCE_MS)
    asking().set(id, (message) => {
      if (message.kind === "asked") {
        expected = message.others + 1
        siblings.push({ number: message.number, figures: own })
      } else if (message.kind === "answer") siblings.push({ number: message.from, figures: message.figures })
      if (siblings.length === expected) resolve()
    })
    send({ kind: "ask", id, from: 0 })
  })
  asking().delete(id)
  return siblings.length > 0 ? siblings : undefined
}

const asking = () => perProcess("siblings", () => new Map<string, (message: Message) => void>())

function send(message: Message): void {
  // Whoever started this process may be gone at this moment; then this one ends too.
  process.send?.(message, undefined, undefined, () => {})
}
