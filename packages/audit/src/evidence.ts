import { FAULTS } from "./faults"
import type { AuditResult } from "./types"

/** Whose word was checked, by which node, and for whom. */
export interface About {
  platform: string
  node: string
  address: string | undefined
}

/** What is in `fraud.json`: what an audit has found wrong, with what it goes by. */
export function evidenceText(result: AuditResult, about: About): string {
  const faults = result.faults.map((fault) => ({ ...fault, means: FAULTS[fault.code] }))
  return asJson({ ...about, audited_at: new Date().toISOString(), ...result, faults })
}

/** As a file has it; amounts are decimal texts. */
export function asJson(value: unknown): string {
  const asText = (_: string, part: unknown) => (typeof part === "bigint" ? part.toString() : part)
  return `${JSON.stringify(value, asText, 2)}\n`
}
