import { createChain } from "@/lib/chain/chain"
import { loadConfig } from "@/lib/config"
import type { Context } from "@/lib/context"
import { connectDatabase } from "@/lib/db"
import { checkInstallation } from "@/lib/ledger/installation"
import { createLogger } from "@/lib/log"

/** One a process, although Next loads this module once for each of its bundles. */
interface Slot {
  context?: Context
  creating?: Promise<Context>
}
declare global {
  var microPayRuntime: Slot | undefined
}

function slot(): Slot {
  globalThis.microPayRuntime ??= {}
  return globalThis.microPayRuntime
}

/**
 * The process's context: made at the first call, checked against the database's installation, then kept. A failure is not kept:
 * the next call tries again, so that a node or a database that comes up later is found.
 *
 * @throws ConfigError when the configuration, the node's network or the database's installation cannot work; ChainError or the
 *   driver's error while the node or the database cannot be reached
 */
export async function getContext(): Promise<Context> {
  const current = slot()
  if (current.context) return current.context
  current.creating ??= createContext()
    .then((context) => {
      current.context = context
      return context
    })
    .finally(() => {
      current.creating = undefined
    })
  return current.creating
}

/** Gives the context back: its connections are closed, and the next `getContext` makes another. */
export async function closeContext(): Promise<void> {
  const current = slot()
  const context = current.context ?? (await current.creating?.catch(() => undefined))
  current.context = undefined
  await context?.db.$disconnect()
}

/** For tests only: the context that `getContext` gives from now on. The test closes its own connections. */
export function setContext(context: Context | undefined): void {
  slot().context = context
}

async function createContext(): Promise<Context> {
  const config = loadConfig()
  const log = createLogger(config.logLevel)
  const db = connectDatabase(config.databaseUrl)
  try {
    const context: Context = { config, log, db, chain: await createChain(config) }
    await checkInstallation(context)
    return context
  } catch (error) {
    await db.$disconnect()
    throw error
  }
}
