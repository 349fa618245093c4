import { availableParallelism } from "node:os"
import { CronPattern } from "croner"
import { z } from "zod"
import { NETWORK_DEFAULTS, NETWORKS, type Network } from "@/lib/config-networks"
import { type TrustedProxies, trustedProxies } from "@/lib/config-proxies"
import { type ChainScripts, chainScripts } from "@/lib/config-scripts"
import { contactSchema, databaseUrlSchema, originSchema, pageUrlSchema } from "@/lib/config-urls"
import { parseCkb, type Shannons, wholeCkb } from "@/lib/money"
import { Secret } from "@/lib/secret"

export interface Config {
  network: Network
  port: number
  /** how many server processes `npm start` runs on that port */
  webProcesses: number
  /** the address to listen on; undefined: all of this machine's */
  host: string | undefined
  home: string
  /** Both may hold a password, or the key of a paid service */
  databaseUrl: Secret
  rpcUrl: Secret
  /** A second, independent node: what the first says is final only when this one says so too */
  checkRpcUrl: Secret | undefined
  publicRpcUrl: string
  /** where people look a transaction up; none on a private chain that has no explorer */
  explorerUrl: string | undefined
  /** scheme and host under which people reach the pages, where it is known */
  publicOrigin: string | undefined
  /** who holds the money, as pages say it; what nobody has set is left out */
  operator: {
    name: string | undefined
    /** mailto: or https: */
    contact: string | undefined
    termsUrl: string | undefined
    privacyUrl: string | undefined
  }
  trustedProxies: TrustedProxies
  scripts: ChainScripts
  platformKey: Secret | undefined
  keystore: { path: string; password: Secret } | undefined
  feeBps: bigint
  /** whether a refund gives back the platform's fee too */
  refundsFee: boolean
  minWithdrawal: Shannons
  /**
   * What one settlement, and all of a day, may pay out without the operator's approval, in shannons; undefined: any
   * amount
   */
  payoutLimits: { settlement: Shannons | undefined; day: Shannons | undefined }
  /** What one operator alone may approve or take out in a day, in shannons; undefined: any amount */
  fourEyes: Shannons | undefined
  poolCells: number
  /** between how many the pool's size follows what is needed */
  poolBounds: { min: number; max: number }
  holdSeconds: number
  confirmations: number
  /** A proof of solvency is made every so many blocks; 0: never */
  solvencyBlocks: number
  settlementCron: string
  adminPassword: Secret
  /** `url`: of its server, to see whether it is there; its SDK reads the same variables by itself */
  inngest: { dev: string | undefined; enabled: boolean; url: string }
  openReads: boolean
  /** Next reloads what is being edited (`npm run dev`), which takes more freedom than pages otherwise have */
  development: boolean
  /** For tests on the devnet only: where this process is to kill itself */
  failpoint: string | undefined
  logLevel: string
}

const NO_NODE =
  "`npm start` sets it for the embedded devnet. On mainnet name a node that you trust, best one of your own: what it says decides who is paid."

const integer = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .refine((n) => n >= low && n <= high, `must be from ${low} to ${high}`)

function ckbAmount(least: bigint, otherwise: string) {
  return (text: string, ctx: z.RefinementCtx): Shannons => {
    const amount = parseCkb(text)
    if (amount !== undefined && amount >= wholeCkb(least)) return amount
    ctx.addIssue(otherwise)
    return z.NEVER
  }
}

