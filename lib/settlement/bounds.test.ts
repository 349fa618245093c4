import { randomBytes } from "node:crypto"
import { expect } from "vitest"
import { decodeBytes, isSameScript } from "@/lib/chain/decode"
import { buildPlatformTransaction, TransactionTooLarge } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import { fromHex, toHex } from "@/lib/hex"
import { ENTRIES_AT_ONCE } from "@/lib/ledger/take-entries"
import { freeCells } from "@/lib/pool/cells"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { ckb, pay } from "@/test/support/payment"
import { runAsOwner } from "@/test/support/postgres"
import { freshStage } from "@/test/support/stage"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { settle } from "./settle"

const it = freshStage({ capacity: ckb("300"), env: { PLATFORM_FEE_BPS: "0", POOL_CELLS: "4" } })
  /** Payable entries as only years of small payments make them: written past the rules that would check each. */
  .extend("oweInPieces", ({ ctx }) => async (to: Wallet, pieces: number, each: bigint): Promise<void> => {
    const [cell] = await freeCells(ctx, 1)
    const bytes = (hex: string) => `decode('${hex.replace("0x", "")}', 'hex')`
    const lockHash = bytes(to.lock.hash())
    await runAsOwner(
      ctx.config.databaseUrl.reveal(),
      `SET LOCAL session_replication_role = replica;
     WITH paid AS (
       INSERT INTO "payment" ("sender", "sender_lock_hash", "receiver", "receiver_lock_hash", "amount", "platform_fee", "network_fee",
         "status", "tx_hash", "unsigned_tx", "platform_cell_id", "client_secret_hash", "expires_at")
       VALUES ('${to.address}', ${lockHash}, '${to.address}', ${lockHash}, ${each * BigInt(pieces)}, 0, 1, 'confirmed',
         ${bytes(randomBytes(32).toString("hex"))}, '', ${cell?.id}, '', now()) RETURNING "id"
     )
     INSERT INTO "account" ("payment_id", "receiver", "lock_hash", "amount", "kind", "status")
     SELECT paid."id", '${to.address}', ${lockHash}, ${each}, 'split', 'available' FROM paid, generate_series(1, ${pieces}::int)`,
    )
  })
  .extend("paidTo", ({ ctx }) => async (to: Wallet) => {
    const lockHash = fromHex(to.lock.hash() as `0x${string}`)
    const { _count, _sum } = await ctx.db.entry.aggregate({
      where: { lockHash, status: "settling" },
      _count: true,
      _sum: { amount: true },
    })
    return [_count, _sum.amount]
  })

it("who is owed more entries than one payout takes is paid a part, and nobody waits behind them", async ({
  chain,
  platform,
  ctx,
  oweInPieces,
  paidTo,
}) => {
  const [many, sender, other] = [await createWallet(chain), await createWallet(chain), await createWallet(chain)]
  await chain.fund(sender.address, ckb("200"))
  await platform.follow()
  await oweInPieces(many, ENTRIES_AT_ONCE + 3_000, ckb("0.005"))
  await pay(platform, chain, sender, other, ckb("70"))
  expect((await settle(ctx)).settlements).toHaveLength(2)
  expect(await paidTo(many)).toEqual([ENTRIES_AT_ONCE, ckb("100")])
  expect(await paidTo(other)).toEqual([1, ckb("70")])
})

it("who is owed so little in each that a usual payout's entries make no cell is paid in a payout of their own", async ({
  chain,
  ctx,
  oweInPieces,
  paidTo,
}) => {
  const dusty = await createWallet(chain)
  await oweInPieces(dusty, 66_000, ckb("0.001"))
  expect((await settle(ctx)).settlements).toHaveLength(1)
  expect(await paidTo(dusty)).toEqual([66_000, ckb("66")])
})

