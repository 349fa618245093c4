import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ccc } from "@ckb-ccc/core"
import { afterAll, beforeAll, expect, it } from "vitest"
import { z } from "zod"
import { openKeystore } from "@/lib/chain/keys"
import { makeKeystore } from "@/lib/chain/keystore"
import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import { Secret } from "@/lib/secret"
import { describeOnEachChain, type TestChain } from "@/test/support/chain"
import { startPlatform, type TestPlatform } from "@/test/support/context"
import { ckb } from "@/test/support/payment"
import { until } from "@/test/support/rpc"
import { type Actor, actorOf, newKey } from "./actors"
import { expectInvariants } from "./invariants"
import { type NodeProxy, startNodeProxy } from "./proxy"
import { quiesce } from "./quiesce"
import { prepareServer, type RealServer } from "./server"
import { tally } from "./tally"

const BOUND_MS = 120_000
const FUNDED = ckb("500")
const hex = z.templateLiteral(["0x", z.string()])
const preparedPayment = z.object({
  payment_id: z.number(),
  client_secret: z.string(),
  raw_tx: hex,
  network_fee: z.string(),
})
const preparedWithdrawal = z.object({ withdrawal_id: z.number(), raw_tx: hex, network_fee: z.string() })

/** Secrets that are planted, and those that the server makes; none may come to be where it has no business. */
const secrets = new Map<string, string>([
  ["the key store's password", "canary-keystore-password-3f9c"],
  ["the operator's password", "canary-admin-password-77d1"],
  ["the node's address", "canary-rpc-secret-a1b2c3"],
])

