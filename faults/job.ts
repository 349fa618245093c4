import { z } from "zod"
import { type ScenarioName, scenarios } from "./scenarios/list"

const key = z.templateLiteral(["0x", z.string()])

/** What the process that is killed is told on its command line. */
export const jobSchema = z.object({
  scenario: z.enum(Object.keys(scenarios) as ScenarioName[]),
  senderKey: key,
  receiverKey: key,
  /** Milliseconds by which this process believes to be later than it is */
  clockMs: z.number().optional(),
})
export type Job = z.infer<typeof jobSchema>
