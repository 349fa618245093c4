import { AsyncLocalStorage } from "node:async_hooks"
import { appendFileSync } from "node:fs"
import type { SqlDriverAdapterFactory, SqlQueryable } from "@prisma/driver-adapter-utils"

/**
 * Where a process can die between two effects: before and after each call of the node and each commit of the database.
 * A failpoint has a name by itself (the verb, its ordinal within the verb, the side, what), so that a new call is a new
 * case. Nothing here does anything until a process arms it; configuration refuses that off the devnet.
 */
type Armed = { record: string } | { kill: string }

interface State {
  armed: Armed | undefined
  verbs: AsyncLocalStorage<string>
  passed: Map<string, number>
}

declare global {
  /** One for the process: Next bundles each route by itself, and this module with it. */
  var microPayFailpoint: State | undefined
}

globalThis.microPayFailpoint ??= { armed: undefined, verbs: new AsyncLocalStorage(), passed: new Map() }
const state = globalThis.microPayFailpoint

/**
 * @param spec `record:FILE` appends the name of each failpoint to a file, one a line; anything else is the name of the
 *   failpoint at which the process kills itself, with its ordinal or, for the first one of that name, without
 */
export function armFailpoint(spec: string): void {
  state.armed = spec.startsWith("record:") ? { record: spec.slice("record:".length) } : { kill: spec }
}

/** Names the failpoints that `work` passes. Outside of it there are none. */
export function inVerb<T>(name: string, work: () => Promise<T>): Promise<T> {
  return state.armed ? state.verbs.run(name, work) : work()
}

/** Does `effect` between two failpoints. */
export async function betweenFailpoints<T>(what: string, effect: () => Promise<T>): Promise<T> {
  const verb = state.armed && state.verbs.getStore()
  if (!verb) return effect()
  const ordinal = (state.passed.get(verb) ?? 0) + 1
  state.passed.set(verb, ordinal)
  passFailpoint(`${verb}#${ordinal} before ${what}`)
  const result = await effect()
  passFailpoint(`${verb}#${ordinal} after ${what}`)
  return result
}

function passFailpoint(name: string): void {
  const { armed } = state
  if (!armed) return
  if ("record" in armed) appendFileSync(armed.record, `${name}\n`)
  // Not an exception: nothing of this process runs any more, no `finally` and no clean-up.
  else if (armed.kill === name || armed.kill === name.replace(/#\d+/, "")) process.kill(process.pid, "SIGKILL")
}

/**
 * Puts failpoints around what a database adapter makes durable: the COMMIT of a transaction, and writes outside of one.
 */
export function watchCommits(factory: SqlDriverAdapterFactory): SqlDriverAdapterFactory {
  if (!state.armed) return factory
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    watchStatements(adapter, writtenTable)
    const start = adapter.startTransaction.bind(adapter)
    adapter.startTransaction = async (isolation) => {
      const transaction = await start(isolation)
      watchStatements(transaction, (sql) => (sql === "COMMIT" ? "commit" : undefined))
      return transaction
    }
    return adapter
  }
  return factory
}

function watchStatements(queryable: SqlQueryable, nameOf: (sql: string) => string | undefined): void {
  const executeRaw = queryable.executeRaw.bind(queryable)
  const queryRaw = queryable.queryRaw.bind(queryable)
  queryable.executeRaw = (query) => {
    const what = nameOf(query.sql)
    return what ? betweenFailpoints(what, () => executeRaw(query)) : executeRaw(query)
  }
  queryable.queryRaw = (query) => {
    const what = nameOf(query.sql)
    return what ? betweenFailpoints(what, () => queryRaw(query)) : queryRaw(query)
  }
}

/** The name of the failpoint around a statement: what Prisma generates has quotes, what is written by hand has none. */
export function writtenTable(sql: string): string | undefined {
  const table = /\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:"public"\.)?"?(\w+)"?/.exec(sql)?.[1]
  return table && `write ${table}`
}
