import type { AuditResult } from "@/packages/audit/src"
import { FAULTS } from "@/packages/audit/src/faults"

/** What a check has found wrong, as `npm run audit` writes it to `fraud.json`. */
export function evidenceText(result: AuditResult, about: { address: string; platform: string; node: string }): string {
  const faults = result.faults.map((fault) => ({ ...fault, means: FAULTS[fault.code] }))
  const evidence = {
    ...about,
    audited_at: new Date().toISOString(),
    ...result,
    faults,
  }
  const asText = (_: string, part: unknown) => (typeof part === "bigint" ? part.toString() : part)
  return `${JSON.stringify(evidence, asText, 2)}\n`
}
