import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { portForLater } from "@/scripts/process/ports"
import { ckb, Platform } from "./support/platform"
import { expect, test } from "./support/test"

const ROOT = join(import.meta.dirname, "..")
const READY_BOUND_MS = 120_000
/** Of the design's ten seconds on an idle machine, enough for one that is busy with tests. */
const RESTART_BOUND_MS = 60_000

interface Reconciliation {
  ok: boolean
  pool: { difference: string }
  owed: { difference: string }
}

/** An installation of the test's own, which it may kill. */
class Server {
  #process: ChildProcess | undefined

  constructor(
    private readonly home: string,
    private readonly port: number,
  ) {}

  /** `npm start`, in a process group of its own. @returns milliseconds until it said that it is ready */
  async start(): Promise<number> {
    const began = performance.now()
    const env = { ...process.env, MICROPAY_HOME: this.home, PORT: String(this.port), DATABASE_URL: "" }
    const child = spawn(process.execPath, [join(ROOT, "scripts/start.mjs")], {
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    })
    this.#process = child
    let said = ""
    const ready = new Promise<void>((resolve, reject) => {
      const listen = (chunk: Buffer) => {
        said += chunk
        if (said.includes("micro-pay is ready")) resolve()
      }
      child.stdout.on("data", listen)
      child.stderr.on("data", listen)
      child.once("exit", (code, signal) => reject(new Error(`npm start ended (${signal ?? code}):\n${said}`)))
      setTimeout(() => reject(new Error(`npm start is not ready:\n${said}`)), READY_BOUND_MS).unref()
    })
    await ready
    return performance.now() - began
  }

  platform(): Promise<Platform> {
    return Platform.at(`http://127.0.0.1:${this.port}`)
  }

  reconciliation(platform: Platform): Promise<Reconciliation> {
    return platform.asOperator("/api/reconciliation", readFileSync(join(this.home, "admin.password"), "utf8").trim())
  }

  /**
   * `kill -9` of everything at once, as by a power cut, or of the starting process alone, which leaves its children.
   */
  async kill(what: "everything" | "the start alone"): Promise<void> {
    await this.#end("SIGKILL", what === "everything")
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM", false)
  }

  async #end(signal: "SIGKILL" | "SIGTERM", wholeGroup: boolean): Promise<void> {
    const child = this.#process
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once("exit", resolve))
    process.kill(wholeGroup ? -child.pid : child.pid, signal)
    await ended
  }
}

test("kill -9 right after a transfer was answered loses nothing and pays nothing twice", async () => {
  test.setTimeout(2 * READY_BOUND_MS + 3 * RESTART_BOUND_MS)
  const server = new Server(mkdtempSync(join(process.env.E2E_FOLDER ?? tmpdir(), "restart-")), await portForLater())
  try {
    await server.start()
    let platform = await server.platform()
    const payer = platform.newSigner()
    const sender = await payer.getRecommendedAddress()
    const receiver = await platform.newAddress()
    await platform.fund(sender, ckb("100"))
    let left = ckb("100")

    for (const what of ["everything", "the start alone"] as const) {
      const { prepared, signed } = await platform.pay(payer, { receiver, amount: ckb("2") })
      await server.kill(what)
      const took = await server.start()
      const figure = `ready ${(took / 1000).toFixed(1)} s after kill -9 of ${what}`
      test.info().annotations.push({ type: "restart", description: figure })
      process.stdout.write(`    ${figure}\n`)
      expect(took).toBeLessThan(RESTART_BOUND_MS)

      platform = await server.platform()
      const payment = await platform.confirmed(prepared.payment_id)
      expect(payment.tx_hash).toBe(prepared.tx_hash)
      const again = await platform.post("/api/payment/transfer", { payment_id: prepared.payment_id, raw_tx: signed })
      expect(again).toMatchObject({ tx_hash: prepared.tx_hash, status: "confirmed" })
      left -= ckb("2") + BigInt(prepared.network_fee)
      expect(await platform.balance(sender)).toBe(left)
    }

    expect(await platform.get(`/api/account/${receiver}`)).toMatchObject({ available: ckb("3.96").toString() })
    expect(await platform.get("/api/payment/all")).toHaveLength(2)
    await expect
      .poll(() => server.reconciliation(platform), { timeout: 30_000 })
      .toMatchObject({
        ok: true,
        pool: { difference: "0" },
        owed: { difference: "0" },
      })
  } finally {
    await server.stop()
  }
})
