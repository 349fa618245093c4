import type { Mutation } from "./mutation"

const VERIFY = "lib/proof/verify.ts"
const RED = "lib/proof/verify.test.ts"

/** Guards of what a receipt proves, whoever shows it and whichever node is asked. */
export const receiptMutations: Mutation[] = [
  {
    guard: "a receipt's transaction is the one whose hash it names, whatever the node shows",
    fault: 2,
    file: VERIFY,
    find: "return hash === txHash ? tx : undefined",
    replace: "return hash ? tx : undefined",
    red: { file: RED, test: "does not hold when a node" },
  },
  {
    guard: "a receipt says what the transaction commits to",
    fault: 16,
    file: VERIFY,
    find: "if (tx.witnesses[tx.inputs.length] !== commitmentOf(receipt))",
    replace: "if (tx.witnesses[tx.inputs.length] === undefined)",
    red: { file: RED, test: "does not hold when this is changed" },
  },
  {
    guard: "a receipt's commitment is signed by the platform that it names",
    fault: 16,
    file: "lib/proof/signature.ts",
    find: "extra) === lock.args)",
    replace: "extra) !== undefined)",
    red: { file: RED, test: "the platform, for one that has not signed" },
  },
  {
    guard: "the platform took in what a receipt shares out",
    fault: 16,
    file: VERIFY,
    find: "return amount === sumOfShares(receipt) ?",
    replace: "return amount !== undefined ?",
    red: { file: RED, test: "the platform, for the sender" },
  },
  {
    guard: "a receipt's block is the one whose hash the node names",
    fault: 2,
    file: VERIFY,
    find: "bytes?.length !== HEADER.bytes || !isHashOf(blockHash, bytes)",
    replace: "bytes?.length !== HEADER.bytes",
    red: { file: RED, test: "shows another block" },
  },
  {
    guard: "a receipt has no share of zero, which no commitment names",
    fault: 16,
    file: "lib/proof/receipt.ts",
    find: "amount > 0n &&",
    replace: "",
    also: { find: "/^[1-9]\\d{0,18}$/", replace: "/^\\d{1,19}$/" },
    red: { file: "lib/proof/receipt.test.ts", test: "a share of zero, which no commitment names" },
  },
  {
    guard: "pages but the one that checks receipts talk to no other server",
    fault: 16,
    file: "proxy.ts",
    find: "asksAnyNode: ASKS_ANY_NODE.test(pathname)",
    replace: "asksAnyNode: true",
    red: { file: "lib/http/content-security-policy.test.ts", test: "talk to any node: %s" },
  },
]
