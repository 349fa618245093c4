import { playOn } from "@/faults/model/declare"

// A part of `npm run test:faults`, for every day: fifty random histories on the devnet, and fewer where the machine is
// too slow. The same each day, so that a red suite means that the code has changed; the full suite plays others each
// time.
playOn("devnet", 50, { seconds: 75, seed: 1 })
