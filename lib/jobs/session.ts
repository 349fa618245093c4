import { openSession } from "@/lib/db-session"

/** A database connection that is held for the sake of its advisory locks: they live exactly as long as it does. */
export interface LockSession {
  /** Aborted when the connection is lost or closed. From then on another process may hold what this one held. */
  readonly lost: AbortSignal
  /** @returns whether the lock is now held by this session; never waits for another holder */
  tryLock(name: string): Promise<boolean>
  /** Gives every lock back. Never throws. */
  close(): Promise<void>
}

/** Keeps our lock names apart from other users of the same database. Any number will do. */
const LOCK_CLASS = 6_500

const HEARTBEAT_MS = 2_000
const ANSWER_MS = 5_000

/**
 * Connects for holding locks. Not through the connection pool, which hands a connection to whoever asks next, and not
 * through a pooler in transaction mode (PgBouncer), which would do the same behind our back.
 *
 * @param purpose shown in `pg_stat_activity` as the application's name
 * @throws the driver's error when the database cannot be reached
 */
export async function openLockSession(databaseUrl: string, purpose: string): Promise<LockSession> {
  const client = await openSession(databaseUrl, {
    application_name: `micropay ${purpose}`,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
  })
  const lost = new AbortController()
  const lose = () => lost.abort()
  // Without a listener a connection that breaks while idle would end the process.
  client.on("error", lose)
  client.on("end", lose)

  // A machine that loses power closes no connection, and its lock would stay for the operating system's two hours. The
  // server gives up after 25 s, the client below after 7 s at most: so the old holder stops before there can be a new
  // one.
  await client.query(
    "SELECT set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false)",
  )
  const heartbeat = setInterval(() => {
    client.query("SELECT 1").catch(lose)
  }, HEARTBEAT_MS)
  heartbeat.unref()

  const close = async () => {
    clearInterval(heartbeat)
    // Ending a broken connection may wait for an answer that never comes.
    await Promise.race([client.end().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 1_000).unref())])
    lose()
  }
  lost.signal.addEventListener("abort", () => void close(), { once: true })

  return {
    lost: lost.signal,
    async tryLock(name) {
      const { rows } = await client.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1, hashtext($2)) AS held", [
        LOCK_CLASS,
        name,
      ])
      return rows[0]?.held === true
    },
    close,
  }
}
