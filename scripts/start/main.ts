import { join } from "node:path"
import { ConfigError, hideSecrets, ownEnvironment } from "@/lib/config"
import { checkDatabase, DatabaseUnusable } from "@/lib/db-session"
import { generateClient } from "../generate"
import { migrate, serverRoleOf } from "../migrate"
import { mayChangeSchema } from "../postgres/grants"
import { plainEnvironment } from "../process/environment"
import type { ProcessIdentity } from "../process/identity"
import { findLauncher } from "../process/launcher"
import { run } from "../process/run"
import { misspeltSettings, setting } from "../settings"
import { describeFailure } from "../start-error"
import { buildPages } from "./build"
import { stopLeftovers } from "./children"
import { startDatabase } from "./database"
import { startDevnet } from "./devnet"
import { checkConfig, devnetSecrets, homeFolder, LOCK, plan, recordSettings, rememberEnvironment } from "./environment"
import { Home, ROOT } from "./home"
import { takeLock } from "./lock"
import { say, sayStep, step } from "./progress"
import { Shutdown } from "./shutdown"
import { requirePort, serverUrl, startWeb } from "./web"

interface StartOptions {
  dev: boolean
  /** the names that stand in the file `.env` */
  fromFile: string[]
}

/** Brings up everything in order and stays until told to stop; see "How it runs" in the README. */
export async function start(options: StartOptions): Promise<void> {
  const launcher = findLauncher()
  const shutdown = new Shutdown(launcher)
  const starting = bringUp(options, shutdown, launcher)
  shutdown.waitFor(starting)
  try {
    await starting
  } catch (error) {
    // A step that fails because we are stopping has nothing to add.
    if (shutdown.signal.aborted) return
    const text =
      error instanceof ConfigError || error instanceof DatabaseUnusable ? error.message : describeFailure(error)
    process.stderr.write(`\nmicro-pay cannot start: ${text}\n`)
    await shutdown.run(1)
  }
}

async function bringUp(
  { dev, fromFile }: StartOptions,
  shutdown: Shutdown,
  launcher: ProcessIdentity | undefined,
): Promise<void> {
  const began = performance.now()
  const { port, host, webProcesses: processes } = checkConfig()
  for (const warning of misspeltSettings(new Set([...fromFile, ...Object.keys(process.env)]))) say(`  ${warning}`)
  hideSecrets()
  const home = new Home(homeFolder())
  shutdown.onLast(await takeLock(home.path(LOCK), launcher))
  const left = await stopLeftovers(home)
  if (left.length > 0) say(`  An earlier start was killed; stopped what it left running: ${left.join(", ")}`)
  await requirePort(port, host)
  say(`micro-pay on ${plan().network}, state in ${home.folder}`)
  await step(shutdown.signal, "client", generateClient, (made) =>
    made ? "generated from prisma/schema.prisma" : "up to date",
  )

  // The database and the chain come up while the pages are built, which takes longer than all the rest.
  const building = inBackground(dev ? Promise.resolve() : buildStep(shutdown.signal))
  const made = await bringUpServices(home, shutdown)
  rememberEnvironment(home, made)
  // An empty variable is one that Next, or who else reads a file, leaves alone.
  const places = { PORT: String(port), MICROPAY_HOME: home.folder, MIGRATE_DATABASE_URL: "" }
  const env = { ...(ownEnvironment() as NodeJS.ProcessEnv), ...made, ...places }
  recordSettings(home, env)
  // At the first start nothing can be paid before there is a pool. Later it is there, and topping it up can wait.
  const filling = home.read().poolFilled ? undefined : inBackground(poolStep(home, env, shutdown.signal))
  await building
  const web = await step(
    shutdown.signal,
    "web",
    () => startWeb(home, { dev, port, host, processes, env }),
    () => `serving on port ${port}${host === undefined ? "" : ` of ${host}`}${servedBy(processes, dev)}`,
  )
  shutdown.watch(web)
  await filling
  announce(host, port, made, (performance.now() - began) / 1000)
  if (!filling) await poolStep(home, env, shutdown.signal)
}

function servedBy(processes: number, dev: boolean): string {
  return dev || processes === 1 ? "" : `, by ${processes} processes`
}

/** For work that is awaited later: should something else fail before, its own failure must not go unhandled. */
function inBackground<T>(work: Promise<T>): Promise<T> {
  work.catch(() => {})
  return work
}

