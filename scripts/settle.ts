/** `npm run settle [-- --reason "…"]`: pays everybody who is owed enough, now. */

import { parseArgs } from "node:util"
import { settleNow } from "@/lib/operator/settle-now"
import { catchUp } from "@/lib/tracking/follow"
import { runWithContext, say } from "./command-context"

const { values } = parseArgs({ options: { reason: { type: "string", default: "by npm run settle" } } })

await runWithContext(async (ctx) => {
  await catchUp(ctx)
  const { settlements, withdrawals } = await settleNow(ctx, values.reason)
  if (settlements.length > 0) say(`Sent ${plural("settlement", settlements)}.`)
  if (withdrawals.length > 0) say(`Sent ${plural("withdrawal", withdrawals)} to anyone-can-pay cells.`)
  if (settlements.length + withdrawals.length === 0) say("Nobody is owed enough for a payout.")
})

function plural(name: string, ids: bigint[]): string {
  return `${name}${ids.length === 1 ? "" : "s"} ${ids.join(", ")}`
}
