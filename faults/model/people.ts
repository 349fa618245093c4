import { createHash } from "node:crypto"
import { ccc } from "@ckb-ccc/core"
import { createSigner, type Signer } from "@/lib/chain/signer"
import type { Hex } from "@/lib/hex"
import { toHex } from "@/lib/hex"

/** Somebody with a key. Keys come from names, so that a run can be repeated to the byte. */
export interface Person {
  name: string
  key: Hex
  address: string
  lock: ccc.Script
  lockHash: Hex
  /** As the platform's, if this is its key */
  signer: Signer
  wallet: ccc.SignerCkbPrivateKey
}

export async function createPerson(client: ccc.Client, name: string): Promise<Person> {
  const key = createHash("sha256").update(`micro-pay model: ${name}`).digest()
  const signer = await createSigner(key, client)
  const { lock } = signer
  return {
    name,
    key: toHex(key),
    address: ccc.Address.fromScript(lock, client).toString(),
    lock,
    lockHash: lock.hash(),
    signer,
    wallet: new ccc.SignerCkbPrivateKey(client, key),
  }
}

/** Signs a 2-2 transaction as its co-signer's wallet does: their inputs come first, the platform's last. */
export async function sign(person: Person, rawTx: Hex, theirInputs: number): Promise<Hex> {
  const stranger = ccc.Script.from({ ...person.lock, args: `0x${"00".repeat(20)}` })
  const tx = ccc.Transaction.fromBytes(rawTx)
  for (const [index, input] of tx.inputs.entries()) {
    input.cellOutput = new ccc.CellOutput(0n, index < theirInputs ? person.lock : stranger)
    input.outputData = "0x"
  }
  return ccc.hexFrom((await person.wallet.signOnlyTransaction(tx)).toBytes())
}

export interface Coin {
  outPoint: string
  capacity: bigint
}

/** Spends coins of a person to one output, without the platform. The fee replaces whatever spends them already. */
export async function spend(
  client: ccc.Client,
  person: Person,
  coins: Coin[],
  to: { lock: ccc.Script; capacity: bigint }[],
): Promise<ccc.Transaction> {
  const tx = ccc.Transaction.default()
  await tx.addCellDepsOfKnownScripts(client, ccc.KnownScript.Secp256k1Blake160)
  for (const { outPoint, capacity } of coins) {
    const [txHash = "", index] = outPoint.split(":")
    tx.addInput({
      previousOutput: { txHash, index: Number(index) },
      cellOutput: { capacity, lock: person.lock },
      outputData: "0x",
    })
  }
  for (const { lock, capacity } of to) tx.addOutput({ capacity, lock }, "0x")
  tx.setWitnessArgsAt(0, ccc.WitnessArgs.from({ lock: new Uint8Array(65) }))
  return person.wallet.signOnlyTransaction(tx)
}
