import type { Mutation } from "./mutation"

const ACCESS = "lib/http/access.ts"
const STRANGERS = "app/api/strangers.test.ts"
const IDEMPOTENCY_TEST = "lib/http/idempotency.test.ts"

/** Guards of what strangers must not learn, take or be given. */
export const privacyMutations: Mutation[] = [
  {
    guard: "the commitment has a salt, so nobody finds out by trying who was paid",
    fault: 16,
    file: "lib/payment/prepare.ts",
    find: "    salt: toHex(salt),\n    senderLockHash",
    replace: "    salt: null,\n    senderLockHash",
    red: { file: "lib/payment/who-was-paid.test.ts", test: "is not found from the chain" },
  },
  {
    guard: "a salt brings no lines of its own into the commitment",
    fault: 16,
    file: "lib/commitment.ts",
    find: "salt !== null && !isSalt(salt)",
    replace: "false",
    red: { file: "lib/commitment.test.ts", test: "takes no salt that is longer" },
  },
  {
    guard: "the payer signs no commitment without a salt",
    fault: 16,
    file: "lib/review/payment.ts",
    find: `  mustMatch(isSalt(prepared.salt), "the commitment has no salt")\n`,
    replace: "",
    red: {
      file: "lib/review/payment.test.ts",
      test: "a commitment that everybody could guess, without a salt",
    },
  },
  {
    guard: "what a stranger is told of a sender's payments does not depend on whom they paid",
    fault: 16,
    file: "lib/payment/paid-before.ts",
    find: "mayRead ? tellAll",
    replace: "true ? tellAll",
    red: { file: "app/api/payment/paid-before.test.ts", test: "a stranger gets one answer whoever was paid" },
  },
  {
    guard: "a stranger is told of no payment that is not on the chain",
    fault: 16,
    file: "lib/payment/paid-before.ts",
    find: "if (committed_at)",
    replace: "if (committed_at || tx_hash)",
    red: { file: "app/api/payment/paid-before.test.ts", test: "a stranger hears nothing of what no block shows" },
  },
  {
    guard: "a share link opens its own payment",
    fault: 16,
    file: "lib/payment/share-key.ts",
    find: "timingSafeEqual(given, right)",
    replace: "timingSafeEqual(given, given)",
    red: { file: "app/api/payment/share.test.ts", test: "opens nothing else" },
  },
  {
    guard: "OPEN_READS opens reads only",
    fault: 16,
    file: ACCESS,
    find: "isRead(request) ? ctx.config.openReads : isDevnet",
    replace: "ctx.config.openReads",
    red: { file: STRANGERS, test: "opens reads and nothing else" },
  },
  {
    guard: "a payment is handed in by who has its secret or may read it",
    fault: 16,
    file: "lib/http/api/payment/submit.ts",
    find: `  access: "payer",\n  limit: "write",`,
    replace: `  access: "public",\n  limit: "write",`,
    red: { file: STRANGERS, test: "gets one answer for what is there" },
  },
  {
    guard: "a withdrawal is handed in by who may read it",
    fault: 16,
    file: "lib/http/api/withdrawal.ts",
    find: `  access: "withdrawer",\n  limit: "write",`,
    replace: `  access: "public",\n  limit: "write",`,
    red: { file: STRANGERS, test: "a withdrawal is handed in by its receiver" },
  },
  {
    guard: "the secret of a lost payment opens no other with its number, not even where reads are open",
    fault: 16,
    file: ACCESS,
    find: "if (secret && (await",
    replace: "if (secret && !(open && isDevnet) && (await",
    red: { file: STRANGERS, test: "a secret is looked at on the devnet too" },
  },
  {
    guard: "a pause does not say which alarm it is",
    fault: 16,
    file: "lib/pause.ts",
    find: `open.reason.startsWith("operator_") ? "operator" : "maintenance"`,
    replace: "open.reason",
    red: { file: STRANGERS, test: "hears that it is paused" },
  },
  {
    guard: "an idempotency key counts for its caller only",
    fault: 16,
    file: "lib/http/idempotency.ts",
    find: "[scope, await caller(), key]",
    replace: "[scope, key]",
    red: { file: IDEMPOTENCY_TEST, test: "who guesses key and body" },
  },
  {
    guard: "off the devnet an idempotency key cannot be guessed",
    fault: 16,
    file: "lib/http/idempotency-key.ts",
    find: `config.network !== "devnet" && !looksRandom(key)`,
    replace: "false",
    red: { file: IDEMPOTENCY_TEST, test: "off the devnet one that can be guessed is refused" },
  },
  {
    guard: "after the alarm of a restored backup no number of the lost time is given out again",
    fault: 6,
    file: "lib/tracking/apply-block.ts",
    find: "    if (isNew) await skipLostIds(db)\n",
    replace: "",
    red: { file: "lib/tracking/apply-block.test.ts", test: "makes all numbers jump" },
  },
]
