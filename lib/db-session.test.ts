import { spawn } from "node:child_process"
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ClientBase } from "pg"
import { describe, expect } from "vitest"
import { connectDatabase } from "@/lib/db"
import { checkDatabase, DatabaseUnusable, openSession, prepareSession } from "@/lib/db-session"
import { openLockSession } from "@/lib/jobs/session"
import { portForLater } from "@/scripts/process/ports"
import { waitUntil } from "@/scripts/process/wait"
import { databaseStage } from "@/test/support/database-stage"
import { runAsOwner } from "@/test/support/postgres"

const PGBOUNCER = "/usr/sbin/pgbouncer"
interface Pooler {
  /** of the database, through the pooler */
  url: string
  stop(): Promise<void>
}

/** Debian's PgBouncer before a database. */
async function startPooler(databaseUrl: string, settings: Record<string, string>): Promise<Pooler> {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl)
  const through = new URL(databaseUrl)
  through.port = String(await portForLater())
  const folder = mkdtempSync(join(tmpdir(), "micropay-pgbouncer-"))
  chmodSync(folder, 0o755)
  const decoded = decodeURIComponent(password)
  writeFileSync(join(folder, "users.txt"), `"${username}" "${decoded}"\n`)
  const lines = {
    listen_addr: "127.0.0.1",
    listen_port: through.port,
    auth_type: "plain",
    auth_file: join(folder, "users.txt"),
    unix_socket_dir: "",
    ...settings,
  }
  writeFileSync(
    join(folder, "pgbouncer.ini"),
    `[databases]\n* = host=${hostname} port=${port} dbname=${pathname.slice(1)} user=${username} password='${decoded.replaceAll("'", "''")}'\n[pgbouncer]\n${Object.entries(
      lines,
    )
      .map(([name, value]) => `${name} = ${value}`)
      .join("\n")}\n`,
  )
  const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const pooler = spawn(PGBOUNCER, ["-q", join(folder, "pgbouncer.ini")], { stdio: "ignore", ...asNobody })
  const stop = async () => {
    const ended = new Promise((resolve) => pooler.once("exit", resolve))
    pooler.kill("SIGINT")
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: through.href, stop }
}

const it = databaseStage()
  .extend(
    "withQuery",
    ({ database }) =>
      (query: string) =>
        `${database.url}?${query}`,
  )
  /** A pooler before the database, until the test ends: the URL through it. */
  .extend("through", ({ database }, { onCleanup }) => {
    const poolers: Pooler[] = []
    onCleanup(async () => {
      for (const pooler of poolers) await pooler.stop()
    })
    return async (settings: Record<string, string>) => {
      const pooler = await startPooler(database.url, settings)
      poolers.push(pooler)
      const up = () =>
        openSession(pooler.url).then(
          (session) => session.end().then(() => true),
          (error: Error) => !/ECONNREFUSED/.test(error.message),
        )
      expect(await waitUntil(up, 10_000)).toBe(true)
      return pooler.url
    }
  })
it.beforeAll(async ({ database }) => {
  const name = new URL(database.url).pathname.slice(1)
  await runAsOwner(database.url, `ALTER DATABASE "${name}" SET TimeZone = 'Asia/Shanghai'`)
})

const NOON = "2026-01-02T12:00:00.000Z"

async function readNoon(url: string): Promise<string | undefined> {
  const db = connectDatabase(url, 2)
  try {
    const [row] = await db.$queryRaw<{ at: Date }[]>`SELECT ${NOON}::timestamptz AS at`
    return row?.at.toISOString()
  } finally {
    await db.$disconnect()
  }
}

describe("whatever the URL says, a session speaks UTC", () => {
  it.for<[string, string]>([
    ["nothing", ""],
    ["other options", "options=-c%20statement_timeout%3D60000"],
    ["another zone", "options=-c%20TimeZone%3DAsia%2FTokyo"],
    ["a name", "application_name=till"],
  ])("%s", async ([_, query], { withQuery }) => {
    expect(await readNoon(withQuery(query))).toBe(NOON)
    const session = await openSession(withQuery(query))
    expect((await session.query("SHOW TimeZone")).rows).toEqual([{ TimeZone: "UTC" }])
    await session.end()
  })

  it("and options that do no harm are kept", async ({ withQuery }) => {
    const session = await openSession(withQuery("options=-c%20statement_timeout%3D61s"))
    expect((await session.query("SHOW statement_timeout")).rows).toEqual([{ statement_timeout: "61s" }])
    await session.end()
  })
})

it("a session that stays in another zone is refused, whoever swallowed the statement", async () => {
  const deaf = { query: async () => [{ rows: [] }, { rows: [{ zone: "Asia/Shanghai", schema: "public" }] }] }
  await expect(prepareSession(deaf as unknown as ClientBase)).rejects.toThrow(/time zone Asia\/Shanghai/)
})

it("another schema first in the search path is refused", async ({ database, withQuery }) => {
  await runAsOwner(database.url, "CREATE SCHEMA other; GRANT USAGE ON SCHEMA other TO micropay_server")
  const url = withQuery("options=-c%20search_path%3Dother")
  await expect(checkDatabase(url)).rejects.toThrow(/search path .* begins with other/)
  await expect(readNoon(url)).rejects.toThrow(/search path/)
})

describe("what cannot be reached is told in a sentence, without the URL", () => {
  it.for<[string, (url: URL) => URL, RegExp]>([
    ["nobody listens", (url: URL) => Object.assign(url, { port: "1" }), /cannot be reached: .*ECONNREFUSED/],
    ["a wrong password", (url: URL) => Object.assign(url, { password: "sesame" }), /refuses the role or password/],
    [
      "no such database",
      (url: URL) => Object.assign(url, { pathname: "/none" }),
      /names a database that does not exist/,
    ],
  ])("%s", async ([_, change, words], { database }) => {
    const url = change(new URL(database.url)).href
    const error = await checkDatabase(url).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(DatabaseUnusable)
    expect(String(error)).toMatch(words)
    expect(String(error)).not.toContain("sesame")
    expect(String(error)).not.toContain("\n")
  })
})

// Not counted as skipped where Debian's package is not installed: `npm test` needs nothing but Node.
if (existsSync(PGBOUNCER)) {
  describe("a pooler", () => {
    it("in session mode works, with times in UTC and locks that hold", async ({ through }) => {
      const url = await through({ pool_mode: "session" })
      await checkDatabase(url)
      expect(await readNoon(url)).toBe(NOON)
      const [one, other] = [await openLockSession(url, "one"), await openLockSession(url, "other")]
      expect([await one.tryLock("x"), await other.tryLock("x")]).toEqual([true, false])
      await one.close()
      await other.close()
    })

    it.for(["transaction", "statement"])("in %s mode is refused with words", async (mode, { through }) => {
      const url = await through({ pool_mode: mode })
      await expect(checkDatabase(url)).rejects.toThrow(/Use session mode/)
    })

    it("that drops or refuses what the URL asks for", async ({ through }) => {
      const options = "options=-c%20TimeZone%3DAsia%2FTokyo"
      const dropping = await through({
        pool_mode: "session",
        ignore_startup_parameters: "extra_float_digits,options",
      })
      expect(await readNoon(`${dropping}?${options}`)).toBe(NOON)
      const refusing = await through({ pool_mode: "session" })
      await checkDatabase(`${refusing}?${options}`).then(
        // PgBouncer 1.20 and newer understand options.
        () => readNoon(`${refusing}?${options}`).then((noon) => expect(noon).toBe(NOON)),
        (error: Error) => expect(error.message).toMatch(/A pooler before the database refuses/),
      )
    })
  })
}