/** @returns what the web server needs to know and nobody configured */
async function bringUpServices(home: Home, shutdown: Shutdown): Promise<Record<string, string>> {
  const [database, chain] = await settle([databaseStep(home, shutdown), chainStep(home, shutdown)])
  const secrets = plan().network === "devnet" ? devnetSecrets(home) : {}
  return { CKB_NETWORK: plan().network, ...database, ...chain, ...secrets }
}

async function buildStep(signal: AbortSignal): Promise<void> {
  const begin = () => sayStep("pages", "building, which takes about a minute …")
  await step(
    signal,
    "pages",
    () => buildPages(plainEnvironment(), signal, begin),
    (built) => (built ? "built" : "up to date"),
  )
}

async function databaseStep(home: Home, shutdown: Shutdown): Promise<Record<string, string>> {
  const own = setting("DATABASE_URL")
  const { url, ownerUrl } =
    own === undefined
      ? await embeddedDatabase(home, shutdown)
      : { url: own, ownerUrl: setting("MIGRATE_DATABASE_URL") ?? own }
  const serverRole = serverRoleOf(url, ownerUrl)
  await step(
    shutdown.signal,
    "migrations",
    async () => {
      await checkDatabase(ownerUrl)
      const names = await migrate(ownerUrl, serverRole === undefined ? {} : { serverRole })
      await checkDatabase(url)
      return names
    },
    (names) => (names.length > 0 ? `applied ${names.join(", ")}` : "up to date"),
  )
  if (plan().network !== "devnet" && (await mayChangeSchema(url)))
    sayStep(
      "database",
      'the server\'s role may change the schema: docs/operations.md, "Two roles", says how to prevent it',
    )
  return own === undefined ? { DATABASE_URL: url } : {}
}

async function embeddedDatabase(home: Home, shutdown: Shutdown): Promise<{ url: string; ownerUrl: string }> {
  const database = await step(
    shutdown.signal,
    "database",
    () => startDatabase(home),
    (it) => `PostgreSQL on port ${it.server.port}, ${it.made ? "new" : "existing"} data in ${it.folder}`,
  )
  shutdown.watch({ name: "PostgreSQL", ended: database.server.died, stop: () => database.server.stop() })
  return database
}

async function chainStep(home: Home, shutdown: Shutdown): Promise<Record<string, string>> {
  if (!plan().devnet) return {}
  const devnet = await step(
    shutdown.signal,
    "devnet",
    () => startDevnet(home),
    (it) => `embedded CKB chain on port ${it.port}`,
  )
  shutdown.watch(devnet.child)
  // Loading CKB's library takes a second, which the first checks of a start should not wait for.
  const { devnetScripts } = await import("@/devnet/scripts")
  return {
    CKB_RPC_URL: devnet.url,
    ...(setting("CKB_SCRIPTS") ? {} : { CKB_SCRIPTS: JSON.stringify(devnetScripts()) }),
  }
}

/**
 * A pool that cannot be filled now (no money there yet, say) does not keep the server down: /api/ready says what it
 * lacks.
 */
async function poolStep(home: Home, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const args = ["--import", "tsx", join(ROOT, "scripts/pool.ts"), "init", "--yes"]
  const { code } = await step(
    signal,
    "cell pool",
    () => run(process.execPath, args, { cwd: ROOT, env, timeout: 180_000, signal }),
    ({ code, output }) => (code === 0 ? (output.split("\n").at(-1) ?? "ready") : `not ready: ${output}`),
  )
  if (code === 0) home.update({ poolFilled: true })
}

/** Waits for all before failing, so that nothing is half started when the stopping begins. */
async function settle<A, B>(works: [Promise<A>, Promise<B>]): Promise<[A, B]> {
  const failed = (await Promise.allSettled(works)).find((result) => result.status === "rejected")
  if (failed) throw failed.reason
  return Promise.all(works)
}

function announce(host: string | undefined, port: number, made: Record<string, string>, seconds: number): void {
  const base = host === undefined || host === "127.0.0.1" ? `http://localhost:${port}` : serverUrl(host, port)
  say(`
micro-pay is ready (${seconds.toFixed(1)} s). Ctrl-C stops it; npm start continues with the same data.

  Start here         ${base}/
  Pay                ${base}/pay
  Receiver           ${base}/receiver
  Operator           ${base}/admin
  HTTP API           ${base}/api/openapi.json`)
  if (made.ADMIN_PASSWORD) say(`\n  Operator's login   admin / ${made.ADMIN_PASSWORD}`)
  else say("\n  Operator's login   admin / the ADMIN_PASSWORD that you set")
}
