import { createHash } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { ccc } from "@ckb-ccc/core"
import { describe, expect } from "vitest"
import { paymentCommitment } from "@/lib/commitment"
import type { Hex } from "@/lib/hex"
import { toHex } from "@/lib/hex"
import { configJson } from "@/lib/http/api/service"
import { divideIntoShares } from "@/lib/ledger/shares"
import type { Share } from "@/lib/ledger/types"
import { shannons } from "@/lib/money"
import { ckb, send } from "@/test/support/payment"
import { sharedStage } from "@/test/support/stage"
import type { Wallet } from "@/test/support/wallet"
import { getPayment } from "./query"

/** What stands on the chain of one payment: everybody can read it. */
interface Seen {
  txHash: Hex
  sender: Hex
  amount: bigint
  commitment: Hex
}

const it = sharedStage()
  .extend("senders", { scope: "file" }, ({ walletWith }) =>
    Promise.all([walletWith("200"), walletWith("200"), walletWith("200")]),
  )
  .extend("receivers", { scope: "file" }, ({ walletWith }) => Promise.all([walletWith(), walletWith(), walletWith()]))
  /** What everybody can read of a payment. */
  .extend("look", { scope: "file" }, ({ ctx }) => async (txHash: Hex): Promise<Seen> => {
    const { platform: own, client } = ctx.chain
    const tx = (await client.getTransaction(txHash))?.transaction as ccc.Transaction
    await Promise.all(tx.inputs.map((input) => input.completeExtraInfos(client)))
    const capacity = (outputs: { lock: ccc.Script; capacity: bigint }[]) =>
      outputs.filter(({ lock }) => lock.hash() === own.lockHash).reduce((total, cell) => total + cell.capacity, 0n)
    const spent = tx.inputs.map(({ cellOutput }) => cellOutput as ccc.CellOutput)
    return {
      txHash,
      sender: spent[0]?.lock.hash() as Hex,
      amount: capacity(tx.outputs) - capacity(spent),
      commitment: tx.witnesses[tx.inputs.length] as Hex,
    }
  })
  .extend("payments", { scope: "file" }, async ({ chain, platform, ctx, senders, receivers, look }) => {
    const payments: { id: bigint; salt: Hex; seen: Seen; receiver: Hex }[] = []
    for (const [i, sender] of senders.entries()) {
      const receiver = receivers[i] as Wallet
      const { paymentId, txHash, salt } = await send(ctx, sender, receiver, ckb(String(3 + i)))
      await chain.commit(txHash)
      payments.push({ id: paymentId, salt, seen: await look(txHash), receiver: receiver.lock.hash() as Hex })
    }
    await platform.follow()
    return payments
  })
  /** Tries all ids, all locks that anybody has seen here, and all salts that somebody may think of. */
  .extend("guess", ({ ctx, senders, receivers }) => (seen: Seen, salts: (id: bigint) => (Hex | null)[]) => {
    const { platform_fee_bps, platform_address } = configJson(ctx)
    expect(platform_address).toBe(ctx.chain.platform.address)
    const locks = [...receivers, ...senders].map(({ lock }) => lock.hash() as Hex)
    for (let id = 1n; id <= 100n; id++) {
      for (const receiver of locks) {
        const shares: Share[] = divideIntoShares({
          amount: shannons(seen.amount),
          feeBps: BigInt(platform_fee_bps),
          platform: ctx.chain.platform.lockHash,
          receiver,
          splits: [],
        })
        for (const salt of salts(id))
          if (paymentCommitment({ id, salt, senderLockHash: seen.sender, shares }) === seen.commitment) return receiver
      }
    }
    return undefined
  })

const sha256 = (text: string): Hex => `0x${createHash("sha256").update(text).digest("hex")}`
const publicSalts = (seen: Seen) => (id: bigint) => [
  null,
  `0x${"00".repeat(32)}` as Hex,
  `0x${id.toString(16).padStart(64, "0")}` as Hex,
  seen.txHash,
  seen.sender,
  sha256(id.toString()),
  sha256(seen.txHash),
]

describe("who was paid", () => {
  it("is not found from the chain, the configuration, all ids and all locks that there are", ({ payments, guess }) => {
    for (const { seen } of payments) expect(guess(seen, publicSalts(seen))).toBeUndefined()
    expect(new Set(payments.map(({ salt }) => salt)).size).toBe(payments.length)
  })

  it("is found by the same search with the salt: so whoever has it can check what a payment was for", ({
    payments,
    guess,
  }) => {
    for (const { seen, salt, receiver } of payments) expect(guess(seen, () => [salt])).toBe(receiver)
  })

  it("was found so before commitments had a salt", ({ ctx, payments, guess }) => {
    for (const { id, seen, receiver } of payments) {
      const splits: [] = []
      const { platform: own } = ctx.chain
      const { feeBps } = ctx.config
      const shares = divideIntoShares({
        amount: shannons(seen.amount),
        feeBps,
        platform: own.lockHash,
        receiver,
        splits,
      })
      const commitment = paymentCommitment({ id, salt: null, senderLockHash: seen.sender, shares })
      const old = { ...seen, commitment }
      expect(guess(old, publicSalts(old))).toBe(receiver)
    }
  })

  it("is checked by the procedure that docs/commitment.md gives to anybody", async ({ ctx, payments }) => {
    const root = join(import.meta.dirname, "../..")
    const guide = readFileSync(join(root, "docs/commitment.md"), "utf8")
    // Beside the packages, so that what it imports is found.
    const folder = mkdtempSync(join(root, "node_modules", ".guide-"))
    const file = join(folder, "guide.mjs")
    writeFileSync(file, guide.split("```js\n")[1]?.split("\n```")[0] ?? "")
    try {
      const { commitment } = await import(/* @vite-ignore */ file)
      const [first] = payments
      const { entries, ...payment } = await getPayment(ctx, first?.id as bigint)
      const shares = entries.map(({ kind, receiver: address, amount }) => ({ kind, address, amount }))
      const { client } = ctx.chain
      expect(await commitment(client, { ...payment, shares })).toBe(first?.seen.commitment)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it("is read together with the salt by who may read the payment, and the salt never changes", async ({
    ctx,
    payments,
  }) => {
    for (const { id, salt, seen } of payments)
      expect(await getPayment(ctx, id)).toMatchObject({ salt, commitment: seen.commitment })
    const other = new Uint8Array(32)
    await expect(ctx.db.$executeRaw`UPDATE payment SET commitment_salt = ${other}`).rejects.toThrow("keeps its salt")
    const [row] = await ctx.db.$queryRaw<{ commitment_salt: Uint8Array }[]>`
      SELECT commitment_salt FROM payment WHERE id = ${payments[0]?.id}`
    expect(row && toHex(row.commitment_salt)).toBe(payments[0]?.salt)
  })
})
