import { ccc } from "@ckb-ccc/core"
import { KEY_B, secpWallet } from "./offline.fixture"
import { placeholderWitness, senderLockFor } from "./sender"
import type { SenderLock } from "./types"

const HASH = (byte: string) => `0x${byte.repeat(32)}`

/** A prepared 2-2 payment as the server stores it, with what verifies its sender. */
export interface PreparedPayment {
  tx: ccc.Transaction
  lock: SenderLock
  /** Where the sender's witness belongs */
  position: number
}

/** The sender's lock, or a failed test. */
export async function knownSender(lock: ccc.Script, client: ccc.Client): Promise<SenderLock> {
  const sender = await senderLockFor(lock, client)
  if (sender.kind === "unsupported") throw new Error(sender.reason)
  return sender
}

/**
 * A payment that lacks only signatures. `order` names the inputs: `s` a cell of the sender, `p` the platform's.
 * The witness beyond the inputs is a commitment, as every payment carries one.
 */
export async function preparePayment(sender: ccc.Script, client: ccc.Client, order = "sps"): Promise<PreparedPayment> {
  const { script: platform } = await secpWallet(client, KEY_B).getRecommendedAddressObj()
  const lock = await knownSender(sender, client)
  const position = order.indexOf("s")
  const tx = ccc.Transaction.from({
    inputs: [...order].map((who, index) => ({
      previousOutput: { txHash: HASH("ab"), index },
      cellOutput: { capacity: ccc.fixedPointFrom(100), lock: who === "s" ? sender : platform },
      outputData: "0x",
    })),
    outputs: [
      { capacity: ccc.fixedPointFrom(197), lock: sender },
      { capacity: ccc.fixedPointFrom(102), lock: platform },
    ],
    outputsData: ["0x", "0x"],
    witnesses: [...[...order].map(() => "0x"), HASH("c0")],
  })
  tx.witnesses[position] = placeholderWitness(lock)
  tx.setWitnessArgsAt(order.indexOf("p"), ccc.WitnessArgs.from({ lock: new Uint8Array(65) }))
  await tx.addCellDepsOfKnownScripts(client, ccc.KnownScript.Secp256k1Blake160, ...lock.knownScripts)
  return { tx, lock, position }
}

/** The sender's witness, made by the wallet from a copy of the prepared transaction. */
export async function signedWitness(signer: ccc.Signer, { tx, position }: PreparedPayment): Promise<ccc.Hex> {
  const signed = await signer.signOnlyTransaction(tx.clone())
  return signed.witnesses[position] ?? "0x"
}
