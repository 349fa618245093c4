import { Inngest } from "inngest"
import { createLogger } from "@/lib/log"

/** The SDK reads `INNGEST_DEV`, `INNGEST_EVENT_KEY`, `INNGEST_SIGNING_KEY` and its other variables by itself. */
export const inngest = new Inngest({
  id: "micro-pay",
  // A job is one step: reporting it while the request is still open would save no round trip.
  checkpointing: false,
  // What the jobs do is logged where they run; this is for what goes wrong between here and Inngest's server.
  logger: createLogger("warn"),
})
