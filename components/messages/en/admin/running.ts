import type { RunNowStatus, RunStatus } from "@/lib/jobs/types"
import type { PauseScope } from "@/lib/pause-scopes"

export const running = {
  confirm: {
    type: (number: string) => `Type ${number} to confirm`,
    notTyped: (number: string) => `This is not ${number}.`,
    reason: "Reason",
    reasonHint: "Goes into the audit log.",
    noReason: "Say why.",
  },
  plan: {
    preview: "Preview",
    title: "What would be signed",
    inputs: (count: number) => (count === 1 ? "1 cell goes in" : `${count} cells go in`),
    outputs: (count: number) => (count === 1 ? "1 cell comes out" : `${count} cells come out`),
    payout: "Leaves for the address",
    cost: "Network fee",
    shannons: (amount: string) => `${amount} shannons`,
    hash: "Transaction hash",
  },
  search: {
    label: "Number, transaction hash or address",
    submit: "Search",
    clear: "Clear",
    status: "Show",
    all: "All",
    nothing: "Nothing matches.",
  },
  pauses: {
    title: "Running or paused",
    running: "Running",
    nothing: "Payments and payouts go on.",
    stopped: {
      prepare: "New payments are paused",
      settlement: "Payouts and withdrawals are paused",
      all: "New payments, payouts and withdrawals are paused",
    } satisfies Record<PauseScope, string>,
    pause: {
      prepare: "Pause payments",
      settlement: "Pause payouts",
      all: "Pause everything",
    } satisfies Record<PauseScope, string>,
    effect: {
      prepare: "Nobody can begin a payment until you resume. What is signed goes on, and no money moves by this.",
      settlement: "Nobody is paid out and nobody can withdraw until you resume. What is signed goes on.",
      all: "No payment begins and nobody is paid out until you resume. What is signed goes on.",
    } satisfies Record<PauseScope, string>,
    resume: "Resume",
    resumeEffect: "It goes on at once. An alarm whose cause remains will pause again.",
  },
  jobs: {
    title: "Jobs",
    caption: "Background jobs",
    columns: {
      id: "Job",
      schedule: "Schedule",
      last: "Last run",
      status: "Result",
      duration: "Duration",
      next: "Next run",
      run: "Action",
    },
    statuses: {
      ok: "OK",
      running: "Running",
      failed: "Failed",
    } satisfies Record<RunStatus, string>,
    never: "Not yet",
    duration: (ms: number) => (ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`),
    runNow: "Run now",
    runJob: (job: string) => `Run ${job} now`,
    outcomes: {
      ok: "Done.",
      busy: "It is running already.",
      failed: "Failed; see the result.",
    } satisfies Record<RunNowStatus, string>,
    empty: "No job is registered.",
  },
}
