import { expect } from "vitest"
import { refundPayment } from "@/lib/refund/refund"
import { settle } from "@/lib/settlement/settle"
import { asOperator } from "@/test/support/actors"
import { ckb, pay } from "@/test/support/payment"
import { createWallet } from "@/test/support/wallet"
import { Lie } from "./lie.fixture"
import { type AccountShown, anchor, auditStage, commitAll, newEpoch, shownBy } from "./platform.fixture"
import type { AuditOptions, AuditResult } from "./types"

/**
 * An operator who has the key lies, one lie at a time, as well as they can. Alice was paid out once and is owed 19.8,
 * Bob is owed 9.9, and Carol got 4.95 of her payment to Bob back. The epoch before is on the chain, this one not yet.
 */
export const lieStage = auditStage()
  .extend("people", { scope: "file" }, async ({ chain, platform, ctx, sender, walletWith }) => {
    const [alice, bob, carol] = [await createWallet(chain), await createWallet(chain), await walletWith("500")]
    await pay(platform, chain, sender, alice, ckb("100"))
    await pay(platform, chain, sender, bob, ckb("1"))
    const gift = await chain.fund(alice.address, ckb("65"))
    await platform.mine(3)
    expect((await settle(ctx)).settlements).toHaveLength(1)
    await commitAll(platform)
    const anchored = await newEpoch(platform)
    await anchor(chain, platform)
    const toAlice = await pay(platform, chain, sender, alice, ckb("10"))
    await pay(platform, chain, sender, alice, ckb("10"))
    await pay(platform, chain, sender, bob, ckb("4"))
    const fromCarol = await pay(platform, chain, carol, bob, ckb("5"))
    await platform.mine(3)
    await refundPayment(asOperator(ctx), { paymentId: fromCarol.paymentId, reason: "broken" })
    const epoch = await newEpoch(platform)
    const later = await pay(platform, chain, sender, alice, ckb("3"))
    // So deep that no branch excuses anybody.
    await platform.mine(24)
    return { alice, bob, carol, toAlice, later, gift, anchored, epoch }
  })
  .extend("honest", { scope: "file" }, async ({ get, people: { alice, bob, carol } }) =>
    shownBy(get, [alice.address, bob.address, carol.address]),
  )
  .extend(
    "lie",
    ({ honest, ctx }) =>
      () =>
        new Lie(honest, ctx),
  )
  // A cell by where it was made, and the first one that a transaction has spent.
  .extend("outputOf", ({ chain }) => {
    const read = async (txHash: string) => (await chain.client().getTransaction(txHash))?.transaction
    const outputOf = async (txHash: string, index: number) => ({
      ...{ txHash, index, capacity: (await read(txHash))?.outputs[index]?.capacity ?? 0n },
    })
    const spentBy = async (spender: string) => {
      const { txHash = "", index = 0n } = (await read(spender))?.inputs[0]?.previousOutput ?? {}
      return outputOf(txHash, Number(index))
    }
    return Object.assign(outputOf, { spentBy })
  })
  // What the audit says of a lie: the codes of what it finds.
  .extend("found", ({ auditOf }) => async (lie: Lie, options: Partial<AuditOptions> = {}) => {
    const result = await auditOf({ get: lie.get, ...options })
    expect(result.unchecked).toEqual([])
    return codesOf(result)
  })

export const codesOf = ({ faults }: AuditResult) => faults.map(({ code }) => code)
export const first = <T>(list: readonly T[]): T => list[0] as T
export const sumOf = (pieces: AccountShown["proof"]["pieces"]) =>
  `${pieces.reduce((sum, { amount }) => sum + BigInt(amount), 0n)}`
