import { Inngest } from "inngest"
import { ownEnvironment } from "@/lib/config"
import { createLogger } from "@/lib/log"

const { INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = ownEnvironment()

/** The SDK reads `INNGEST_DEV` and its other variables by itself; the keys are no longer in the environment. */
export const inngest = new Inngest({
  id: "micro-pay",
  ...(INNGEST_EVENT_KEY && { eventKey: INNGEST_EVENT_KEY }),
  ...(INNGEST_SIGNING_KEY && { signingKey: INNGEST_SIGNING_KEY }),
  // A job is one step: reporting it while the request is still open would save no round trip.
  checkpointing: false,
  // What the jobs do is logged where they run; this is for what goes wrong between here and Inngest's server.
  logger: createLogger("warn"),
})
