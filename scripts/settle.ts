/** `npm run settle`: pays everybody who is owed enough, now. */
import { settle } from "@/lib/settlement/settle"
import { followChain } from "@/lib/tracking/follow"
import { runCommand, say } from "./command-context"

await runCommand(async (ctx) => {
  while ((await followChain(ctx)).blocks > 0);
  const { settlements } = await settle(ctx)
  say(
    settlements.length === 0
      ? "Nobody is owed enough for a payout."
      : `Sent ${settlements.length === 1 ? "settlement" : "settlements"} ${settlements.join(", ")}.`,
  )
})
