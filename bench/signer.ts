import { ccc } from "@ckb-ccc/core"
import { SIGHASH_CODE_HASH } from "@/devnet/scripts"

// Signs as wallets do, in a process of its own: the generator's loop only moves bytes.

export interface SignTask {
  id: number
  key: string
  /** a prepared 2-2 transaction: the sender's inputs come first, the platform's is the last */
  rawTx: string
}

export interface Signed {
  id: number
  signed?: string
  error?: string
}

// What would be asked of a node stands in the transaction already.
const client = new ccc.ClientPublicTestnet({ url: "http://127.0.0.1:1", fallbacks: [] })
const lockOf = (args: string) => ccc.Script.from({ codeHash: SIGHASH_CODE_HASH, hashType: "type", args })
const nobody = lockOf(`0x${"00".repeat(20)}`)
const signers = new Map<string, { signer: ccc.SignerCkbPrivateKey; lock: ccc.Script }>()

function signerOf(key: string) {
  const known = signers.get(key)
  if (known) return known
  const signer = new ccc.SignerCkbPrivateKey(client, key)
  const made = { signer, lock: lockOf(ccc.hashCkb(signer.publicKey).slice(0, 42)) }
  signers.set(key, made)
  return made
}

async function sign({ key, rawTx }: SignTask): Promise<string> {
  const { signer, lock } = signerOf(key)
  const tx = ccc.Transaction.fromBytes(rawTx)
  for (const [index, input] of tx.inputs.entries()) {
    input.cellOutput = new ccc.CellOutput(0n, index === tx.inputs.length - 1 ? nobody : lock)
    input.outputData = "0x"
  }
  const info = await tx.getSignHashInfo(lock, client)
  if (!info) throw new Error("none of its inputs is the sender's")
  const witness = tx.getWitnessArgsAt(info.position) ?? ccc.WitnessArgs.from({})
  witness.lock = await signer._signMessage(info.message)
  tx.setWitnessArgsAt(info.position, witness)
  return ccc.hexFrom(tx.toBytes())
}

process.on("message", async (task: SignTask) => {
  const reply: Signed = await sign(task).then(
    (signed) => ({ id: task.id, signed }),
    (error: unknown) => ({ id: task.id, error: String(error) }),
  )
  process.send?.(reply)
})
