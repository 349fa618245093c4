import { killAtEveryFailpoint } from "@/faults/crash"

// A part of `npm run test:faults`, for every day: the two verbs that sign, around what they make durable and what they
// send.
killAtEveryFailpoint("devnet", "pay and settle", ["asks again"], (failpoint) =>
  /^(transfer|settle)#.* (commit|send_transaction)$/.test(failpoint),
)
