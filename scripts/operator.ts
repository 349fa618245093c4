/**
 * The operator's commands. Each is written to the audit log with its reason.
 *
 *   npm run operator -- pause prepare|settlement|all --reason "…"
 *   npm run operator -- pauses
 *   npm run operator -- resume ID --reason "…"
 *   npm run operator -- end payment|settlement ID --reason "…"    ends a signed transaction that does not commit
 */
import { parseArgs } from "node:util"
import type { Context } from "@/lib/context"
import { endTransaction } from "@/lib/operator/end-transaction"
import { pauseByOperator, resume } from "@/lib/operator/pause"
import type { PauseScope } from "@/lib/pool/pause"
import { runCommand, say } from "./command-context"

const SCOPES: readonly PauseScope[] = ["prepare", "settlement", "all"]
const USAGE =
  'Say one of: pause prepare|settlement|all --reason "…"; pauses; resume ID --reason "…"; end payment|settlement ID --reason "…".'

const { positionals, values } = parseArgs({ allowPositionals: true, options: { reason: { type: "string" } } })

await runCommand(async (ctx) => {
  const [command, first, second] = positionals
  if (command === "pauses") return list(ctx)
  const actor = "command" as const
  const reason = values.reason?.trim() ?? ""
  if (reason === "") throw new Error(`Say why, with --reason "…": it goes into the audit log. ${USAGE}`)
  if (command === "pause") {
    const scope = SCOPES.find((known) => known === first)
    if (!scope) throw new Error(USAGE)
    await pauseByOperator(ctx, { scope, reason, actor })
    return say(`Paused: ${scope}. What is signed already goes on.`)
  }
  if (command === "resume") {
    await resume(ctx, { id: idOf(first), reason, actor })
    return say("Resumed. An alarm whose cause remains will pause again.")
  }
  if (command === "end" && (first === "payment" || first === "settlement")) {
    const id = idOf(second)
    const hash = await endTransaction(ctx, first === "payment" ? { paymentId: id } : { settlementId: id }, {
      reason,
      actor,
    })
    return say(`Sent ${hash}, which spends the platform's cell. The chain now decides which of the two commits.`)
  }
  throw new Error(USAGE)
})

async function list(ctx: Context): Promise<void> {
  const open = await ctx.db.pause.findMany({ where: { resolvedAt: null }, orderBy: { id: "asc" } })
  if (open.length === 0) say("Nothing is paused.")
  for (const { id, scope, reason, detail, createdAt } of open) {
    say(`${id}  ${scope}  since ${createdAt.toISOString()}  ${reason}: ${detail}`)
  }
}

function idOf(text: string | undefined): bigint {
  if (!text || !/^\d{1,18}$/.test(text)) throw new Error(USAGE)
  return BigInt(text)
}
