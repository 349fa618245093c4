import { parseArgs } from "node:util"
import { ckbNodeAvailable } from "@/test/support/ckb-node"

export const PARTS = ["counts", "pay", "prepare", "transfer", "burst", "denominators", "reads", "operator"] as const
export type Part = (typeof PARTS)[number]

export interface Options {
  chains: ("devnet" | "node")[]
  parts: readonly Part[]
  /** how often each part is measured; the table has the median and the extremes */
  runs: number
  /** of each measured part */
  seconds: number
  /** payments that the database has behind it from the start */
  history: number
  profile: boolean
  json: string | undefined
}

export const USAGE = `npm run bench -- [options]
  --chain devnet|node|both   the embedded chain, a real node (CKB_BIN, then ../shared/ckb/bin/ckb), or both in turn
  --only PART,PART           of ${PARTS.join(", ")}
  --runs N                   how often each part is measured (3)
  --seconds N                how long (10)
  --million                  with a history of a million payments; --history N with one of N
  --profile                  says where the server's CPU time goes; itself it costs some
  --json FILE                writes every figure of every run there`

/** @throws Error that says what is wrong with the command line */
export function readOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      chain: { type: "string", default: "devnet" },
      only: { type: "string" },
      runs: { type: "string", default: "3" },
      seconds: { type: "string", default: "10" },
      history: { type: "string", default: "0" },
      million: { type: "boolean", default: false },
      profile: { type: "boolean", default: false },
      json: { type: "string" },
    },
  })
  const parts = values.only?.split(",") ?? PARTS
  const unknown = parts.filter((part) => !isPart(part))
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(", ")}.\n${USAGE}`)
  return {
    chains: chainsOf(values.chain),
    parts: parts.filter(isPart),
    runs: whole("runs", values.runs, 1),
    seconds: whole("seconds", values.seconds, 1),
    history: values.million ? 1_000_000 : whole("history", values.history, 0),
    profile: values.profile,
    json: values.json,
  }
}

const isPart = (text: string): text is Part => (PARTS as readonly string[]).includes(text)

function chainsOf(text: string): Options["chains"] {
  if (text !== "devnet" && text !== "node" && text !== "both") throw new Error(`There is no chain ${text}.\n${USAGE}`)
  const chains: Options["chains"] = text === "both" ? ["devnet", "node"] : [text]
  if (chains.includes("node") && !ckbNodeAvailable()) throw new Error("There is no ckb node here: set CKB_BIN.")
  return chains
}

function whole(name: string, text: string, least: number): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < least)
    throw new Error(`--${name} takes a whole number from ${least} on.\n${USAGE}`)
  return number
}
