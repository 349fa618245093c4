import { Counter, Histogram, Registry } from "prom-client"
import { perProcess } from "./process"

/** What asking the node is told apart by: what it is asked for costs very different times. */
const NODE_CALLS = ["chain", "index", "send", "other"] as const
export type NodeCall = (typeof NODE_CALLS)[number]

/** Why the node gave no result: it did not answer, or it refused. */
const NODE_FAILURES = ["unreachable", "refused"] as const

/**
 * What has a gate of its own (`lib/http/gates.ts`). A flood of one kind leaves the others their places: whoever has
 * signed a payment gets it sent beside any number who only ask for one.
 */
export const GATES = ["prepare", "sign", "write"] as const
export type GateName = (typeof GATES)[number]

/** What came of sending a message to a webhook once. */
const ATTEMPT_OUTCOMES = ["delivered", "refused", "failed"] as const

/**
 * What this process counts of its own doing, since it began. Several instances add up; what the database knows is read
 * from there (`lib/figures`), and is the same at each.
 */
export const meters = () =>
  perProcess("meters", () => {
    const registers = [new Registry()]
    const httpLabels = ["method", "route", "status"] as const
    return {
      registry: registers[0] as Registry,
      httpRequests: new Counter({
        name: "micropay_http_requests_total",
        help: "Requests answered",
        labelNames: httpLabels,
        registers,
      }),
      httpSeconds: new Histogram({
        name: "micropay_http_request_duration_seconds",
        help: "Time to answer a request",
        labelNames: ["method", "route"] as const,
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        registers,
      }),
      refusals: zeroed(
        new Counter({
          name: "micropay_requests_refused_total",
          help: "Requests refused with 503 before any work, because as many were under way and waiting as have a place",
          labelNames: ["gate"] as const,
          registers,
        }),
        GATES.map((gate) => ({ gate })),
      ),
      nodeSeconds: new Histogram({
        name: "micropay_node_request_duration_seconds",
        help: "Time that the CKB node takes to answer, by what it is asked for",
        labelNames: ["class"] as const,
        buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        registers,
      }),
      nodeErrors: zeroed(
        new Counter({
          name: "micropay_node_errors_total",
          help: "Questions to the CKB node without a result: no answer, or a refusal",
          labelNames: ["class", "kind"] as const,
          registers,
        }),
        NODE_CALLS.flatMap((kind) => NODE_FAILURES.map((failure) => ({ class: kind, kind: failure }))),
      ),
      sends: zeroed(
        new Counter({
          name: "micropay_transaction_sends_total",
          help: "Signed transactions handed to the node, by whether it took them; each is sent until a block has it",
          labelNames: ["accepted"] as const,
          registers,
        }),
        [{ accepted: "true" }, { accepted: "false" }],
      ),
      sentSeconds: new Histogram({
        name: "micropay_transaction_sent_duration_seconds",
        help: "From the stored signature until the node has taken the transaction for the first time",
        buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1_800],
        registers,
      }),
      webhookAttempts: zeroed(
        new Counter({
          name: "micropay_webhook_attempts_total",
          help: "Messages sent to webhooks: delivered, refused by a status, or failed without an answer",
          labelNames: ["outcome"] as const,
          registers,
        }),
        ATTEMPT_OUTCOMES.map((outcome) => ({ outcome })),
      ),
      webhookSeconds: new Histogram({
        name: "micropay_webhook_attempt_duration_seconds",
        help: "Time that a webhook's server takes to answer",
        buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
        registers,
      }),
    }
  })

/** A counter that first appears with its first failure shows no rise: an alert upon it would miss that one. */
function zeroed<L extends string>(counter: Counter<L>, labels: Record<L, string>[]): Counter<L> {
  for (const each of labels) counter.inc(each, 0)
  return counter
}
