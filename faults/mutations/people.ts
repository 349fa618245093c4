import type { Mutation } from "./mutation"

const LOGIN_TEST = "lib/http/login.test.ts"
const FOUR_EYES = "lib/operator/four-eyes.ts"
const FOUR_EYES_TEST = "lib/operator/four-eyes.test.ts"
const STORE = "lib/session/store.ts"
const OPERATOR = "lib/http/operator.ts"
const SECOND_FACTOR = "lib/operator/account/second-factor.ts"

/** Guards of who may do what, and of how they show who they are. */
export const peopleMutations: Mutation[] = [
  {
    guard: "nobody confirms their own proposal",
    fault: 17,
    file: FOUR_EYES,
    find: ` AND actor <> \${by} AND expires_at`,
    replace: ` AND expires_at`,
    red: { file: FOUR_EYES_TEST, test: "another person confirms it, once" },
  },
  {
    guard: "a sum in pieces counts as a whole, also of pieces at once",
    fault: 17,
    file: FOUR_EYES,
    find: "(row?.alone ?? 0n) + decision.amount",
    replace: "decision.amount",
    red: { file: FOUR_EYES_TEST, test: "cutting a sum into pieces" },
  },
  {
    guard: "a proposal is confirmed once",
    fault: 17,
    file: "prisma/migrations/20261129071000_approvals_end/migration.sql",
    find: `    OR OLD."confirmed_at" IS NOT NULL OR OLD."withdrawn_at" IS NOT NULL)`,
    replace: "    )",
    red: { file: FOUR_EYES_TEST, test: "the database holds it too" },
  },
  {
    guard: "who may no longer approve has no word in a proposal",
    fault: 17,
    file: FOUR_EYES,
    find: `AND 'approve' = ANY (o.roles)`,
    replace: "",
    red: { file: FOUR_EYES_TEST, test: "a proposal ends" },
  },
  {
    guard: "an operator does what the role allows",
    fault: 17,
    file: OPERATOR,
    find: "  if (!operator.roles.includes(role))\n",
    replace: "  if (!operator.roles.includes(role) && role === undefined)\n",
    red: { file: LOGIN_TEST, test: "may do what the roles say" },
  },
  {
    guard: "HTTP Basic only reads off the devnet",
    fault: 17,
    file: OPERATOR,
    find: `  if (operator.by === "basic")\n`,
    replace: `  if (operator.by === "basic" && role === undefined)\n`,
    red: { file: LOGIN_TEST, test: "HTTP Basic only reads" },
  },
  {
    guard: "what moves money needs the second factor off the devnet",
    fault: 17,
    file: OPERATOR,
    find: `  if (role !== "look" && !operator.secondFactor)\n`,
    replace: `  if (role !== "look" && operator.secondFactor === undefined)\n`,
    red: { file: LOGIN_TEST, test: "HTTP Basic only reads" },
  },
  {
    guard: "a code counts once",
    fault: 17,
    file: SECOND_FACTOR,
    find: ` AND (totp_step IS NULL OR totp_step < \${step})`,
    replace: "",
    red: { file: LOGIN_TEST, test: "each code counts once" },
  },
  {
    guard: "the second factor is set up only while the machine has opened it",
    fault: 17,
    file: SECOND_FACTOR,
    find: `    WHERE name = \${name} AND totp_secret IS NULL AND enrol_until > now()\``,
    replace: `    WHERE name = \${name} AND totp_secret IS NULL\``,
    red: { file: LOGIN_TEST, test: "each code counts once" },
  },
  {
    guard: "a session ends with a new password",
    fault: 17,
    file: STORE,
    find: ` AND o.password_version = s.password_version`,
    replace: "",
    red: { file: "lib/http/operator-session.test.ts" },
  },
  {
    guard: "a session ends when its operator is disabled",
    fault: 17,
    file: STORE,
    find: `AND o.disabled_at IS NULL`,
    replace: "",
    red: { file: "lib/http/operator-session.test.ts" },
  },
  {
    guard: "each kind of cookie has a key of its own",
    fault: 17,
    file: "lib/session/installation-key.ts",
    find: `\`micro-pay \${purpose}\``,
    replace: `"micro-pay"`,
    red: { file: "lib/http/operator.test.ts", test: "says nothing about the password" },
  },
  {
    guard: "an approval ends",
    fault: 17,
    file: "lib/settlement/limits.ts",
    find: `AND a.expires_at > now() AND a.withdrawn_at IS NULL`,
    replace: "",
    red: { file: "lib/settlement/limits.test.ts", test: "use an approval only within seven days" },
  },
  {
    guard: "a known device is not counted with strangers",
    fault: 13,
    file: "lib/http/login-limit.ts",
    find: "device === undefined ? { limiter: byAddress, key: address } : { limiter: byDevice, key: device }",
    replace: "{ limiter: byAddress, key: address ?? byDevice }",
    red: { file: "lib/http/login-limit.test.ts", test: "the device is bound" },
  },
]
