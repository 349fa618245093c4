import { hash } from "node:crypto"
import { existsSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import { audit } from "./audit"
import { asJson, evidenceText } from "./evidence"
import { CannotCheck } from "./faults"
import { type Flags, readFlags, USAGE, UsageError } from "./flags"
import { OUTCOMES, outcomeOf, resultLine } from "./line"
import type { Progress } from "./progress"
import { chooseNode, platformAt, rpcAt } from "./reach"
import type { AuditResult } from "./types"

/** Where the command says things: what came of it, and everything else. */
export interface Out {
  result(line: string): void
  note(line: string): void
}

/** @returns the code that the process ends with: 0 covered, 1 something is wrong, 2 it could not be checked */
export async function runCommand(args: string[], out: Out): Promise<number> {
  try {
    const flags = readFlags(args)
    if (flags === "help") {
      out.result(USAGE.trimEnd())
      return OUTCOMES.covered
    }
    return await run(flags, out)
  } catch (error) {
    if (error instanceof UsageError) out.note(`${error.message}\n\n${USAGE.trimEnd()}`)
    else if (error instanceof CannotCheck) out.result(`not checked: ${error.message}`)
    else throw error
    return OUTCOMES.unchecked
  }
}

async function run(flags: Flags, out: Out): Promise<number> {
  const { address, epoch, seen } = flags
  const get = platformAt(flags.url, flags.cookie)
  const [receipts, before] = [await readReceipts(flags), await readSeen(seen)]
  const node = flags.node ? { url: flags.node.href, isPlatforms: false } : await chooseNode(flags.url, get)
  out.note(
    `asking the CKB node ${node.url}${node.isPlatforms ? ", which the platform has named: --node is another" : ""}`,
  )
  const result = await audit({
    ...{ get, rpc: rpcAt(node.url), receipts, onProgress: progressTo(out) },
    // Of Node itself, and several times as fast.
    sha256: (bytes) => hash("sha256", bytes, "buffer"),
    ...(address === undefined ? {} : { address }),
    ...(epoch === undefined ? {} : { epoch }),
    ...(before === undefined ? {} : { seen: before }),
  })
  await keep(flags, node.url, result, out)
  out.result(resultLine(result))
  return OUTCOMES[outcomeOf(result)]
}

async function keep({ url, address, seen, fraud }: Flags, node: string, result: AuditResult, out: Out): Promise<void> {
  const { faults, epoch } = result
  if (faults.length > 0) {
    await writeFile(fraud, evidenceText(result, { platform: url.href, node, address }))
    out.note(`the evidence is in ${fraud}`)
  } else if (seen !== undefined && epoch) await writeFile(seen, asJson(epoch))
}

async function readReceipts({ receipts }: Flags) {
  return Promise.all(receipts.map(async (name) => ({ name, receipt: await readJson("--receipt", name) })))
}

/** The first time there is none. */
async function readSeen(file: string | undefined): Promise<unknown> {
  return file !== undefined && existsSync(file) ? readJson("--seen", file) : undefined
}

/** @throws UsageError */
async function readJson(flag: string, file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"))
  } catch (error) {
    throw new UsageError(`${flag} ${file}: ${error instanceof Error ? error.message : error}`)
  }
}

const EVERY_MS = 1_000

/** A line when something else begins, and one a second. */
function progressTo(out: Out): (progress: Progress) => void {
  let [step, next] = ["", 0]
  return (progress) => {
    const now = performance.now()
    if (progress.step === step && now < next) return
    ;[step, next] = [progress.step, now + EVERY_MS]
    const { done, total } = progress
    out.note(`${step}: ${total === undefined ? done : `${Math.min(100, Math.floor((100 * done) / total))} %`}`)
  }
}
