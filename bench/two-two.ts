import { ccc } from "@ckb-ccc/core"
import { DEV_SCRIPTS, SIGHASH_CODE_HASH } from "@/devnet/scripts"

const lockOf = (args: string) => ccc.Script.from({ codeHash: SIGHASH_CODE_HASH, hashType: "type", args })
const hash = (byte: string) => `0x${byte.repeat(32)}` as const

/** What stands where a history's payment has the hash of its sender's cell. */
export const FIRST_INPUT = hash("5a")

/** A 2-2 transaction as prepare builds it, of made-up cells, with placeholders for both signatures and a commitment. */
export function twoTwo(): ccc.Transaction {
  const placeholder = ccc.hexFrom(ccc.WitnessArgs.from({ lock: new Uint8Array(65) }).toBytes())
  return ccc.Transaction.from({
    cellDeps: [
      {
        outPoint: { txHash: hash("11"), index: DEV_SCRIPTS.Secp256k1Blake160.depGroup },
        depType: "depGroup",
      },
    ],
    inputs: [FIRST_INPUT, hash("22")].map((txHash) => ({ previousOutput: { txHash, index: 0 } })),
    outputs: ["33", "44"].map((byte) => ({ capacity: 6_500_000_000n, lock: lockOf(`0x${byte.repeat(20)}`) })),
    outputsData: ["0x", "0x"],
    witnesses: [placeholder, placeholder, hash("66")],
  })
}