/** An empty variable counts as absent: `FOO= npm start` is how people unset one. */
const environmentSchema = z.object({
  CKB_NETWORK: z.enum(NETWORKS, `must be one of ${NETWORKS.join(", ")}`).default("devnet"),
  PORT: integer(1, 65_535).default(3000),
  WEB_PROCESSES: integer(1, 64).optional(),
  MICROPAY_HOME: z.string().default(".micropay"),
  HOST: z
    .string()
    .regex(/^[0-9a-zA-Z.:-]+$/, "must be an address or a name of this machine, such as 127.0.0.1")
    .optional(),
  DATABASE_URL: databaseUrlSchema,
  // Of the role that owns the tables, where DATABASE_URL is of one that may not change them. Only what migrates reads
  // it.
  MIGRATE_DATABASE_URL: databaseUrlSchema.optional(),
  CKB_RPC_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).optional(),
  CKB_CHECK_RPC_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).optional(),
  CKB_PUBLIC_RPC_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).optional(),
  EXPLORER_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).optional(),
  CKB_SCRIPTS: z.string().default("{}").transform(chainScripts),
  PUBLIC_URL: originSchema.optional(),
  OPERATOR_NAME: z
    .string()
    .trim()
    .max(80, "must have at most 80 characters")
    .regex(/^\P{C}*$/u, "must have no control characters")
    .optional(),
  OPERATOR_CONTACT: contactSchema.optional(),
  TERMS_URL: pageUrlSchema.optional(),
  PRIVACY_URL: pageUrlSchema.optional(),
  TRUSTED_PROXIES: z.string().default("private").transform(trustedProxies),
  PLATFORM_KEY: z.string().optional(),
  PLATFORM_KEYSTORE: z.string().optional(),
  PLATFORM_KEYSTORE_PASSWORD: z.string().optional(),
  PLATFORM_FEE_BPS: integer(0, 9_999).default(100),
  REFUND_PLATFORM_FEE: z
    .enum(["true", "false"], "must be true or false")
    .default("false")
    .transform((text) => text === "true"),
  MIN_WITHDRAWAL_CKB: z
    .string()
    .default("65")
    .transform(ckbAmount(61n, "must be an amount in CKB of at least 61, the smallest cell")),
  MAX_SETTLEMENT_CKB: z.string().transform(ckbAmount(0n, "must be an amount in CKB, or 0 for no limit")).optional(),
  MAX_DAILY_PAYOUT_CKB: z.string().transform(ckbAmount(0n, "must be an amount in CKB, or 0 for no limit")).optional(),
  FOUR_EYES_CKB: z.string().transform(ckbAmount(0n, "must be an amount in CKB, or 0 for no limit")).optional(),
  POOL_CELLS: integer(1, 10_000).default(32),
  POOL_MIN_CELLS: integer(1, 10_000).optional(),
  POOL_MAX_CELLS: integer(1, 10_000).optional(),
  HOLD_SECONDS: integer(5, 3_600).default(120),
  CONFIRMATIONS: integer(1, 1_000).optional(),
  SOLVENCY_BLOCKS: integer(0, 100_000).default(100),
  SETTLEMENT_CRON: z.string().default("* * * * *").refine(isCron, "must be a cron expression, for example 0 * * * *"),
  ADMIN_PASSWORD: z.string().min(8, "must have at least 8 characters").optional(),
  // "0" and "false" turn Inngest's development mode off, as in its SDK.
  INNGEST_DEV: z
    .string()
    .transform((text) => (/^(0|false)$/i.test(text.trim()) ? undefined : text))
    .optional(),
  INNGEST_BASE_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  OPEN_READS: z.enum(["true", "false"], "must be true or false").optional(),
  // Set by Next itself.
  NODE_ENV: z.string().optional(),
  MICROPAY_FAILPOINT: z.string().optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
})

/** Every variable that is a setting, those included that only the start reads. */
export const SETTING_NAMES: readonly string[] = Object.keys(environmentSchema.shape)

/** A configuration that cannot work; the message names each variable and how to mend it. */
export class ConfigError extends Error {
  override readonly name = "ConfigError"
}

/**
 * Reads and checks every environment variable the server knows. The only place that reads them.
 *
 * @throws ConfigError naming every variable that is wrong, never its value (it may be a secret)
 */
