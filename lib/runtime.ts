import { createChain } from "@/lib/chain/chain"
import { type Config, loadConfig } from "@/lib/config"
import type { Context } from "@/lib/context"
import { connectDatabase, type Db } from "@/lib/db"
import { checkDatabase } from "@/lib/db-session"
import { armFailpoint } from "@/lib/failpoint"
import { createLogger, type Logger } from "@/lib/log"
import { checkInstallation } from "./installation"

/**
 * Connections to the database that a process holds at most, by what they are for. A flood of requests takes none from
 * what follows the chain, and a job that runs for minutes none from either. They are opened when they are needed: of
 * several instances one has those of the loops.
 */
const CONNECTIONS = { requests: 10, loops: 4, jobs: 4 }

/** What goes on beside the requests. */
type Background = Exclude<keyof typeof CONNECTIONS, "requests">

/** What all of Next's bundles share: the pools of connections of a process. */
interface Shared extends Record<Background, Db> {
  config: Config
  log: Logger
  /** of the requests */
  db: Db
}

declare global {
  var microPayRuntime: { shared?: Shared; given?: Context } | undefined
}

/**
 * This bundle's context. Next loads the modules of `instrumentation.ts` apart from those of the routes, each class
 * twice. A chain that is made of one copy throws errors that `instanceof` in the other does not know, and a node that
 * is down would be an internal error. So the chain is the bundle's own, and costs each one question to the node.
 */
let context: Context | undefined
let creating: Promise<Context> | undefined

function holder(): NonNullable<typeof globalThis.microPayRuntime> {
  globalThis.microPayRuntime ??= {}
  return globalThis.microPayRuntime
}

/**
 * The context of this process: made at the first call, checked against the database's installation, then kept. A
 * failure is not kept: the next call tries again, so that a node or a database that comes up later is found.
 *
 * @throws ConfigError when the configuration, the node's network or the database's installation cannot work; ChainError
 *   or the driver's error while the node or the database cannot be reached
 */
export async function getContext(): Promise<Context> {
  const known = knownContext()
  if (known) return known
  creating ??= createContext().finally(() => {
    creating = undefined
  })
  return creating
}

/** The same context with connections of its own, for what must go on however many requests there are. */
export async function getBackgroundContext(work: Background): Promise<Context> {
  const ctx = await getContext()
  return holder().given ?? { ...ctx, db: openShared()[work] }
}

/**
 * The context if this bundle has one already; otherwise it is made in the background. For what a page can do without: a
 * node that is down must not hold the page up.
 */
export function peekContext(): Context | undefined {
  const known = knownContext()
  if (!known) void getContext().catch(() => {})
  return known
}

/** What this process was configured with, for pages that must be drawn while the node or the database is down. */
export function getConfig(): Config {
  return holder().given?.config ?? openShared().config
}

function knownContext(): Context | undefined {
  const { given, shared } = holder()
  // Another bundle may have closed what this one's context was made of.
  return given ?? (context?.db === shared?.db ? context : undefined)
}

/** Closes the connections; the next `getContext` makes new ones. */
export async function closeContext(): Promise<void> {
  await creating?.catch(() => {})
  const { shared } = holder()
  holder().shared = undefined
  context = undefined
  await Promise.all([shared?.db, shared?.loops, shared?.jobs].map((db) => db?.$disconnect()))
}

/**
 * For tests only: the context that `getContext` returns from now on; undefined ends that. The test closes its own
 * connections.
 */
export function setContext(given: Context | undefined): void {
  holder().given = given
}

async function createContext(): Promise<Context> {
  const shared = openShared()
  await checkDatabase(shared.config.databaseUrl.reveal())
  const chain = await createChain(shared.config)
  // Requests and jobs say who acts.
  const { config, log, db } = shared
  const created: Context = { config, log, db, chain, actor: { kind: "nobody" } }
  await checkInstallation(created)
  context = created
  return created
}

/** Opens no connection yet: a pool connects when it is asked for the first time. */
function openShared(): Shared {
  const runtime = holder()
  if (!runtime.shared) {
    const config = loadConfig()
    if (config.failpoint) armFailpoint(config.failpoint)
    const connect = (purpose: keyof typeof CONNECTIONS) =>
      connectDatabase(config.databaseUrl.reveal(), CONNECTIONS[purpose])
    const log = createLogger(config.logLevel)
    runtime.shared = { config, log, db: connect("requests"), loops: connect("loops"), jobs: connect("jobs") }
  }
  return runtime.shared
}
