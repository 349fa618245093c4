import { setImmediate as nextTurn } from "node:timers/promises"
import { ccc } from "@ckb-ccc/core"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import { twoTwo } from "./two-two"

const TRANSACTIONS = 200

/**
 * What a 2-2 transaction takes of CPU by itself, in milliseconds: it is built, serialized and hashed, and a signature
 * of its hash verified, by CCC and noble, whatever the platform uses. One thread, warmed up.
 */
export async function buildAndVerifyMs(): Promise<number> {
  const tx = twoTwo()
  const key = ccc.bytesFrom(`0x${"11".repeat(32)}`)
  const publicKey = secp256k1.getPublicKey(key, true)
  const signature = secp256k1.sign(ccc.bytesFrom(tx.hash()), key, { prehash: false })
  const work = async () => {
    for (let done = 0; done < TRANSACTIONS; done++) {
      // Connections that end meanwhile are noticed.
      if (done % 10 === 0) await nextTurn()
      const built = ccc.Transaction.from({
        ...tx,
        outputs: tx.outputs.map((output) => ({ ...output, capacity: BigInt(done) })),
      })
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