export function loadConfig(environment: Record<string, string | undefined> = ownEnvironment()): Config {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  )
  const parsed = environmentSchema.safeParse(present)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      (issue) => `  ${issue.path.join(".")} ${missing(issue) ? "is not set" : issue.message}`,
    )
    throw new ConfigError(`The configuration is not valid:\n${lines.join("\n")}`)
  }
  const env = parsed.data
  const network = env.CKB_NETWORK
  const defaults = NETWORK_DEFAULTS[network]
  const rpcUrl = env.CKB_RPC_URL ?? defaults.rpcUrl
  if (rpcUrl === undefined) throw new ConfigError(`CKB_RPC_URL is not set. ${NO_NODE}`)
  const publicRpcUrl = env.CKB_PUBLIC_RPC_URL ?? defaults.publicRpcUrl ?? rpcUrl
  if (hasCredentials(publicRpcUrl))
    throw new ConfigError(
      "CKB_PUBLIC_RPC_URL must be set, without user and password: browsers are told it, and refuse a URL that has them.",
    )
  if (network === "mainnet" && env.INNGEST_DEV !== undefined) {
    throw new ConfigError(
      "INNGEST_DEV turns the check of Inngest's signatures off, so anybody could run jobs. On mainnet set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY.",
    )
  }
  const keystore =
    env.PLATFORM_KEYSTORE === undefined
      ? undefined
      : { path: env.PLATFORM_KEYSTORE, password: new Secret(env.PLATFORM_KEYSTORE_PASSWORD ?? "") }
  if (env.PLATFORM_KEY === undefined && keystore === undefined) {
    throw new ConfigError(
      "Set PLATFORM_KEY (private key or mnemonic), or PLATFORM_KEYSTORE and PLATFORM_KEYSTORE_PASSWORD.",
    )
  }
  if (env.ADMIN_PASSWORD === undefined) {
    throw new ConfigError(
      "ADMIN_PASSWORD is not set. It guards the operator's pages. `npm start` makes one on the devnet.",
    )
  }
  if (network !== "devnet" && [...env.ADMIN_PASSWORD].length < 12)
    throw new ConfigError("ADMIN_PASSWORD must have at least 12 characters where money is real.")
  if (env.MICROPAY_FAILPOINT !== undefined && network !== "devnet")
    throw new ConfigError("MICROPAY_FAILPOINT ends the process on purpose. It is for tests on the devnet: unset it.")
  const settlementLimit = limit(env.MAX_SETTLEMENT_CKB ?? defaults.payoutLimits.settlement)
  return {
    network,
    port: env.PORT,
    webProcesses: env.WEB_PROCESSES ?? processesFor(availableParallelism()),
    // A development chain is tried from a phone, too. Elsewhere a proxy with TLS stands in front, and nothing goes past
    // it.
    host: env.HOST ?? (network === "devnet" ? undefined : "127.0.0.1"),
    home: env.MICROPAY_HOME,
    databaseUrl: new Secret(env.DATABASE_URL),
    rpcUrl: new Secret(rpcUrl),
    checkRpcUrl: env.CKB_CHECK_RPC_URL === undefined ? undefined : new Secret(env.CKB_CHECK_RPC_URL),
    publicRpcUrl,
    explorerUrl: env.EXPLORER_URL ?? defaults.explorerUrl,
    publicOrigin: env.PUBLIC_URL,
    operator: {
      name: env.OPERATOR_NAME,
      contact: env.OPERATOR_CONTACT,
      termsUrl: env.TERMS_URL,
      privacyUrl: env.PRIVACY_URL,
    },
    trustedProxies: env.TRUSTED_PROXIES,
    scripts: env.CKB_SCRIPTS,
    platformKey: env.PLATFORM_KEY === undefined ? undefined : new Secret(env.PLATFORM_KEY),
    keystore,
    feeBps: BigInt(env.PLATFORM_FEE_BPS),
    refundsFee: env.REFUND_PLATFORM_FEE,
    minWithdrawal: env.MIN_WITHDRAWAL_CKB,
    payoutLimits: {
      settlement: settlementLimit,
      day: limit(env.MAX_DAILY_PAYOUT_CKB ?? defaults.payoutLimits.day),
    },
    fourEyes: env.FOUR_EYES_CKB === undefined ? aloneBy(network, settlementLimit) : limit(env.FOUR_EYES_CKB),
    poolCells: env.POOL_CELLS,
    poolBounds: poolBounds(env),
    holdSeconds: env.HOLD_SECONDS,
    confirmations: env.CONFIRMATIONS ?? defaults.confirmations,
    solvencyBlocks: env.SOLVENCY_BLOCKS,
    settlementCron: env.SETTLEMENT_CRON,
    adminPassword: new Secret(env.ADMIN_PASSWORD),
    inngest: {
      dev: env.INNGEST_DEV,
      url: inngestUrl(env.INNGEST_BASE_URL, env.INNGEST_DEV),
      enabled:
        env.INNGEST_DEV !== undefined || (env.INNGEST_EVENT_KEY !== undefined && env.INNGEST_SIGNING_KEY !== undefined),
    },
    openReads: network === "devnet" || env.OPEN_READS === "true",
    development: env.NODE_ENV === "development",
    failpoint: env.MICROPAY_FAILPOINT,
    logLevel: env.LOG_LEVEL,
  }
}

