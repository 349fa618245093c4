import { createInterface } from "node:readline/promises"
import type { CommandActor } from "@/lib/actor"
import { createChain } from "@/lib/chain/chain"
import { ConfigError } from "@/lib/config"
import type { Context } from "@/lib/context"
import { connectDatabase } from "@/lib/db"
import { checkDatabase, DatabaseUnusable } from "@/lib/db-session"
import { AppError } from "@/lib/errors"
import { describeFailure as describeFailureOf } from "@/lib/failure"
import { checkInstallation } from "@/lib/installation"
import { createLogger } from "@/lib/log"
import { formatCkb } from "@/lib/money"
import type { OperationPlan } from "@/lib/pool/operation"
import { commandConfig } from "./start/environment"
import { describeFailure, StartError } from "./start-error"

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

/**
 * Runs an operator's command with its own connections. What people can mend is told in a sentence, not in a stack
 * trace.
 */
export async function runWithContext(command: (ctx: Context<CommandActor>) => Promise<void>): Promise<void> {
  let ctx: Context<CommandActor> | undefined
  try {
    const config = commandConfig()
    await checkDatabase(config.databaseUrl.reveal())
    const log = createLogger("warn")
    const db = connectDatabase(config.databaseUrl.reveal(), 3)
    ctx = { config, db, chain: await createChain(config), log, actor: { kind: "command" } }
    await checkInstallation(ctx)
    await command(ctx)
  } catch (error) {
    process.exitCode = 1
    process.stderr.write(`${inWords(error, ctx)}\n`)
  } finally {
    await ctx?.db.$disconnect()
  }
}

/** @throws the error itself when it is nothing that people can mend, but a mistake of the program's */
function inWords(error: unknown, ctx: Context | undefined): string {
  if (error instanceof StartError) return describeFailure(error)
  if (error instanceof ConfigError || error instanceof DatabaseUnusable || error instanceof AppError)
    return error.message
  if (error instanceof Error && error.constructor === Error) return error.message
  if (error instanceof Error && ctx && /^(PrismaClient|DriverAdapter)/.test(error.name))
    return `The database refused: ${describeFailureOf(error, ctx.config)}`
  throw error
}
