import { killAtEveryArrow } from "@/faults/crash"

// A part of `npm run test:faults`, for every day: the two verbs that sign, around what they make durable and what they
// send.
killAtEveryArrow("devnet", "pay and settle", ["asks again"], (arrow) =>
  /^(transfer|settle)#.* (commit|send_transaction)$/.test(arrow),
)
