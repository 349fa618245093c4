import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { defineConfig } from "@playwright/test"
import { freePort } from "./scripts/process/ports"
import { findChromium } from "./scripts/test/chromium"
import { ckbNodeAvailable } from "./test/support/ckb-node"

// This file is read again in each worker: what the first reading chooses is handed down in the environment.
const folder = process.env.E2E_FOLDER ?? mkdtempSync(join(tmpdir(), "micropay-e2e-"))
const devnetPort = process.env.E2E_DEVNET_PORT ?? String(await freePort())
const realNodePort = process.env.E2E_REAL_NODE_PORT ?? String(await freePort())
Object.assign(process.env, { E2E_FOLDER: folder, E2E_DEVNET_PORT: devnetPort, E2E_REAL_NODE_PORT: realNodePort })
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

const realNode = ckbNodeAvailable()

/**
 * e2e/*.spec.ts run on the embedded devnet, e2e/*.node.spec.ts on a real CKB node where there is one.
 */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  forbidOnly: Boolean(process.env.CI),
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "devnet", testIgnore: "**/*.node.spec.ts", use: { baseURL: `http://127.0.0.1:${devnetPort}` } },
    ...(realNode
      ? [{ name: "real node", testMatch: "**/*.node.spec.ts", use: { baseURL: `http://127.0.0.1:${realNodePort}` } }]
      : []),
  ],
  webServer: [
    server("node scripts/start.mjs", devnetPort, { MICROPAY_HOME: join(folder, "devnet") }),
    ...(realNode
      ? [server(`node --import tsx test/setup/real-node-stack.ts ${join(folder, "real-node")}`, realNodePort, {})]
      : []),
  ],
})
