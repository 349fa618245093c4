import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { defineConfig } from "@playwright/test"
import { LIMITS } from "./e2e/support/limits"
import { portForLater } from "./scripts/process/ports"
import { findChromium } from "./scripts/test/chromium"
import { ckbNodeAvailable } from "./test/support/ckb-node"

// This file is read again in each worker: what the first reading chooses is handed down in the environment.
const folder = process.env.E2E_FOLDER ?? mkdtempSync(join(tmpdir(), "micropay-e2e-"))
const devnetPort = process.env.E2E_DEVNET_PORT ?? String(await portForLater())
const looksPort = process.env.E2E_APPEARANCE_PORT ?? String(await portForLater())
const realNodePort = process.env.E2E_REAL_NODE_PORT ?? String(await portForLater())
Object.assign(process.env, {
  E2E_FOLDER: folder,
  E2E_DEVNET_PORT: devnetPort,
  E2E_APPEARANCE_PORT: looksPort,
  E2E_REAL_NODE_PORT: realNodePort,
})
const executablePath = findChromium()

/** Each project has a whole installation of its own, started as a user would start it. */
const server = (command: string, port: string, env: Record<string, string>) => ({
  command,
  url: `http://127.0.0.1:${port}/api/health`,
  env: { ...env, PORT: port, DATABASE_URL: "", LOG_LEVEL: "warn" },
  timeout: 300_000,
  stdout: "pipe" as const,
  gracefulShutdown: { signal: "SIGTERM" as const, timeout: 30_000 },
})

/** The tests of a project come one after the other, in the order of their files: they share an installation. */
const project = (name: string, port: string, which: { testMatch?: string | string[]; testIgnore?: string[] }) => ({
  name,
  ...which,
  workers: 1,
  use: { baseURL: `http://127.0.0.1:${port}` },
})

const NODE_TESTS = "**/*.node.spec.ts"
/** How pages look and read, whoever opens them in whichever browser: about as long as all the rest on the devnet. */
const LOOKS_TESTS = ["appearance", "every-browser", "language", "large-letters", "theme", "translat*"].map(
  (name) => `**/${name}.spec.ts`,
)
const realNode = ckbNodeAvailable()

/**
 * e2e/*.spec.ts run on the embedded devnet, e2e/*.node.spec.ts on a real CKB node where there is one, and how the pages
 * look is judged on a devnet of its own, where nothing moves meanwhile. Two projects run at a time, and should end
 * together.
 */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  retries: 0,
  // Long enough for two cores that do everything at once: a test that is late is no news, one that is red must be.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    // What is not there to be pressed by then does not come any more.
    actionTimeout: 60_000,
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
    // Without the film of it, which is a third of the browser's work; what each step saw is in the snapshots.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
  },
  projects: [
    project("devnet", devnetPort, { testIgnore: [NODE_TESTS, ...LOOKS_TESTS] }),
    ...(realNode ? [project("real node", realNodePort, { testMatch: NODE_TESTS })] : []),
    project("appearance", looksPort, { testMatch: LOOKS_TESTS }),
  ],
  webServer: [
    server("node scripts/start.mjs", devnetPort, { ...LIMITS, MICROPAY_HOME: join(folder, "devnet") }),
    server("node scripts/start.mjs", looksPort, { ...LIMITS, MICROPAY_HOME: join(folder, "appearance") }),
    ...(realNode
      ? [server(`node --import tsx test/setup/real-node-stack.ts ${join(folder, "real-node")}`, realNodePort, {})]
      : []),
  ],
})