describeOnEachChain("the real server", (kind) => {
  let chain: TestChain
  let line: NodeProxy
  let platform: TestPlatform
  let server: RealServer
  let sender: Actor
  let receiver: Actor
  const folder = mkdtempSync(join(tmpdir(), "micro-pay-canary-"))
  const replies: string[] = []

  beforeAll(async () => {
    chain = await kind.start()
    line = await startNodeProxy(chain.rpcUrl)
    const path = join(folder, "platform.json")
    const password = new Secret(secrets.get("the key store's password") ?? "")
    await makeKeystore({ path, password, network: "devnet" })
    const key = toHex(await openKeystore({ path, password }))
    secrets.set("the platform's key", key.slice(2))
    // The test's own view of the same installation: it follows when the server does not run.
    platform = await startPlatform(chain, { cells: 8, env: { CONFIRMATIONS: "2", PLATFORM_KEY: key } })
    const databaseUrl = platform.ctx.config.databaseUrl.reveal()
    secrets.set("the database's password", new URL(databaseUrl).password)
    sender = await actorOf(chain.client(), newKey())
    receiver = await actorOf(chain.client(), newKey())
    await chain.fundMany([sender, receiver].map(({ address }) => ({ address, shannons: FUNDED })))
    await platform.follow()
    server = await prepareServer({
      DATABASE_URL: databaseUrl,
      CKB_RPC_URL: `${line.url}/${secrets.get("the node's address")}`,
      CKB_PUBLIC_RPC_URL: chain.rpcUrl,
      CKB_SCRIPTS: JSON.stringify(chain.scripts),
      PLATFORM_KEYSTORE: path,
      PLATFORM_KEYSTORE_PASSWORD: password.reveal(),
      ADMIN_PASSWORD: secrets.get("the operator's password") ?? "",
      POOL_CELLS: "4",
      CONFIRMATIONS: "2",
      LOG_LEVEL: "trace",
    })
  }, 900_000)
  afterAll(async () => {
    await server.stop()
    await platform.stop()
    await line.stop()
    await chain.stop()
    rmSync(folder, { recursive: true })
  })

  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const reply = await server.request("POST", path, body, headers)
    const text = await reply.text()
    if (!/prepare$/.test(path)) replies.push(text)
    return { status: reply.status, text, cookie: reply.headers.get("set-cookie") }
  }
  const dies = async (asked: Promise<unknown>) => {
    await expect(asked).rejects.toThrow()
    await server.died()
    tally.runs++
  }
  const prepare = () => ({ sender: sender.address, receiver: receiver.address, amount: ckb("60").toString() })
  const statusOf = async (ctx: Context, id: number) =>
    (await ctx.db.payment.findUniqueOrThrow({ where: { id: BigInt(id) } })).status
  /** Makes blocks; the server takes them in. */
  const mineUntil = async (what: string, done: () => Promise<boolean>) =>
    until(
      what,
      async () => {
        await chain.mine()
        return done()
      },
      BOUND_MS,
    )

  it("is killed at failpoints of requests and loops; the client asks again, and all happened once", async () => {
    const { ctx } = platform
    await server.start("POST /api/payment/prepare after write payment")
    await dies(post("/api/payment/prepare", prepare()))

    await server.start("POST /api/payment/transfer before commit")
    const booked = await post("/api/payment/prepare", prepare())
    expect(booked.status, booked.text).toBe(201)
    const payment = preparedPayment.parse(JSON.parse(booked.text))
    secrets.set("a client's secret", payment.client_secret)
    const transfer = { payment_id: payment.payment_id, raw_tx: await sender.sign(payment.raw_tx) }
    secrets.set("a sender's signature", signatureIn(transfer.raw_tx))
    await dies(post("/api/payment/transfer", transfer))
    expect(await ctx.db.chainTransaction.count()).toBe(0)

    await server.start("POST /api/payment/transfer after commit")
    await dies(post("/api/payment/transfer", transfer))
    expect(await ctx.db.chainTransaction.count()).toBe(1)

    await server.start("POST /api/withdrawal/submit after commit")
    const repeated = await post("/api/payment/transfer", transfer)
    expect(repeated).toMatchObject({ status: 200, text: expect.stringContaining("submitted") })
    await mineUntil("the payment", async () => (await statusOf(ctx, payment.payment_id)) === "confirmed")
    const asked = await post("/api/withdrawal/prepare", { receiver: receiver.address, amount: ckb("20").toString() })
    expect(asked.status, asked.text).toBe(201)
    const withdrawal = preparedWithdrawal.parse(JSON.parse(asked.text))
    const submit = { withdrawal_id: withdrawal.withdrawal_id, raw_tx: await receiver.sign(withdrawal.raw_tx) }
    await dies(post("/api/withdrawal/submit", submit))

    await server.start("follow-chain after commit")
    await chain.mine()
    await server.died()
    tally.runs++

    await server.start()
    expect((await post("/api/withdrawal/submit", submit)).status).toBe(200)
    expect((await post("/api/payment/transfer", transfer)).status).toBe(200)
    await mineUntil(
      "the withdrawal",
      async () => (await ctx.db.settlement.count({ where: { status: "confirmed" } })) === 1,
    )
    await tellSecrets(transfer)
    await server.stop()

    await quiesce(platform, chain)
    await expectInvariants(ctx)
    expect(await ctx.db.payment.count({ where: { status: "confirmed" } })).toBe(1)
    const balance = ({ lock }: Actor) => chain.client().getBalance([lock])
    expect(await balance(sender)).toBe(FUNDED - ckb("60") - BigInt(payment.network_fee))
    expect(await balance(receiver)).toBe(FUNDED + ckb("20") - BigInt(withdrawal.network_fee))
  }, 1_800_000)

  /**
   * What might make a server say more than it should: wrong input with secrets in it, a wrong password, a dead node.
   */
  const tellSecrets = async (transfer: { payment_id: number; raw_tx: string }) => {
    const password = secrets.get("the operator's password") ?? ""
    const login = await post("/api/admin/login", { password })
    secrets.set("the operator's session", /=([^;]+)/.exec(login.cookie ?? "")?.[1] ?? "no session")
    await post("/api/admin/login", { password: `${password}-wrong` })
    await post("/api/payment/transfer", { ...transfer, raw_tx: `${transfer.raw_tx}00` })
    await post("/api/payment/prepare", { ...prepare(), client_secret: secrets.get("a client's secret") })
    await post(`/api/payment/${transfer.payment_id}/cancel`, { client_secret: secrets.get("a client's secret") })
    for (const path of ["/api/config", "/api/ready", "/api/openapi.json", "/api/metrics", "/", "/pay", "/admin"])
      replies.push(await (await server.request("GET", path)).text())
    line.treat = () => "drop"
    await post("/api/payment/prepare", prepare())
    replies.push(await (await server.request("GET", "/api/ready")).text())
    line.treat = () => "pass"
  }

  it("keeps its secrets: none is in a log line, a reply, a row of the database or what browsers load", async () => {
    expect(secrets.size).toBe(8)
    const places = new Map([
      ["the log", server.log()],
      ["a reply", replies.join("\n")],
      ["the database", await everyRow(platform.ctx)],
      ["the browser's bundle", filesBelow(join(import.meta.dirname, "..", ".next", "static"))],
    ])
    for (const [where, text] of places) {
      expect(text.length, `${where} is empty`).toBeGreaterThan(1_000)
      for (const [what, secret] of secrets) {
        expect(secret.length, what).toBeGreaterThan(8)
        // The signed transaction is what the database is there to keep.
        if (where === "the database" && what === "a sender's signature") continue
        expect(text.toLowerCase().includes(secret.toLowerCase()), `${what} is in ${where}`).toBe(false)
      }
    }
  })
})

/** The 65 bytes that the sender's wallet made. */
function signatureIn(rawTx: string): string {
  return ccc.Transaction.fromBytes(rawTx).getWitnessArgsAt(0)?.lock?.slice(2) ?? ""
}

async function everyRow({ db }: Context): Promise<string> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(table_name) AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`
  const rows: string[] = []
  for (const { name } of tables) {
    const found = await db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM ${name} t`)
    rows.push(...found.map(({ row }) => row))
  }
  return rows.join("\n")
}

function filesBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n")
}
