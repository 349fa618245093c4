import { randomBytes } from "node:crypto"
import { ccc } from "@ckb-ccc/core"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import { expect } from "vitest"
import type { Hex } from "@/lib/hex"
import { countSignatures } from "@/test/support/context"
import { ckb } from "@/test/support/payment"
import { sharedStage } from "@/test/support/stage"
import type { Wallet } from "@/test/support/wallet"
import { type PreparedPayment, preparePayment } from "./prepare"
import { submitPayment } from "./submit"

export interface Signed {
  prepared: PreparedPayment
  rawTx: Hex
}

/**
 * What tests of submitting stand on: payments that are prepared and signed, and a count of the platform's signatures.
 */
export function submitStage() {
  // One sender may bind an eighth of the pool: two of these.
  return (
    sharedStage({ cells: 16 })
      .extend(
        "prepare",
        { scope: "file" },
        ({ ctx, receiver }) =>
          (sender: { address: string }, amount = "2", on = ctx) =>
            preparePayment(on, { sender: sender.address, receiver: receiver.address, amount: ckb(amount), splits: [] }),
      )
      .extend(
        "submit",
        { scope: "file" },
        ({ ctx }) =>
          ({ paymentId }: PreparedPayment, rawTx: Hex, on = ctx) =>
            submitPayment(on, { paymentId, rawTx }),
      )
      .extend(
        "signedPayment",
        { scope: "file" },
        ({ ctx, prepare }) =>
          async (sender: Wallet, amount = "2", on = ctx): Promise<Signed> => {
            const prepared = await prepare(sender, amount, on)
            return { prepared, rawTx: await sender.sign(prepared.rawTx) }
          },
      )
      .extend("signatures", ({ ctx }, { onCleanup }) => {
        const signatures = countSignatures(ctx)
        onCleanup(signatures.stop)
        return signatures
      })
      /** Nothing of the payment was signed, stored or bound. */
      .extend("expectUntouched", ({ ctx, signatures }) => async ({ paymentId }: PreparedPayment) => {
        expect(signatures.count()).toBe(0)
        expect(await ctx.db.chainTransaction.count({ where: { paymentId } })).toBe(0)
        expect(await ctx.db.claim.count({ where: { paymentId } })).toBe(0)
      })
  )
}

export const randomKey = (): Hex => ccc.hexFrom(randomBytes(32))

/** A signature of its own each time, all of them valid. */
export async function signWith(key: Hex, rawTx: Hex, lock: ccc.Script, client: ccc.Client): Promise<Hex> {
  const tx = ccc.Transaction.fromBytes(rawTx)
  const info = await tx.getSignHashInfo(lock, client)
  const options = { prehash: false, format: "recovered", extraEntropy: true } as const
  const signature = secp256k1.sign(ccc.bytesFrom(info?.message ?? "0x"), ccc.bytesFrom(key), options)
  const witness = ccc.bytesConcat(signature.subarray(1), signature.subarray(0, 1))
  tx.setWitnessArgsAt(0, ccc.WitnessArgs.from({ lock: witness }))
  return ccc.hexFrom(tx.toBytes())
}
