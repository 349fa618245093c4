import type { Mutation } from "./mutation"

const WITNESS = "lib/chain/sent-witness.ts"
const WITNESS_TEST = "lib/chain/sent-witness.test.ts"

/** Guards between strangers' requests and what they would cost, or get signed. */
export const httpMutations: Mutation[] = [
  {
    guard: "only the co-signer's witness may differ from what was prepared",
    fault: 12,
    file: WITNESS,
    find: "  if (sent.equals(expected)) return",
    replace: "  if (sent.length === expected.length) return",
    red: { file: WITNESS_TEST, test: "and any other difference is refused" },
  },
  {
    guard: "what is longer than the stored transaction is not even decoded",
    fault: 13,
    file: WITNESS,
    find: "  if (rawTx.length > 2 + 2 * unsignedTx.length)",
    replace: "  if (rawTx.length > 1_024_002)",
    red: { file: WITNESS_TEST, test: "which may be any that is not longer than its placeholder" },
  },
  {
    guard: "what is sent is compared before anything else is done",
    fault: 13,
    file: "lib/chain/witness.ts",
    find: "  return putWitness(chain, stored, sentWitness(stored.unsignedTx, rawTx))\n",
    replace:
      "  await stored.rulesFor(undefined as never, undefined as never)\n  return putWitness(chain, stored, sentWitness(stored.unsignedTx, rawTx))\n",
    red: { file: WITNESS_TEST, test: "nor is what has the right length" },
  },
  {
    guard: "this server lists the platform's own cells for strangers, and nobody else's",
    fault: 13,
    file: "lib/http/own-cells.ts",
    find: "  if (lockHash !== chain.platform.lockHash)\n",
    replace: "  if (lockHash !== chain.platform.lockHash && method === undefined)\n",
    red: { file: "app/api/rpc.test.ts", test: "of the platform's cells and of nobody else's" },
  },
  {
    guard: "the instances count a network's calls together",
    fault: 13,
    file: "lib/http/shared-counts.ts",
    find: "        count.elsewhere = Math.max(0, (known.get(key)?.hits ?? 0) - count.told)\n",
    replace: "",
    red: { file: "lib/http/shared-counts.test.ts", test: "which know of each other's within a second or two" },
  },
  {
    guard: "a payment has a bounded number of streams",
    fault: 13,
    file: "lib/http/stream-places.ts",
    find: "places: OF_A_PAYMENT,",
    replace: "places: Number.POSITIVE_INFINITY,",
    red: { file: "lib/http/payment-events.test.ts", test: "are eight for a payment" },
  },
  {
    guard: "readiness is looked at once a second, however many ask",
    fault: 13,
    file: "lib/http/cached.ts",
    find: "  if (known && performance.now() < known.until)",
    replace: "  if (known && performance.now() < 0)",
    red: { file: "app/api/service.test.ts", test: "readiness and metrics are looked at once a second" },
  },
  {
    guard: "one IPv6 network has one limit",
    fault: 13,
    file: "lib/http/client-address.ts",
    find: '.slice(0, 4).join(":")',
    replace: '.join(":")',
    red: { file: "lib/http/client-address.test.ts", test: "one client has one name" },
  },
  {
    guard: "what a browser calls another site is refused, wherever it says to come from",
    fault: 12,
    file: "lib/http/origin.ts",
    find: "  if (isForeign || (page !== null",
    replace: "  if ((page !== null",
    red: { file: "lib/http/origin.test.ts", test: "another site's page is refused" },
  },
  {
    guard: "a network has a bounded number of open prepares",
    fault: 13,
    file: "lib/payment/open-prepares.ts",
    find: "  if (!row || (row.open < OPEN_OF_A_NETWORK &&",
    replace: "  if (!row || (row.open >= 0 &&",
    red: { file: "lib/payment/open-prepares.test.ts", test: "so the 201st is refused" },
  },
]
