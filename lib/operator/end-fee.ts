import { shannons } from "@/lib/money"

/**
 * shannons: what ending a transaction costs at most, said to the operator before. A transaction with one input and one
 * output of the platform's lock (351 bytes and 4 in a block) at `MAX_FEE_RATE`.
 */
export const END_FEE_AT_MOST = shannons(35_500n)
