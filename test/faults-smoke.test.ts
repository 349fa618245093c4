import { killAtEveryArrow } from "@/faults/crash"

// A part of `npm run test:faults`, for every day: the two verbs that sign, at each of their arrows.
killAtEveryArrow("devnet", "pay and settle", ["asks again"], (arrow) => /^(transfer|settle)#/.test(arrow))
