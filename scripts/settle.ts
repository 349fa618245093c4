/** `npm run settle`: pays everybody who is owed enough, now. */
import { settle } from "@/lib/settlement/settle"
import { catchUp } from "@/lib/tracking/follow"
import { topUp } from "@/lib/withdrawal/top-up"
import { runWithContext, say } from "./command-context"

await runWithContext(async (ctx) => {
  await catchUp(ctx)
  const { settlements } = await settle(ctx)
  const { withdrawals } = await topUp(ctx)
  if (settlements.length > 0) say(`Sent ${plural("settlement", settlements)}.`)
  if (withdrawals.length > 0) say(`Sent ${plural("withdrawal", withdrawals)} to anyone-can-pay cells.`)
  if (settlements.length + withdrawals.length === 0) say("Nobody is owed enough for a payout.")
})

function plural(name: string, ids: bigint[]): string {
  return `${name}${ids.length === 1 ? "" : "s"} ${ids.join(", ")}`
}
