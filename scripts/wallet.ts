/**
 * A wallet for trying the API on a development chain, so that a payment takes nothing but this and curl.
 *
 *   npm run -s wallet -- address [NAME]   its address; the key is made at the first call and kept in MICROPAY_HOME
 *   npm run -s wallet -- sign [NAME]      signs what /api/payment/prepare answered, from standard input; prints the
 *                                         body for /api/payment/transfer
 *
 * A NAME makes a wallet of its own, so that one can pay another.
 */
import { randomBytes } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"
import { z } from "zod"
import { loadSettings, setting } from "./settings"
import { serverUrl } from "./start/web"

loadSettings()
const HOME = setting("MICROPAY_HOME") ?? ".micropay"
const API = `${serverUrl(setting("HOST"), Number(setting("PORT") ?? "3000"))}/api`

const configSchema = z.object({
  network: z.string(),
  rpc_url: z.url(),
  scripts: z.record(z.string(), z.custom<ccc.ScriptInfoLike>()),
})
const preparedSchema = z.object({ payment_id: z.number(), client_secret: z.string().optional(), raw_tx: z.string() })

const [command, name] = process.argv.slice(2)
const signer = new ccc.SignerCkbPrivateKey(await connect(), key(name))
if (command === "address") {
  process.stdout.write(`${await signer.getRecommendedAddress()}\n`)
} else if (command === "sign") {
  const prepared = preparedSchema.parse(JSON.parse(await text(process.stdin)))
  const signed = await signer.signOnlyTransaction(ccc.Transaction.fromBytes(prepared.raw_tx))
  const { payment_id, client_secret } = prepared
  process.stdout.write(`${JSON.stringify({ payment_id, client_secret, raw_tx: ccc.hexFrom(signed.toBytes()) })}\n`)
} else {
  process.stderr.write("Say `address` or `sign`.\n")
  process.exitCode = 1
}

async function connect(): Promise<ccc.Client> {
  const reply = await fetch(`${API}/config`).catch(() => undefined)
  if (!reply?.ok) throw new Error(`Nothing answers at ${API}. Run npm start first, and give PORT if it is not 3000.`)
  const config = configSchema.parse(await reply.json())
  // A key in a plain file is good enough for play money only.
  if (config.network !== "devnet")
    throw new Error(`This wallet is for development chains; ${API} is on ${config.network}.`)
  const scripts = { ...cccA.TESTNET_SCRIPTS, ...config.scripts }
  return new ccc.ClientPublicTestnet({ url: config.rpc_url, fallbacks: [], scripts })
}

function key(name: string | undefined): string {
  if (name !== undefined && !/^[a-z0-9-]+$/.test(name))
    throw new Error("A wallet's name has small letters, digits and hyphens only.")
  const file = join(HOME, name === undefined ? "wallet.key" : `wallet-${name}.key`)
  if (!existsSync(file)) {
    mkdirSync(HOME, { recursive: true, mode: 0o700 })
    writeFileSync(file, `0x${randomBytes(32).toString("hex")}`, { mode: 0o600 })
  }
  return readFileSync(file, "utf8").trim()
}
