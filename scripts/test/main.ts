import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ckbNodeAvailable } from "@/test/support/ckb-node"
import { ensureChromium } from "./chromium"
import { allSteps, runStep } from "./steps"
import type { Tally } from "./tally"

/** Settings of an installation must not leak into the tests, which make their own. */
const OWN_SETTINGS =
  /^(PORT|MICROPAY_HOME|DATABASE_URL|CKB_(?!BIN$).*|PLATFORM_.*|ADMIN_PASSWORD|INNGEST_.*|OPEN_READS|POOL_CELLS|HOLD_SECONDS|CONFIRMATIONS|MIN_WITHDRAWAL_CKB|MAX_SETTLEMENT_CKB|MAX_DAILY_PAYOUT_CKB|FOUR_EYES_CKB|SETTLEMENT_CRON|LOG_LEVEL|NODE_ENV)$/

/**
 * Runs everything that `npm test` promises, all of it even after a failure, and prints the closing line.
 *
 * @returns the exit code
 */
export async function test(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "micropay-test-"))
  const total: Tally = { passed: [], failed: [], skipped: [] }
  const add = (tally: Tally) => {
    for (const kind of ["passed", "failed", "skipped"] as const) total[kind].push(...tally[kind])
  }
  try {
    const chromium = ensureChromium()
    const steps = allSteps(folder)
    for (const [index, step] of steps.entries()) {
      process.stdout.write(`\n== ${index + 1}/${steps.length} ${step.name}\n`)
      const began = performance.now()
      const tally = await runStep(step, { ...environment(), CHROMIUM_PATH: chromium, E2E_FOLDER: folder })
      process.stdout.write(`== ${step.name}: ${count(tally)} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`)
      add(tally)
    }
    add(checkRealNode(total))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  conclude(total)
  return total.failed.length === 0 ? 0 : 1
}

function environment(): NodeJS.ProcessEnv {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" }
  for (const name of Object.keys(env).filter((key) => OWN_SETTINGS.test(key))) delete env[name as keyof typeof env]
  return env
}

/**
 * Where a real CKB node is at hand, the same tests must have run against it: with REQUIRE_CKB_NODE=1 nothing may be
 * skipped, and tests of both runners that name the real node must be among those that passed.
 */
function checkRealNode(total: Tally): Tally {
  const missing = "browser tests on the real node: no ckb binary (CKB_BIN, then ../shared/ckb/bin/ckb)"
  const verdict: Tally = { passed: [], failed: [], skipped: ckbNodeAvailable() ? [] : [missing] }
  if (process.env.REQUIRE_CKB_NODE !== "1") return verdict
  const named = total.passed.filter((name) => /\[node\]|real node|the devnet and the node/i.test(name))
  const inBrowser = named.filter((name) => name.startsWith("["))
  if (named.length === inBrowser.length) verdict.failed.push("no unit or integration test ran on the real CKB node")
  if (inBrowser.length === 0) verdict.failed.push("no browser test ran on the real CKB node")
  if (total.skipped.length > 0) verdict.failed.push("tests were skipped although the real CKB node is required")
  return verdict
}

function conclude(total: Tally): void {
  const list = (title: string, names: string[]) => {
    if (names.length > 0) process.stdout.write(`\n${title}\n${names.map((name) => `  ${name}\n`).join("")}`)
  }
  list("SKIPPED", total.skipped)
  list("FAILED", total.failed)
  process.stdout.write(`\n${count(total)}\n`)
}

function count({ passed, failed, skipped }: Tally): string {
  return `${passed.length} passed, ${failed.length} failed, ${skipped.length} skipped`
}
