/**
 * After an older backup was restored: takes in the platform's transactions that the chain has and the database lacks.
 *
 *   npm run adopt -- ids                         before anything is served: skips the numbers of the lost time
 *   npm run adopt                                lists them
 *   npm run adopt -- all|TX_HASH --reason "…"    takes them in; docs/operations.md says what that means
 */
import { parseArgs } from "node:util"
import type { Hex } from "@/lib/hex"
import { formatCkb } from "@/lib/money"
import { type Adopted, adoptTransaction } from "@/lib/operator/adopt-transaction"
import { unknownTransactions } from "@/lib/operator/unknown-transactions"
import { catchUp } from "@/lib/tracking/follow"
import { skipLostIds } from "@/lib/tracking/skip-lost-ids"
import { runWithContext, say } from "./command-context"

const { positionals, values } = parseArgs({ allowPositionals: true, options: { reason: { type: "string" } } })

await runWithContext(async (ctx) => {
  const [which] = positionals
  if (which === "ids") {
    await skipLostIds(ctx.db)
    return say("What is made from now on has numbers that are a million higher.")
  }
  await catchUp(ctx)
  const unknown = await unknownTransactions(ctx)
  if (which === undefined) {
    return say(unknown.length > 0 ? unknown.join("\n") : "Every transaction that spends a platform cell is known.")
  }
  const reason = values.reason?.trim() ?? ""
  if (reason === "") throw new Error('Say why, with --reason "…": it goes into the audit log.')
  // The alarm has done so, if there was one: it is not opened again while it is open in the backup.
  if (unknown.length > 0) await skipLostIds(ctx.db)
  for (const hash of which === "all" ? unknown : [hashOf(which)])
    explain(hash, await adoptTransaction(ctx, hash, reason))
  say("Now compare the books with the chain: npm run reconcile")
})

function explain(hash: Hex, { as, id, paid, capital }: Adopted): void {
  say(`${hash} is ${as.replace("_", " ")} ${id}.`)
  if (paid > 0n) say(`  It has paid ${formatCkb(paid)} CKB of what was owed.`)
  if (capital > 0n) say(`  ${formatCkb(capital)} CKB came in for which there is no payment: they are capital now.`)
  if (capital < 0n) say(`  ${formatCkb(-capital)} CKB went out for which there is no entry: capital is less by them.`)
}

function hashOf(text: string): Hex {
  if (!/^0x[0-9a-f]{64}$/.test(text)) throw new Error("Say `ids`, `all`, or a transaction hash: 0x and 64 hex digits.")
  return text as Hex
}
