import type { Mutation } from "./mutation"

const REWARDS_TEST = "test/rewards.test.ts"
const VERIFY_BLOCK_TEST = "lib/chain/verify-block.test.ts"
const VERIFY = "lib/chain/verify-block.ts"
const LIAR = "faults/liar.test.ts"
const BRANCH = "lib/chain/branch.test.ts"

/** Guards against a node that lies, and against what no node would take. */
export const nodeMutations: Mutation[] = [
  {
    guard: "a transaction in a block has the hash that it claims",
    fault: 2,
    file: VERIFY,
    find: "    if (toHex(hash) === tx.hash) return",
    replace: "    if (hash) return",
    red: { file: VERIFY_BLOCK_TEST, test: "with another hash of a transaction" },
  },
  {
    guard: "a block holds the transactions that its header was made for",
    fault: 2,
    file: VERIFY,
    find: "  if (toHex(ckbHash(merkleRoot(hashes), merkleRoot(witnessHashes))) !== header.transactions_root)",
    replace: "  if (hashes.length > 1e9)",
    red: { file: VERIFY_BLOCK_TEST, test: "without a transaction" },
  },
  {
    guard: "a header has the hash that it claims",
    fault: 2,
    file: VERIFY,
    find: "  if (hashOf(header) !== header.hash)",
    replace: "  if (!header.hash)",
    red: { file: VERIFY_BLOCK_TEST, test: "with another parent" },
  },
  {
    guard: "a block is recomputed before it is taken in",
    fault: 2,
    file: "lib/chain/blocks.ts",
    find: "  verifyBlock(block)\n",
    replace: "",
    red: { file: LIAR, test: "drops the outputs of a payment" },
  },
  {
    guard: "only one way of writing a transaction has its hash",
    fault: 2,
    file: "lib/chain/molecule.ts",
    find: "/^0x(?:[0-9a-f]{2})*$/.test(hex)",
    replace: "/^0x(?:[0-9a-f]{2})*$/i.test(hex)",
    red: { file: LIAR, test: "writes the platform's lock in capitals" },
  },
  {
    guard: "a block has the work in it that the chain wants",
    fault: 2,
    file: VERIFY,
    find: "hasWork(work, after) ? undefined",
    replace: "hasWork(work, after) || true ? undefined",
    red: { file: BRANCH, test: "a block without work is not taken in" },
  },
  {
    guard: "a target is as hard as the block before allows",
    fault: 2,
    file: "lib/chain/work.ts",
    find: "    return before.compact_target === after.compact_target ? undefined",
    replace: "    return before.compact_target ? undefined",
    red: { file: "lib/chain/work.test.ts", test: "with an easier target in the same epoch" },
  },
  {
    guard: "what is known is taken back for a branch with work only",
    fault: 2,
    file: "lib/tracking/follow.ts",
    find: "      await proveBranch(ctx.chain, await newestBlocks(ctx))\n",
    replace: "",
    red: { file: BRANCH, test: "what is known is not taken back" },
  },
  {
    guard: "what is adopted is the transaction that was asked for",
    fault: 2,
    file: "lib/chain/committed.ts",
    find: "  verifyTransaction(transaction, hash)\n",
    replace: "",
    red: { file: LIAR, test: "shows another transaction to who adopts one" },
  },
  {
    guard: "nothing is final while the second node has another block",
    fault: 2,
    file: "lib/tracking/final.ts",
    find: "  if (answer.get(buried) === known.get(buried)) return buried",
    replace: "  if (answer) return buried",
    red: { file: LIAR, test: "confirms nothing, pays nobody" },
  },
  {
    guard: "nothing is final while the second node does not answer",
    fault: 2,
    file: "lib/tracking/final.ts",
    find: "  if (!answer) return NOTHING",
    replace: "  if (!answer) return buried",
    red: { file: LIAR, test: "is believed, but not while the second one is down" },
  },
  {
    guard: "settlement is paused when nobody has compared the books for a quarter of an hour",
    fault: 2,
    file: "lib/reconciliation/overdue.ts",
    find: "row.minutes < OVERDUE_MINUTES",
    replace: "row.minutes < 1e9",
    red: { file: "lib/reconciliation/overdue.test.ts", test: "settlement is paused when" },
  },
  {
    guard: "a sender's block reward is not spent before a node lets it be",
    fault: 3,
    file: "lib/chain/cells.ts",
    find: "yield page.filter(({ maturesAt }) => maturesAt === undefined)",
    replace: "yield page",
    red: { file: REWARDS_TEST, test: "are not offered" },
  },
  {
    guard: "the platform's block reward is not spent before a node lets it be",
    fault: 3,
    file: "lib/tracking/mature.ts",
    find: "  if (!cell.isReward) return null",
    replace: "  if (cell) return null",
    red: { file: REWARDS_TEST, test: "are in the pool from the first boot on" },
  },
  {
    guard: "a reorganisation keeps a reward back again",
    fault: 4,
    file: "lib/tracking/roll-back-block.ts",
    find: "      await unfreeMature(db, tip.number)\n",
    replace: "",
    red: { file: REWARDS_TEST, test: "are in the pool from the first boot on" },
  },
]
