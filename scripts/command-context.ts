import { createInterface } from "node:readline/promises"
import { createChain } from "@/lib/chain/chain"
import { ConfigError, loadConfig } from "@/lib/config"
import type { Context } from "@/lib/context"
import { connectDatabase } from "@/lib/db"
import { AppError } from "@/lib/errors"
import { checkInstallation } from "@/lib/ledger/installation"
import { createLogger } from "@/lib/log"
import { formatCkb } from "@/lib/money"
import type { OperationPlan } from "@/lib/pool/operation"
import { commandEnvironment } from "./start/environment"

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/**
 * Asks before something is done.
 *
 * @param yes was said on the command line already
 * @throws Error when nobody can be asked
 */
export async function agreed(yes: boolean): Promise<boolean> {
  if (yes) return true
  if (!process.stdin.isTTY) throw new Error("Run it with --yes when nobody can be asked.")
  const prompt = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await prompt.question("Go on? [y/N] ")
  prompt.close()
  return /^y(es)?$/i.test(answer.trim())
}

/** Says what a transaction of the platform's own cells would do and cost. */
export function explainPlan({ cells, payouts, outputs, built }: OperationPlan): void {
  const list = (capacities: bigint[]) => {
    const counts = new Map<bigint, number>()
    for (const capacity of capacities) counts.set(capacity, (counts.get(capacity) ?? 0) + 1)
    return [...counts].map(([capacity, count]) => `${count} × ${formatCkb(capacity)} CKB`).join(", ")
  }
  say(`In:  ${list(cells.map((cell) => cell.capacity))}`)
  if (payouts.length > 0) say(`Out, to the address: ${list(payouts.map((payout) => payout.capacity))}`)
  say(`Out: ${list(outputs)}`)
  say(`The network gets ${built.networkFee} shannons. Transaction ${built.hash}.`)
}

/** Runs an operator's command with its own connections. What people can mend is told in a sentence, not in a stack trace. */
export async function runCommand(command: (ctx: Context) => Promise<void>): Promise<void> {
  let ctx: Context | undefined
  try {
    const config = loadConfig(commandEnvironment())
    const log = createLogger("warn")
    ctx = { config, db: connectDatabase(config.databaseUrl.reveal(), 3), chain: await createChain(config), log }
    await checkInstallation(ctx)
    await command(ctx)
  } catch (error) {
    process.exitCode = 1
    if (
      !(
        error instanceof ConfigError ||
        error instanceof AppError ||
        (error instanceof Error && error.constructor === Error)
      )
    )
      throw error
    process.stderr.write(`${error.message}\n`)
  } finally {
    await ctx?.db.$disconnect()
  }
}
