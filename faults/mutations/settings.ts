import type { Mutation } from "./mutation"

const SESSION = "lib/db-session.ts"
const SESSION_TEST = "lib/db-session.test.ts"
const GRANTS = "scripts/postgres/grants.ts"
const GRANTS_TEST = "scripts/postgres/grants.test.ts"
const SCHEMA_TEST = "lib/schema-version.test.ts"
const COMMANDS_TEST = "scripts/command-settings.test.ts"

/** Guards around the money: what a process goes by, and what the database lets it do. */
export const settingMutations: Mutation[] = [
  {
    guard: "a session speaks UTC, whatever the URL and the database say",
    fault: 9,
    file: SESSION,
    find: `SET TIME ZONE 'UTC'; `,
    replace: "",
    red: { file: SESSION_TEST, test: "whatever the URL says, a session speaks UTC" },
  },
  {
    guard: "a session that stays in another zone is refused",
    fault: 9,
    file: SESSION,
    find: `  if (zone !== "UTC")`,
    replace: `  if (zone === "")`,
    red: { file: SESSION_TEST, test: "a session that stays in another zone is refused" },
  },
  {
    guard: "an older version signs nothing under a newer schema",
    fault: 12,
    file: "lib/schema-version.ts",
    find: "  if (row?.unknown !== false) throw new SchemaNewer()\n",
    replace: "  if (row === undefined) throw new SchemaNewer()\n",
    red: { file: SCHEMA_TEST, test: "a migration of a newer version stops signing" },
  },
  {
    guard: "a migration waits for signatures that are under way",
    fault: 12,
    file: "scripts/schema-adapter.ts",
    find: "[LOCK_OUT_SIGNERS + script]",
    replace: "[script]",
    red: { file: SCHEMA_TEST, test: "a signature that is under way is waited for by a migration" },
  },
  {
    guard: "a migration does not wait long for a lock",
    fault: 12,
    file: "scripts/schema-engine.ts",
    find: `    await client.query("SELECT set_config('lock_timeout', $1, false)", [\`\${lockTimeoutMs}\`])\n`,
    replace: "",
    red: { file: "scripts/migrate.test.ts", test: "gives up when it does not get its lock" },
  },
  {
    guard: "the server's role changes nothing of what only grows",
    fault: 12,
    file: GRANTS,
    find: `    await owner.query(\`REVOKE \${refuses} ON \${escapeIdentifier(name)} FROM \${server}\`)`,
    replace: "    void [name, refuses]",
    red: { file: GRANTS_TEST, test: "the server's role is refused" },
  },
  {
    guard: "the server's role is no superuser",
    fault: 12,
    file: GRANTS,
    find: "LOGIN NOSUPERUSER ",
    replace: "LOGIN SUPERUSER ",
    red: { file: GRANTS_TEST, test: "the server's role is refused" },
  },
  {
    guard: "a command with other limits than the running server's stops",
    fault: 7,
    file: "scripts/start/environment.ts",
    find: "  requireSameSettings(home, config)\n",
    replace: "",
    red: { file: COMMANDS_TEST, test: "a command with other limits names them and does nothing" },
  },
  {
    guard: "the file .env counts for commands",
    fault: 7,
    file: "scripts/start/environment.ts",
    find: "  loadSettings()\n",
    replace: "",
    red: { file: COMMANDS_TEST, test: "the file .env counts for every command" },
  },
  {
    guard: "an amount with two readings is not guessed",
    fault: 5,
    file: "lib/typed-amount.ts",
    find: `return { is: "question", readings: [asThousands, asFraction] }\n`,
    replace: `return { is: "amount", amount: asFraction }\n`,
    red: { file: "lib/typed-amount.test.ts", test: "is asked about, never guessed" },
  },
]