it("half of the cells stays for senders over a whole run, and while its payouts are on their way", async ({
  chain,
  platform,
  ctx,
  oweInPieces,
  paidTo,
}) => {
  const [many, other] = [await createWallet(chain), await createWallet(chain)]
  const cells = await freeCells(ctx, 99)
  const half = Math.floor(cells.length / 2)
  const amount = ckb("300") * BigInt(half) - ckb("100")
  // They need a payout each, which takes half of what there is.
  await oweInPieces(many, ENTRIES_AT_ONCE, amount / BigInt(ENTRIES_AT_ONCE))
  await oweInPieces(other, 1, amount)
  for (let run = 0; run < 2; run++) {
    expect((await settle(ctx)).settlements).toHaveLength(1 - run)
    expect(await freeCells(ctx, 99)).toHaveLength(cells.length - half)
  }
  expect([(await paidTo(many))[0], (await paidTo(other))[0]]).toEqual([ENTRIES_AT_ONCE, 0])
  const [first] = await ctx.db.settlement.findMany()
  await chain.commit(toHex(first?.txHash ?? new Uint8Array()))
  await platform.follow()
  expect((await settle(ctx)).settlements).toHaveLength(1)
  expect(await paidTo(other)).toEqual([1, amount])
})

it("a withdrawal takes no more entries than that either, and says what they are worth", async ({
  chain,
  platform,
  ctx,
  oweInPieces,
}) => {
  const many = await createWallet(chain)
  await chain.fund(many.address, ckb("61"))
  await platform.follow()
  await oweInPieces(many, ENTRIES_AT_ONCE + 10, ckb("0.001"))
  await expect(prepareWithdrawal(ctx, { receiver: many.address, amount: ckb("20.005") })).rejects.toMatchObject({
    code: "INSUFFICIENT_BALANCE",
    details: { available: ckb("20").toString() },
  })
  expect(await prepareWithdrawal(ctx, { receiver: many.address })).toMatchObject({ amount: ckb("20") })
})

it("a payout that cannot be made is tried smaller, until it is known who stands in the way", async ({
  chain,
  platform,
  ctx,
  paidTo,
}) => {
  const sender = await createWallet(chain)
  const receivers = await Promise.all(Array.from({ length: 5 }, () => createWallet(chain)))
  await chain.fund(sender.address, ckb("900"))
  await platform.follow()
  for (const receiver of receivers) await pay(platform, chain, sender, receiver, ckb("70"))
  const [, , bad] = receivers as [Wallet, Wallet, Wallet]
  const { signer } = ctx.chain
  const failing: Context = {
    ...ctx,
    chain: {
      ...ctx.chain,
      signer: {
        ...signer,
        sign: (tx) => {
          const { outputs } = decodeBytes(tx.toBytes()).tx
          if (outputs.some(({ lock }) => isSameScript(lock, bad.lock))) throw new Error("nobody knows why")
          signer.sign(tx)
        },
      },
    },
  }
  await settle(failing)
  const paid = await Promise.all(receivers.map(async (receiver) => (await paidTo(receiver))[0]))
  expect(paid).toEqual([1, 1, 0, 1, 1])
  await expect(settle(failing)).rejects.toThrow("nobody knows why")
})

it("a transaction larger than the chain takes is not built, and a payout makes no more cells than fit", async ({
  chain,
  platform,
  ctx,
}) => {
  await chain.fund(ctx.chain.platform.address, ckb("500000"))
  await platform.follow()
  const [cell] = (await freeCells(ctx, 20)).filter(({ capacity }) => capacity > ckb("1000"))
  if (!cell) throw new Error("the deposit is not in the pool")
  const parts = { cells: [cell], payouts: [], changeCells: 5_200, changeCapacity: ckb("65"), feeRate: 1_500n }
  await expect(buildPlatformTransaction(ctx.chain, parts)).rejects.toThrow(TransactionTooLarge)

  const [sender, receiver] = [await createWallet(chain), await createWallet(chain)]
  await chain.fund(sender.address, ckb("300"))
  await platform.follow()
  await pay(platform, chain, sender, receiver, ckb("70"))
  await ctx.db.$executeRaw`UPDATE platform_cell SET reserved = id = ${cell.id}`
  const wide = { ...ctx, config: { ...ctx.config, poolCells: 10_000 } }
  const { settlements } = await settle(wide)
  const [{ bytes } = { bytes: new Uint8Array() }] = await ctx.db.chainTransaction.findMany({
    where: { settlementId: settlements[0] ?? 0n },
  })
  expect(bytes.length).toBeGreaterThan(40_000)
  expect(bytes.length).toBeLessThan(100_000)
})
