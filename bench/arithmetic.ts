import { setImmediate as nextTurn } from "node:timers/promises"
import { ccc } from "@ckb-ccc/core"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import { SIGHASH_CODE_HASH } from "@/devnet/scripts"

const TRANSACTIONS = 200

/**
 * What a 2-2 transaction takes of CPU by itself, in milliseconds: it is built, serialized and hashed, and a signature
 * of its hash verified, by CCC and noble, whatever the platform uses. One thread, warmed up.
 */
export async function buildAndVerifyMs(): Promise<number> {
  const { tx, lock } = sample()
  const key = ccc.bytesFrom(`0x${"11".repeat(32)}`)
  const publicKey = secp256k1.getPublicKey(key, true)
  const signature = secp256k1.sign(ccc.bytesFrom(tx.hash()), key, { prehash: false })
  const work = async () => {
    for (let done = 0; done < TRANSACTIONS; done++) {
      // Connections that end meanwhile are noticed.
      if (done % 10 === 0) await nextTurn()
      const built = ccc.Transaction.from({ ...tx, outputs: [{ capacity: BigInt(done), lock }, ...tx.outputs.slice(1)] })
      built.toBytes()
      built.hash()
      secp256k1.verify(signature, ccc.bytesFrom(tx.hash()), publicKey, { prehash: false })
    }
  }
  await work()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000 / TRANSACTIONS
}

function sample() {
  const lock = ccc.Script.from({ codeHash: SIGHASH_CODE_HASH, hashType: "type", args: "0x00" })
  const previousOutput = { txHash: `0x${"22".repeat(32)}`, index: 0 } as const
  const tx = ccc.Transaction.from({
    inputs: [{ previousOutput }, { previousOutput: { ...previousOutput, index: 1 } }],
    outputs: [1n, 2n].map((capacity) => ({ capacity, lock })),
    outputsData: ["0x", "0x"],
    witnesses: [1, 2].map(() => ccc.hexFrom(ccc.WitnessArgs.from({ lock: new Uint8Array(65) }).toBytes())),
  })
  return { tx, lock }
}
