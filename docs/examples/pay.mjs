// Pays somebody through micro-pay: KEY=0x… node docs/examples/pay.mjs ADDRESS CKB
import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"

const API = process.env.MICROPAY_API ?? "http://localhost:3000/api"
const [receiver, amount] = process.argv.slice(2)

const config = await call("/config")
const Client = config.network === "mainnet" ? ccc.ClientPublicMainnet : ccc.ClientPublicTestnet
const client = new Client(
  config.network === "devnet"
    ? { url: config.rpc_url, fallbacks: [], scripts: { ...cccA.TESTNET_SCRIPTS, ...config.scripts } }
    : {},
)
const signer = new ccc.SignerCkbPrivateKey(client, process.env.KEY)
const sender = await signer.getRecommendedAddress()

// 1. Prepare. Nothing is signed, nothing moves.
const order = { sender, receiver, amount: ccc.fixedPointFrom(amount).toString(), info: "thanks" }
const payment = await call("/payment/prepare", order)

// 2. Read what you are going to sign: what leaves your cells is the amount and the network's fee, and no more.
const tx = ccc.Transaction.fromBytes(payment.raw_tx)
const { script } = await signer.getRecommendedAddressObj()
let leaves = 0n
for (const input of tx.inputs) {
  const { cellOutput } = await input.getCell(client)
  if (cellOutput.lock.eq(script)) leaves += cellOutput.capacity
}
for (const output of tx.outputs) if (output.lock.eq(script)) leaves -= output.capacity
if (leaves !== BigInt(order.amount) + BigInt(payment.network_fee)) throw new Error(`it would take ${leaves} shannons`)

// 3. Sign, and nothing else: preparing or completing the transaction again would change its hash.
const signed = await signer.signOnlyTransaction(tx)

// 4. Hand it in. Until the answer has come, send the same bytes again: that is safe.
const secret = payment.client_secret
await call("/payment/transfer", {
  payment_id: payment.payment_id,
  client_secret: secret,
  raw_tx: ccc.hexFrom(signed.toBytes()),
})

// 5. It is paid when it is confirmed.
let status
do {
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  status = (await call(`/payment/${payment.payment_id}`, undefined, { "x-client-secret": secret })).status
} while (status === "submitted" || status === "committed")
console.log(`payment ${payment.payment_id}: ${status}, ${payment.tx_hash}`)

async function call(path, body, headers = {}) {
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
  const reply = await fetch(API + path, body ? post : { headers })
  const answer = await reply.json()
  if (!reply.ok) throw new Error(`${answer.code}: ${answer.detail} (request ${answer.request_id})`)
  return answer
}
