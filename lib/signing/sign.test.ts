import { setTimeout as wait } from "node:timers/promises"
import { expect } from "vitest"
import type { OutPoint } from "@/lib/chain/cells"
import type { RpcCall } from "@/lib/chain/rpc"
import { buildPlatformTransaction } from "@/lib/chain/transaction"
import { fromHex, type Hex } from "@/lib/hex"
import { shannons } from "@/lib/money"
import { pauseByOperator, resume } from "@/lib/operator/pause-and-resume"
import { freeCells } from "@/lib/pool/cells"
import { followChain } from "@/lib/tracking/follow"
import { packSpends } from "@/lib/transaction/spends"
import type { TestContext } from "@/test/support/actors"
import { ckb } from "@/test/support/payment"
import { until } from "@/test/support/rpc"
import { sharedStage } from "@/test/support/stage"
import { lookAtChain, MAX_BEHIND, stillHolds, takeIn } from "./look"
import { DeadCells, type Sign, withSignature } from "./sign"

const it = sharedStage({ cells: 2 })
  /** A transaction of the pool's cells, each time another. */
  .extend("rearrangement", ({ ctx }) => async () => {
    const cells = await freeCells(ctx, 2)
    const changeCapacity = shannons(ckb("62") + rearrangements++)
    const parts = { cells, payouts: [], changeCells: 2, changeCapacity, feeRate: 1_500n }
    const built = await buildPlatformTransaction(ctx.chain, parts)
    if (!built) throw new Error("the pool's cells are too small")
    return built
  })
  .extend(
    "decide",
    ({ ctx }) =>
      (txHash: string, status = "signed") =>
        ctx.db.poolOperation.create({
          data: { kind: "split", networkFee: 1n, txHash: fromHex(txHash as Hex), status },
        }),
  )
  /** Decides on a transaction and signs it, on a chain whose calls a test may watch. */
  .extend(
    "signOne",
    ({ ctx, rearrangement }) =>
      async (on = ctx, scope: "settlement" | "self-spend" = "settlement") => {
        const built = await rearrangement()
        return withSignature(on, { tx: built.tx, scope }, async (db, sign) => {
          const { id } = await db.poolOperation.create({
            data: { kind: "split", networkFee: built.networkFee, txHash: fromHex(built.hash) },
          })
          return sign({ poolOperationId: id })
        })
      },
  )
  /** The same platform, with something done before, or after, the node is asked for cells that are to be spent. */
  .extend(
    "whenLooking",
    ({ ctx }) =>
      (when: { before?: () => Promise<unknown>; after?: () => Promise<unknown> }): TestContext => {
        const { rpc } = ctx.chain
        const batch = async <T>(calls: RpcCall[]): Promise<T[]> => {
          const isLook = calls.at(-1)?.method === "get_tip_header"
          if (isLook) await when.before?.()
          const answers = await rpc.batch<T>(calls)
          if (isLook) await when.after?.()
          return answers
        }
        return { ...ctx, chain: { ...ctx.chain, rpc: { ...rpc, batch } } }
      },
  )
  .extend(
    "stored",
    ({ ctx }) =>
      async () =>
        (await ctx.db.chainTransaction.count()) - before,
  )
  /** Until somebody waits for the lock that signing holds. */
  .extend("waitingForLock", ({ ctx }) => async (): Promise<void> => {
    await until("somebody to wait for the signing to end", async () => {
      const [row] = await ctx.db.$queryRaw<{ waiting: number }[]>`
      SELECT count(*)::int AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
      return (row?.waiting ?? 0) > 0
    })
  })

/** Transactions stored by tests before this one. */
let before = 0
it.beforeEach(async ({ platform, ctx }) => {
  await platform.follow()
  before = await ctx.db.chainTransaction.count()
})
it.afterEach(({ ctx }) => ctx.db.$executeRaw`DELETE FROM pause`)

let rearrangements = 0n

it("only the transaction that was decided on is signed, and its bytes are stored in the same database transaction", async ({
  ctx,
  rearrangement,
  decide,
  stored,
}) => {
  const [ours, other] = [await rearrangement(), await rearrangement()]
  const { id } = await decide(ours.hash)
  const signing = (tx: typeof ours.tx) =>
    withSignature(ctx, { tx, scope: "settlement" }, (_, sign) => sign({ poolOperationId: id }))
  const witness = other.tx.witnesses[0]
  await expect(signing(other.tx)).rejects.toThrow("not the one that was decided on")
  expect(other.tx.witnesses[0]).toBe(witness)
  expect(await stored()).toBe(0)

  const bytes = await signing(ours.tx)
  expect(await ctx.db.chainTransaction.findMany({ where: { poolOperationId: id } })).toMatchObject([
    { poolOperationId: id, bytes, txHash: fromHex(ours.hash) },
  ])
})

it("nothing is signed for an id that is not about to go out", async ({ ctx, rearrangement, decide }) => {
  const { tx, hash } = await rearrangement()
  const { id } = await decide(hash, "failed")
  for (const owner of [{ poolOperationId: id }, { settlementId: 404n }])
    await expect(withSignature(ctx, { tx, scope: "settlement" }, (_, sign) => sign(owner))).rejects.toThrow(
      "about to be signed",
    )
})

it("a few blocks that are missing are taken in first; a database that is far behind signs nothing", async ({
  chain,
  platform,
  ctx,
  signOne,
  stored,
}) => {
  await chain.mine(Number(MAX_BEHIND))
  await signOne()
  expect((await followChain(ctx)).blocks).toBe(0)
  await chain.mine(Number(MAX_BEHIND) + 1)
  await expect(signOne()).rejects.toMatchObject({
    code: "CATCHING_UP",
    retryAfter: expect.any(Number),
  })
  await platform.follow()
  await signOne()
  expect(await stored()).toBe(2)
})

it("a node on another branch, or far behind the database, gets nothing signed", async ({
  chain,
  platform,
  ctx,
  signOne,
  stored,
}) => {
  await chain.mine(Number(MAX_BEHIND) + 2)
  await platform.follow()
  const { rpc } = ctx.chain
  const standingAt = (tip: (newest: bigint) => Promise<{ number: Hex; hash: Hex }>) => {
    const batch = async <T>(calls: RpcCall[]): Promise<T[]> => {
      const answers = (await rpc.batch<unknown>(calls)) as unknown[]
      if (calls.at(-1)?.method !== "get_tip_header") return answers as T[]
      return [...answers.slice(0, -1), await tip(BigInt((answers.at(-1) as { number: Hex }).number))] as T[]
    }
    return { ...ctx, chain: { ...ctx.chain, rpc: { ...rpc, batch } } }
  }
  const behind = (blocks: bigint) =>
    standingAt((newest) => rpc.call("get_header_by_number", [`0x${(newest - blocks).toString(16)}`]))
  const elsewhere = standingAt(async (newest) => ({ number: `0x${newest.toString(16)}`, hash: `0x${"77".repeat(32)}` }))
  for (const node of [behind(MAX_BEHIND + 1n), elsewhere])
    await expect(signOne(node)).rejects.toMatchObject({ code: "CATCHING_UP" })
  expect(await stored()).toBe(0)
  // What those few blocks have spent is known.
  await signOne(behind(1n))
})

it("a block that is followed after the look makes it void only when it may have spent one of the cells", async ({
  platform,
  ctx,
  signOne,
  whenLooking,
  stored,
}) => {
  let looks = 0
  const [cell] = await freeCells(ctx, 1)
  const mineWith = (spends: OutPoint[]) => async () => {
    looks++
    if (looks > 1) return
    await platform.mine()
    await ctx.db.$executeRaw`
      UPDATE block SET spends = ${packSpends(spends)} WHERE number = (SELECT max(number) FROM block)`
  }
  const other = { txHash: `0x${"ab".repeat(32)}` as Hex, index: 7 }
  await signOne(whenLooking({ after: mineWith([other]) }))
  expect(looks).toBe(1)
  looks = 0
  await signOne(whenLooking({ after: mineWith([other, cell?.outPoint ?? other]) }))
  expect(looks).toBe(2)
  expect(await stored()).toBe(2)
})

it("a block that leaves the chain after the look makes it void", async ({ chain, ctx }) => {
  await chain.mine()
  const look = await lookAtChain(ctx, [])
  await takeIn(ctx, look)
  const holds = (changed: Partial<typeof look>) => ctx.db.$transaction((db) => stillHolds(db, { ...look, ...changed }))
  const gone = { number: look.until.number, hash: `0x${"77".repeat(32)}` as Hex }
  expect(await Promise.all([holds({}), holds({ since: gone }), holds({ until: gone })])).toEqual([true, false, false])
})

it("no block is taken in while a signature is being stored, and the next one sees it", async ({
  chain,
  platform,
  ctx,
  rearrangement,
  waitingForLock,
  stored,
}) => {
  const { tx, hash, networkFee } = await rearrangement()
  await chain.mine()
  await platform.follow()
  let following: Promise<unknown> | undefined
  const work = async (db: Parameters<Parameters<typeof withSignature>[2]>[0], sign: Sign) => {
    await chain.mine()
    following = followChain(ctx)
    await waitingForLock()
    const { id } = await db.poolOperation.create({ data: { kind: "split", networkFee, txHash: fromHex(hash) } })
    return sign({ poolOperationId: id })
  }
  const blocks = await ctx.db.block.count()
  await withSignature(ctx, { tx, scope: "settlement" }, work)
  expect(await stored()).toBe(1)
  await following
  expect(await ctx.db.block.count()).toBe(blocks + 1)
})

it("a cell that the chain has spent is named, and so is a cell whose code is needed", async ({
  ctx,
  rearrangement,
}) => {
  const { tx } = await rearrangement()
  const dead = (isDead: (call: RpcCall) => boolean) => {
    const { rpc } = ctx.chain
    const batch = async <T>(calls: RpcCall[]): Promise<T[]> => {
      const answers = await rpc.batch<T>(calls)
      return answers.map((answer, i) => (isDead(calls[i] as RpcCall) ? ({ status: "unknown" } as T) : answer))
    }
    return { ...ctx, chain: { ...ctx.chain, rpc: { ...rpc, batch } } }
  }
  const named = (wanted: { txHash: string }) => (call: RpcCall) =>
    call.method === "get_live_cell" && (call.params[0] as { tx_hash: string }).tx_hash === wanted.txHash
  const input = tx.inputs[0]?.previousOutput
  const dependency = tx.cellDeps[0]?.outPoint
  if (!input || !dependency) throw new Error("a transaction without cells")
  const failure = (isDead: (call: RpcCall) => boolean) =>
    withSignature(dead(isDead), { tx, scope: "settlement" }, (_, sign) => sign({ poolOperationId: 1n })).catch(
      (error: unknown) => error as DeadCells,
    )
  const spent = await failure(named(input))
  const replaced = await failure(named(dependency))
  expect([spent, replaced].every((error) => error instanceof DeadCells)).toBe(true)
  expect([(spent as DeadCells).dependencies, (replaced as DeadCells).inputs]).toEqual([[], []])
  expect((replaced as DeadCells).dependencies).toHaveLength(1)
})

it("a pause stops what is not signed yet, and waits for what is being signed; a self-spend passes", async ({
  ctx,
  signOne,
  whenLooking,
  stored,
  rearrangement,
  waitingForLock,
}) => {
  const why = { reason: "a key may be stolen" }
  let pausing: Promise<unknown> | undefined
  const during = async () => {
    pausing ??= pauseByOperator(ctx, { scope: "settlement", ...why })
    await pausing
  }
  await expect(signOne(whenLooking({ after: during }))).rejects.toMatchObject({ code: "PAUSED" })
  expect(await stored()).toBe(0)
  await signOne(ctx, "self-spend")
  const { id } = await ctx.db.pause.findFirstOrThrow({ where: { resolvedAt: null } })
  await resume(ctx, { id, ...why })

  const { tx, hash, networkFee } = await rearrangement()
  let paused = false
  await withSignature(ctx, { tx, scope: "settlement" }, async (db, sign) => {
    pausing = pauseByOperator(ctx, { scope: "all", ...why }).then(() => {
      paused = true
    })
    await waitingForLock()
    await wait(20)
    expect(paused).toBe(false)
    const { id: poolOperationId } = await db.poolOperation.create({
      data: { kind: "split", networkFee, txHash: fromHex(hash) },
    })
    return sign({ poolOperationId })
  })
  await pausing
  expect(await stored()).toBe(2)
  await expect(signOne()).rejects.toMatchObject({ code: "PAUSED" })
})