/**
 * The database and the node take about as much of the processor as the server, so it gets every other core. More than
 * four only where somebody has seen to it that the database has connections for them: each holds up to eighteen and a
 * few.
 */
function processesFor(cores: number): number {
  return Math.max(1, Math.min(4, Math.floor(cores / 2)))
}

/** As Inngest's SDK chooses it: what is named, in development its server on this machine, else its cloud. */
function inngestUrl(named: string | undefined, dev: string | undefined): string {
  if (named !== undefined) return named
  if (dev === undefined) return "https://api.inngest.com"
  return URL.canParse(dev) ? dev : "http://localhost:8288"
}

declare global {
  /** Secrets that were taken out of the environment; one for the process, whose bundles each have this module. */
  var microPaySecrets: Record<string, string> | undefined
}

const SECRET_NAMES = [
  "DATABASE_URL",
  "MIGRATE_DATABASE_URL",
  "CKB_RPC_URL",
  "CKB_CHECK_RPC_URL",
  "PLATFORM_KEY",
  "PLATFORM_KEYSTORE_PASSWORD",
  "ADMIN_PASSWORD",
  "INNGEST_EVENT_KEY",
  "INNGEST_SIGNING_KEY",
] as const

/**
 * Takes the secrets out of the environment and keeps them in memory: what this process starts from now on inherits
 * none.
 */
export function hideSecrets(): void {
  const hidden = { ...globalThis.microPaySecrets }
  for (const name of SECRET_NAMES) {
    const value = process.env[name]
    if (value !== undefined) hidden[name] = value
    delete process.env[name]
  }
  globalThis.microPaySecrets = hidden
}

/** This process's environment, with what `hideSecrets` took out of it. */
export function ownEnvironment(): Record<string, string | undefined> {
  return { ...process.env, ...globalThis.microPaySecrets }
}

function hasCredentials(text: string): boolean {
  const { username, password } = new URL(text)
  return username !== "" || password !== ""
}

/** What an operator has asked for is the least, and four times that the most, unless they say otherwise. */
function poolBounds(env: { POOL_CELLS: number; POOL_MIN_CELLS?: number; POOL_MAX_CELLS?: number }) {
  const { POOL_CELLS, POOL_MIN_CELLS: min = POOL_CELLS, POOL_MAX_CELLS: max = Math.max(min, 4 * POOL_CELLS) } = env
  if (max < min)
    throw new ConfigError("POOL_MAX_CELLS must not be less than POOL_MIN_CELLS, which is POOL_CELLS by itself.")
  return { min, max }
}

/** Off the devnet nobody lets more pass alone than passes by itself. */
function aloneBy(network: Network, settlementLimit: Shannons | undefined): Shannons | undefined {
  return network === "devnet" ? undefined : settlementLimit
}

function limit(amount: Shannons | undefined): Shannons | undefined {
  return amount === 0n ? undefined : amount
}

/** Every value that is there is a text, so only one that is not there has the wrong type. */
function missing(issue: z.core.$ZodIssue): boolean {
  return issue.code === "invalid_type"
}

/** As the embedded scheduler reads it; a field for seconds may stand in front. */
function isCron(text: string): boolean {
  try {
    new CronPattern(text, undefined, { mode: "5-or-6-parts" })
    return true
  } catch {
    return false
  }
}
