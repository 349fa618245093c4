import { execFile, execFileSync, spawn } from "node:child_process"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { promisify } from "node:util"
import { ckb, type Platform } from "./support/platform"
import { expect, test } from "./support/test"

const ROOT = join(import.meta.dirname, "..")
const EXAMPLES = join(ROOT, "docs", "examples")
const run = promisify(execFile)

const TSX = [process.execPath, join(ROOT, "node_modules", "tsx", "dist", "cli.mjs")]
/** How a program in each language is run; bash stands for curl. */
const RUN: Record<string, string[]> = { sh: ["bash", "-e"], ts: TSX, py: ["python3"] }

const hasPython = (() => {
  try {
    execFileSync("python3", ["--version"])
    return true
  } catch {
    return false
  }
})()

type Environment = Record<string, string>

interface Program {
  language: string
  path: string
}

function programsOf(name: string): Program[] {
  return readdirSync(join(EXAMPLES, name)).flatMap((file) => {
    const language = file.split(".").at(-1) ?? ""
    return RUN[language] ? [{ language, path: join(EXAMPLES, name, file) }] : []
  })
}

/** What differs from run to run, made the same: names, hashes, times. */
const SAME: [RegExp, string][] = [
  [/ckt1[0-9a-z]{40,}/g, "ckt1…"],
  [/0x[0-9a-f]{64}/g, "0x…"],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "2026-11-30T09:15:00.000Z"],
  [/"(id|payment_id)": \d+/g, '"$1": 17'],
  [/"(slug|link)": "[0-9a-z]{12}"/g, '"$1": "k7x2m9qd4wvt"'],
  [/"network_fee": "\d+"/g, '"network_fee": "1012"'],
  [/(whsec|whpk)_[\w+/=-]+/g, "$1_…"],
  [/http:\/\/127\.0\.0\.1:\d+/g, "http://127.0.0.1:4000"],
  [/"request_id": "[^"]+"/g, '"request_id": "5f0e6d1c-2b3a-4958-8776-655443322110"'],
]

function normalised(stdout: string): string {
  const text = /^[[{]/.test(stdout) ? JSON.stringify(JSON.parse(stdout), null, 2) : stdout
  return SAME.reduce((so, [pattern, instead]) => so.replace(pattern, instead), `${text.trim()}\n`)
}

/** Runs an example in every language: each prints what the guide shows. @returns what the last one has printed */
async function shows(name: string, env: Environment): Promise<string> {
  const expected = join(EXAMPLES, name, "output.txt")
  let last = ""
  for (const { language, path } of programsOf(name)) {
    if (language === "py" && !hasPython) continue
    const [command = "", ...args] = RUN[language] ?? []
    const { stdout } = await run(command, [...args, path], { cwd: ROOT, env: { ...process.env, ...env } })
    last = stdout
    if (process.env.UPDATE_EXAMPLES) writeFileSync(expected, normalised(stdout))
    expect(normalised(stdout), path).toBe(readFileSync(expected, "utf8"))
  }
  return last
}

/** A port of this machine that nothing listens at. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

test("what the guides show is what their programs print", async ({ platform, password, baseURL }) => {
  test.setTimeout(180_000)
  const url = new URL(baseURL ?? "")
  const key = await newKey(platform, password)
  const [receiver, author, forum, moderator] = await Promise.all(Array.from({ length: 4 }, () => platform.newAddress()))
  const port = await freePort()
  const env: Environment = {
    MICROPAY_URL: url.origin,
    MICROPAY_KEY: key,
    RECEIVER: receiver ?? "",
    AUTHOR: author ?? "",
    FORUM: forum ?? "",
    MODERATOR: moderator ?? "",
    HOOKS: `http://127.0.0.1:${port}/hooks`,
    HOOKS_PORT: `${port}`,
  }

  const { slug } = JSON.parse(await shows("create-link", env)) as { slug: string }
  await shows("read-an-error", env)
  const tips = JSON.parse(await shows("create-tip-link", env)) as { slug: string }
  const webhook = JSON.parse(await shows("create-webhook", env)) as { id: number; secret: string }
  await takesMessages(webhook, env)

  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("200"))
  const { prepared } = await platform.pay(payer, { link: slug, amount: ckb("0.5") })
  await platform.confirmed(prepared.payment_id)
  await shows("link-payment", { ...env, SLUG: slug })
  await expect.poll(async () => (await eventsOf(env)).length).toBe(1)
  await shows("list-events", env)
  const tip = await platform.pay(payer, { link: tips.slug, amount: ckb("1") })
  await platform.confirmed(tip.prepared.payment_id)
  await shows("totals", env)
  await shows("refund", { ...env, PAYMENT: `${prepared.payment_id}` })
})

test("Python's examples were run", () => {
  test.skip(!hasPython, "there is no python3 on this machine: the guides' programs in Python were NOT run")
})

/** A secret key of a project that is the operator's. */
async function newKey({ url }: Platform, password: string): Promise<string> {
  const authorization = `Basic ${Buffer.from(`admin:${password}`).toString("base64")}`
  const headers = { authorization, "content-type": "application/json" }
  const make = async (path: string, body: object) => {
    const reply = await fetch(new URL(path, url), { method: "POST", headers, body: JSON.stringify(body) })
    expect(reply.status, path).toBe(201)
    return reply.json()
  }
  const { id } = (await make("/api/project", { name: "guides" })) as { id: number }
  const { key } = (await make(`/api/project/${id}/key`, { kind: "secret", name: "guides" })) as { key: string }
  return key
}

async function eventsOf({ MICROPAY_URL, MICROPAY_KEY }: Environment): Promise<unknown[]> {
  const headers = { authorization: `Bearer ${MICROPAY_KEY}` }
  const reply = await fetch(`${MICROPAY_URL}/api/event?type=payment.confirmed`, { headers })
  return (await reply.json()) as unknown[]
}

/** Starts each receiver of messages, sends it a test, and reads what it prints. */
async function takesMessages({ id, secret }: { id: number; secret: string }, env: Environment): Promise<void> {
  const expected = readFileSync(join(EXAMPLES, "receive-webhook", "output.txt"), "utf8")
  for (const { language, path } of programsOf("receive-webhook")) {
    if (language === "py" && !hasPython) continue
    const [command = "", ...args] = RUN[language] ?? []
    const server = spawn(command, [...args, path], {
      cwd: ROOT,
      env: { ...process.env, ...env, WEBHOOK_SECRET: secret },
    })
    try {
      let printed = ""
      server.stdout.on("data", (piece) => {
        printed += piece
      })
      // A body that nobody has signed gets no further, and shows that it listens.
      await expect.poll(() => post(env.HOOKS ?? "", "{}").catch(() => 0)).toBe(400)
      const headers = { authorization: `Bearer ${env.MICROPAY_KEY}` }
      expect(await post(`${env.MICROPAY_URL}/api/webhook/${id}/test`, "", headers)).toBe(201)
      await expect.poll(() => printed, path).toBe(expected)
    } finally {
      server.kill()
    }
  }
}

async function post(url: string, body: string, headers: Record<string, string> = {}): Promise<number> {
  const unsigned = { "webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,none" }
  return (await fetch(url, { method: "POST", body, headers: { ...unsigned, ...headers } })).status
}
