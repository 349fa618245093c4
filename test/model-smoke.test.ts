import { playOn } from "@/faults/model/declare"

// A part of `npm run test:faults`, for every day: fifty random histories on the devnet, and fewer where the machine is too slow.
playOn("devnet", 50, 75)
