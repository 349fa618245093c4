// Pays somebody, once for each name: KEY=0x… node examples/bot/bot.mjs NAME ADDRESS CKB
import { readFileSync, renameSync, writeFileSync } from "node:fs"
import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"
import { createClient, formatCkb, parseCkb, pay, waitUntilPaid } from "@micro-pay/client"

const AT = process.env.MICROPAY_URL ?? "http://localhost:3000"
const FILE = process.env.PAYMENTS ?? "payments.json"
const [name, receiver, amount] = process.argv.slice(2)

const client = createClient({ url: AT })
const signer = new ccc.SignerCkbPrivateKey(await chain(), process.env.KEY)
console.log(`paying from ${await signer.getRecommendedAddress()}`)

const order = { receiver, amount: parseCkb(amount), info: name }
const paid = await pay(client, order, {
  signer,
  resume: { store: fileStore(FILE), key: name },
  // Nobody looks at the wallet of a program: what it may spend is said here.
  confirm: ({ pays }) => pays <= parseCkb("100"),
  // The name says what is the same: two names may pay the same amount to the same address.
  again: true,
})
console.log(`payment ${paid.paymentId}: ${paid.status}, ${paid.txHash}`)
const payment = await waitUntilPaid(client, paid)
console.log(`paid ${formatCkb(payment.amount)} CKB for ${name}`)

/** A node of the network that the platform is on; on the development chain the platform names one. */
async function chain() {
  const config = await client.config()
  if (config.network === "mainnet") return new ccc.ClientPublicMainnet()
  if (config.network === "testnet") return new ccc.ClientPublicTestnet()
  const scripts = { ...cccA.TESTNET_SCRIPTS, ...config.scripts }
  return new ccc.ClientPublicTestnet({ url: new URL(config.rpc_url, client.url).href, fallbacks: [], scripts })
}

/** What was signed must outlive the program: it is written beside the old file, which it then takes the place of. */
function fileStore(file) {
  const all = () => {
    try {
      return JSON.parse(readFileSync(file, "utf8"))
    } catch (error) {
      if (error.code === "ENOENT") return {}
      throw error
    }
  }
  const write = (payments) => {
    writeFileSync(`${file}.new`, JSON.stringify(payments), { mode: 0o600, flush: true })
    renameSync(`${file}.new`, file)
  }
  return {
    get: (key) => all()[key] ?? null,
    set: (key, text) => write({ ...all(), [key]: text }),
    delete: (key) => write({ ...all(), [key]: undefined }),
  }
}
