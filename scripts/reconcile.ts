/** `npm run reconcile`: adds up all the books, and compares them with the chain. Exit code 1 at any difference. */

import { formatCkb } from "@/lib/money"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { runWithContext, say } from "./command-context"

await runWithContext(async (ctx) => {
  const { ok, block, pool, owed } = await reconcile(ctx, { full: true })
  say(
    ok
      ? `The pool holds exactly what the books say, as of block ${block.number}.`
      : `The books and the chain differ, as of block ${block.number}.`,
  )
  say(
    `Pool: ${formatCkb(pool.chain)} CKB on chain, ${formatCkb(pool.ledger)} in the books, difference ${pool.difference} shannons.`,
  )
  say(
    `Owed: ${formatCkb(owed.entries)} CKB in entries, ${formatCkb(owed.ledger)} in the books, difference ${owed.difference} shannons.`,
  )
  if (!ok) process.exitCode = 1
})
