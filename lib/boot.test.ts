import { type ChildProcess, spawn } from "node:child_process"
import { describe, expect, vi } from "vitest"
import { environment } from "@/test/support/environment"
import { freshInstanceStage } from "@/test/support/instance-stage"

// Each test starts processes that compile what they load, perhaps on a busy machine.
const bounded = { timeout: 60_000, interval: 50 }
const MAINNET_GENESIS = "0x92b197aa1fba0f63633922c61c92375c9c074a93e85963554f5499fe1450d0e5"

interface Server {
  output: string
  process: ChildProcess
  /** resolves with the exit code */
  ended: Promise<number | null>
}

/** A process that does what Next does: it boots, and it lives on because it listens. */
function startServer(settings: Record<string, string>): Server {
  const program = `import { createServer } from "node:http"; import { boot } from "@/lib/boot"; createServer().listen(0); boot()`
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)))
  const server: Server = { output: "", process: child, ended }
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      server.output += chunk.toString()
    })
  }
  return server
}

/** Servers on the test's database and node, which end with the test. */
const test = freshInstanceStage().extend("start", ({ database, node }, { onCleanup }) => {
  const servers: Server[] = []
  onCleanup(async () => {
    for (const server of servers) server.process.kill("SIGKILL")
    await Promise.all(servers.map((server) => server.ended))
  })
  return (settings: Record<string, string> = {}) => {
    const server = startServer({ ...environment(database.url, node.url), ...settings })
    servers.push(server)
    return server
  }
})

describe("boot", () => {
  test("a configuration that cannot work ends the process and says how to mend it", async ({ start }) => {
    const server = start({ CKB_NETWORK: "moonnet" })
    expect(await server.ended).toBe(1)
    expect(server.output).toContain("CKB_NETWORK must be one of devnet, testnet, mainnet")
    expect(server.output).not.toContain("    at ")
  })

  test("a node of another network ends the process", async ({ node, start }) => {
    node.genesisHash = MAINNET_GENESIS
    const server = start()
    expect(await server.ended).toBe(1)
    expect(server.output).toContain("CKB_NETWORK is devnet, but CKB_RPC_URL is a mainnet node")
  })

  test("a database of another platform key ends the process", async ({ start }) => {
    const first = start()
    await vi.waitFor(() => expect(first.output).toContain("background work started"), bounded)
    const second = start({ PLATFORM_KEY: `0x${"17".repeat(32)}` })
    expect(await second.ended).toBe(1)
    expect(second.output).toContain("This database belongs to another platform key")
    expect(second.output).not.toContain("17".repeat(8))
  })

  test("a node that is down at the start is waited for, and the signal ends the work", async ({ node, start }) => {
    await node.close()
    const server = start()
    await vi.waitFor(() => expect(server.output).toContain("CHAIN_ERROR"), bounded)
    await node.reopen()
    await vi.waitFor(() => expect(server.output).toContain("background work started"), bounded)
    await vi.waitFor(() => expect(server.output).toContain('"leading"'), bounded)
    server.process.kill("SIGTERM")
    await vi.waitFor(() => expect(server.output).toContain("background work stopped"), bounded)
  })

  test("with Inngest the embedded scheduler stays off", async ({ start }) => {
    const server = start({ INNGEST_DEV: "http://127.0.0.1:1" })
    await vi.waitFor(() => expect(server.output).toContain('"jobs":"inngest"'), bounded)
  })
})
