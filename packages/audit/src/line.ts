import { formatCkb } from "@/lib/money"
import { FAULTS, UNCHECKED } from "./faults"
import type { AuditResult } from "./types"

/** What came of an audit, and the code that a command ends with. */
export const OUTCOMES = { covered: 0, wrong: 1, unchecked: 2 } as const
export type Outcome = keyof typeof OUTCOMES

/** Something wrong weighs more than something that could not be looked at. */
export function outcomeOf({ faults, unchecked, epoch }: AuditResult): Outcome {
  if (faults.length > 0) return "wrong"
  return unchecked.length > 0 || !epoch ? "unchecked" : "covered"
}

/** `covered: 41.58 owed, 2,321.68 held, block 12,345`, or what is wrong, or what could not be checked. In CKB. */
export function resultLine(result: AuditResult): string {
  const { epoch, faults, unchecked, yours } = result
  const outcome = outcomeOf(result)
  if (outcome === "wrong") return `wrong: ${listed(faults, FAULTS)}`
  if (outcome === "unchecked" || !epoch) return `not checked: ${listed(unchecked, UNCHECKED)}`
  const parts = [
    `covered: ${ckb(epoch.owed)} owed, ${ckb(epoch.held)} held, block ${grouped(`${epoch.block_number}`)}`,
    ...(yours ? [`yours: ${ckb(yours.owed)} owed, ${ckb(yours.byChain)} by the chain${refunded(yours.refunded)}`] : []),
    ...waiting(result),
  ]
  return parts.join("; ")
}

/** Each hour one is put on the chain; those before it hang on it. */
function waiting({ isAnchored, anchored }: AuditResult): string[] {
  if (isAnchored) return []
  return [
    `waits for its anchor${anchored ? `; that of block ${grouped(`${anchored.block_number}`)} is right, too` : ""}`,
  ]
}

function refunded(amount: bigint): string {
  return amount === 0n ? "" : ` after ${ckb(amount)} that the platform says you refunded`
}

/** Each kind once. */
function listed<C extends string>(found: readonly { code: C; detail?: string }[], meanings: Record<C, string>): string {
  const byCode = new Map(found.map((one) => [one.code, one]))
  return [...byCode.values()]
    .map(({ code, detail }) => `${code}, ${meanings[code]}${detail === undefined ? "" : ` (${detail})`}`)
    .join("; ")
}

function ckb(shannons: string | bigint): string {
  const [whole = "0", ...fraction] = formatCkb(BigInt(shannons)).split(".")
  return [grouped(whole), ...fraction].join(".")
}

/** With commas between thousands. */
function grouped(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ",")
}
