import { join } from "node:path"
import { ConfigError } from "@/lib/config"
import { generateClient } from "../generate"
import { migrate } from "../migrate"
import type { ProcessIdentity } from "../process/identity"
import { findLauncher } from "../process/launcher"
import { run } from "../process/run"
import { describeFailure } from "../start-error"
import { buildPages } from "./build"
import { stopLeftovers } from "./children"
import { startDatabase } from "./database"
import { startDevnet } from "./devnet"
import { checkConfig, devnetSecrets, homeFolder, plan, rememberEnvironment, setting } from "./environment"
import { Home, ROOT } from "./home"
import { takeLock } from "./lock"
import { say, sayStep, step } from "./progress"
import { Shutdown } from "./shutdown"
import { requirePort, startWeb } from "./web"

/** Brings up everything in order and stays until told to stop; see "How it runs" in the README. */
export async function start(options: { dev: boolean }): Promise<void> {
  const launcher = findLauncher()
  const shutdown = new Shutdown(launcher)
  const starting = bringUp(options, shutdown, launcher)
  shutdown.waitFor(starting)
  try {
    await starting
  } catch (error) {
    // A step that fails because we are stopping has nothing to add.
    if (shutdown.signal.aborted) return
    const text = error instanceof ConfigError ? error.message : describeFailure(error)
    process.stderr.write(`\nmicro-pay cannot start: ${text}\n`)
    await shutdown.run(1)
  }
}

async function bringUp(
  { dev }: { dev: boolean },
  shutdown: Shutdown,
  launcher: ProcessIdentity | undefined,
): Promise<void> {
  const began = performance.now()
  const port = checkConfig()
  const home = new Home(homeFolder())
  shutdown.onLast(await takeLock(home.path("start.lock"), launcher))
  const left = await stopLeftovers(home)
  if (left.length > 0) say(`  An earlier start was killed; stopped what it left running: ${left.join(", ")}`)
  await requirePort(port)
  say(`micro-pay on ${plan().network}, state in ${home.folder}`)
  await step(shutdown.signal, "client", generateClient, (made) =>
    made ? "generated from prisma/schema.prisma" : "up to date",
  )

  // The database and the chain come up while the pages are built, which takes longer than all the rest.
  const building = inBackground(dev ? Promise.resolve() : buildStep(shutdown.signal))
  const made = await bringUpServices(home, shutdown)
  rememberEnvironment(home, made)
  const env = { ...process.env, ...made, PORT: String(port), MICROPAY_HOME: home.folder }
  // At the first start nothing can be paid before there is a pool. Later it is there, and topping it up can wait.
  const filling = home.read().poolFilled ? undefined : inBackground(poolStep(home, env, shutdown.signal))
  await building
  const web = await step(
    shutdown.signal,
    "web",
    () => startWeb(home, { dev, port, env }),
    () => `serving on port ${port}`,
  )
  shutdown.watch(web)
  await filling
  announce(port, made, (performance.now() - began) / 1000)
  if (!filling) await poolStep(home, env, shutdown.signal)
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
    () => buildPages(process.env, signal, begin),
    (built) => (built ? "built" : "up to date"),
  )
}

async function databaseStep(home: Home, shutdown: Shutdown): Promise<Record<string, string>> {
  let url = setting("DATABASE_URL")
  const made: Record<string, string> = {}
  if (url === undefined) {
    const database = await step(
      shutdown.signal,
      "database",
      () => startDatabase(home),
      (it) => `PostgreSQL on port ${it.server.port}, ${it.made ? "new" : "existing"} data in ${it.folder}`,
    )
    shutdown.watch({ name: "PostgreSQL", ended: database.server.died, stop: () => database.server.stop() })
    url = database.url
    made.DATABASE_URL = url
  }
  const target = url
  await step(
    shutdown.signal,
    "migrations",
    () => migrate(target),
    (names) => (names.length > 0 ? `applied ${names.join(", ")}` : "up to date"),
  )
  return made
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

/** A pool that cannot be filled now (no money there yet, say) does not keep the server down: /api/ready says what it lacks. */
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

function announce(port: number, made: Record<string, string>, seconds: number): void {
  const base = `http://localhost:${port}`
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
