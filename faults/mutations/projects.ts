import type { Mutation } from "./mutation"

const DELIVER = "lib/webhook/deliver.ts"
const DELIVER_TEST = "lib/webhook/deliver.test.ts"
const KEY_TEST = "app/api/key.test.ts"
const KEYS_TEST = "lib/project/keys.test.ts"

/** Guards of what programs may do, and of what their servers are told. */
export const projectMutations: Mutation[] = [
  {
    guard: "a key sees its own project's objects",
    fault: 16,
    file: "lib/http/access.ts",
    find: "if (!(await isProjects(ctx, holder.projectId, input)))",
    replace: "if (!(await isProjects(ctx, holder.projectId, input)) && false)",
    red: { file: KEY_TEST, test: "opens what its scope says" },
  },
  {
    guard: "a key does what its scopes say",
    fault: 16,
    file: "lib/http/access.ts",
    find: "    requireScope(holder, key)\n",
    replace: "",
    red: { file: KEY_TEST, test: "opens what its scope says" },
  },
  {
    guard: "a webhook is managed by its project's owner",
    fault: 16,
    file: "lib/webhook/manage.ts",
    find: "{ id, project: { ownerLockHash: fromHex(lockHash) } }",
    replace: "{ id, ...(lockHash ? {} : { projectId: 0n }) }",
    red: { file: "app/api/developer.test.ts", test: "is its owner's" },
  },
  {
    guard: "a key that was revoked opens nothing",
    fault: 16,
    file: "lib/project/authenticate.ts",
    find: `if (row.state !== "works")`,
    replace: `if (row.state === "expired")`,
    red: { file: KEYS_TEST, test: "works until it is revoked" },
  },
  {
    guard: "a publishable key works on its own pages",
    fault: 16,
    file: "lib/project/authenticate.ts",
    find: "(origin === null || !row.origins.includes(origin))",
    replace: "(origin === null)",
    red: { file: KEYS_TEST, test: "for pages works on its own pages" },
  },
  {
    guard: "who reads a page's key cannot pay themselves in the project's name",
    fault: 16,
    file: "lib/payment/prepare.ts",
    find: "ctx.actor.isAnybody && !input.link",
    replace: "ctx.actor.isAnybody && input.amount < 0n",
    red: { file: "app/api/key.test.ts", test: "pays through links alone" },
  },
  {
    guard: "a payment through a link is the link's project's",
    fault: 16,
    file: "prisma/migrations/20261130060020_project_payments/migration.sql",
    find: `  SELECT "project_id" INTO NEW."project_id" FROM "payment_link" WHERE "id" = NEW."link_id";\n`,
    replace: "",
    red: { file: "app/api/order.test.ts", test: "bring payments that are the project's" },
  },
  {
    guard: "what happens to one object is told in order",
    fault: 7,
    file: DELIVER,
    find: "AND e.object_id = d.object_id AND e.status = 'pending' AND e.id < d.id)",
    replace: "AND e.object_id = d.object_id AND e.status = 'pending' AND e.id < d.id AND false)",
    red: { file: DELIVER_TEST, test: "what comes after waits" },
  },
  {
    guard: "a delivery that is under way is nobody else's",
    fault: 7,
    file: DELIVER,
    find: `due_at = now() + \${LEASE_SECONDS} * interval '1 second'\n    FROM due`,
    replace: `due_at = now() - \${LEASE_SECONDS} * interval '1 second'\n    FROM due`,
    red: { file: DELIVER_TEST, test: "once from however many instances" },
  },
  {
    guard: "events are handed on up to where somebody may still write",
    fault: 7,
    file: "lib/webhook/fan-out.ts",
    find: `AND id <= \${horizon} ORDER BY`,
    replace: `AND \${horizon}::bigint > 0 ORDER BY`,
    red: { file: DELIVER_TEST, test: "also where it commits later" },
  },
  {
    guard: "no private address is called",
    fault: 16,
    file: "lib/webhook/call.ts",
    find: "const agent = isHttps ? new RequestFilteringHttpsAgent(options) : new RequestFilteringHttpAgent(options)",
    replace: "const agent = options ? undefined : new RequestFilteringHttpAgent(options)",
    red: { file: "lib/webhook/call.test.ts", test: "to no address like" },
  },
]
