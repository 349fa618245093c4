import type { Context } from "@/lib/context"
import { inngestAnswers } from "@/lib/jobs/inngest-server"
import { readOverdueJobs } from "@/lib/jobs/overdue"
import { formatCkb } from "@/lib/money"
import { LENDABLE_FACTOR } from "@/lib/pool/hold"
import { lowBelow } from "@/lib/pool/usage"
import { getContext } from "@/lib/runtime"

export interface Check {
  ok: boolean
  /** For people; says what to do when it is not ok. Public, so it names no host and quotes no error. */
  detail: string
}

export interface Readiness {
  ready: boolean
  checks: { database: Check; node: Check; pool: Check; follower: Check; jobs: Check & { overdue: string[] } }
}

/** The follower may be this many blocks behind the node before payments seem stuck to people. */
const MAX_LAG = 20n
const ANSWER_MS = 3_000

/**
 * Whether this instance can take payments, and if not, what is missing. Never throws.
 *
 * @param ctx the context to look at; without it the process's own, which may not exist yet because the node or the
 *   database is down
 */
export async function readiness(ctx?: Context): Promise<Readiness> {
  const context = ctx ?? (await answerOf(getContext()))
  if (!context) {
    const waiting = failed("not started: the database or the node does not answer yet, see the log")
    const jobs = { ...waiting, overdue: [] }
    return { ready: false, checks: { database: waiting, node: waiting, pool: waiting, follower: waiting, jobs } }
  }
  const [database, tip, jobs] = await Promise.all([readDatabase(context), readTip(context), checkJobs(context)])
  const checks = {
    database: database ? passed("answers") : failed("the database does not answer"),
    node: tip === undefined ? failed("the CKB node does not answer") : passed(`at block ${tip}`),
    pool: checkPool(context, database),
    follower: checkFollower(database, tip),
    jobs,
  }
  return { ready: Object.values(checks).every(({ ok }) => ok), checks }
}

interface DatabaseState {
  cells: bigint
  free: bigint
  followed: bigint | null
}

async function readDatabase({ db, config }: Context): Promise<DatabaseState | undefined> {
  const rows = await answerOf(
    db.$queryRaw<DatabaseState[]>`
      SELECT count(*) AS cells, count(*) FILTER (WHERE state = 'free') AS free, (SELECT max(number)
      FROM block) AS followed
      FROM platform_cell WHERE state IN ('free', 'claimed') AND capacity <= ${config.minWithdrawal * LENDABLE_FACTOR}`,
  )
  return rows?.[0]
}

async function readTip({ chain }: Context): Promise<bigint | undefined> {
  const tip = await answerOf(chain.rpc.call<string>("get_tip_block_number"))
  return tip === undefined ? undefined : BigInt(tip)
}

function checkPool({ config, chain }: Context, database: DatabaseState | undefined): Check {
  if (!database) return failed("unknown while the database does not answer")
  if (database.cells > 0n) {
    const low = database.free < lowBelow(config) ? ", low: add cells or wait for blocks" : ""
    return passed(`${database.cells} cells, ${database.free} free${low}`)
  }
  const capacity = config.minWithdrawal * BigInt(config.poolCells)
  return failed(
    `there is no cell to pay with: send at least ${formatCkb(capacity)} CKB (${config.poolCells} cells of ` +
      `${formatCkb(config.minWithdrawal)} CKB) and 1 CKB for fees to ${chain.platform.address}, then run npm run pool -- init`,
  )
}

function checkFollower(database: DatabaseState | undefined, tip: bigint | undefined): Check {
  if (!database || tip === undefined) return failed("unknown while the database or the node does not answer")
  if (database.followed === null) return failed("no block has been taken in yet")
  const lag = tip > database.followed ? tip - database.followed : 0n
  const detail = `at block ${database.followed}, ${lag} behind the node`
  return lag <= MAX_LAG ? passed(detail) : failed(detail)
}

async function checkJobs(ctx: Context): Promise<Readiness["checks"]["jobs"]> {
  const overdue = await answerOf(readOverdueJobs(ctx))
  if (!overdue) return { ...failed("unknown while the database does not answer"), overdue: [] }
  const inngest =
    (await inngestAnswers(ctx)) === false ? "; Inngest's server does not answer, see INNGEST_BASE_URL" : ""
  if (overdue.length === 0) return { ...passed(`run on time${inngest}`), overdue }
  const by = ctx.config.inngest.enabled ? "Inngest's server" : "the scheduler in this server"
  return {
    ...failed(`${overdue.join(", ")}: not begun for three times in a row; see whether ${by} runs${inngest}`),
    overdue,
  }
}

function passed(detail: string): Check {
  return { ok: true, detail }
}

function failed(detail: string): Check {
  return { ok: false, detail }
}

/** What the promise gives within the time, else undefined: a probe that hangs tells its caller nothing. */
async function answerOf<T>(promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ANSWER_MS)
  })
  return Promise.race([promise.catch(() => undefined), late]).finally(() => clearTimeout(timer))
}
