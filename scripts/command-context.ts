import { createChain } from "@/lib/chain/chain"
import { ConfigError, loadConfig } from "@/lib/config"
import type { Context } from "@/lib/context"
import { connectDatabase } from "@/lib/db"
import { AppError } from "@/lib/errors"
import { checkInstallation } from "@/lib/ledger/installation"
import { createLogger } from "@/lib/log"
import { commandEnvironment } from "./start/environment"

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Runs an operator's command with its own connections. What people can mend is told in a sentence, not in a stack trace. */
export async function runCommand(command: (ctx: Context) => Promise<void>): Promise<void> {
  let ctx: Context | undefined
  try {
    const config = loadConfig(commandEnvironment())
    const log = createLogger("warn")
    ctx = { config, db: connectDatabase(config.databaseUrl, 3), chain: await createChain(config), log }
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
