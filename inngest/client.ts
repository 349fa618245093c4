import { Inngest } from "inngest"

/** The SDK reads `INNGEST_DEV`, `INNGEST_EVENT_KEY`, `INNGEST_SIGNING_KEY` and its other variables by itself. */
export const inngest = new Inngest({
  id: "micro-pay",
  // A job is one step: reporting it while the request is still open would save no round trip.
  checkpointing: false,
})
