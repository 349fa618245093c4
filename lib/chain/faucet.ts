import { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"
import { ChainError, ValidationError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { formatCkb, type Shannons, shannons, wholeCkb } from "@/lib/money"
import { parseAddress } from "./address"
import { type PlainCell, plainCellsOf } from "./cells"
import type { Chain } from "./chain"
import { DEV_KEYS } from "./keys"
import { RpcError } from "./rpc"
import { approve, createSigner } from "./signer"
import { buildPlatformTransaction } from "./transaction"

/** The most that one call sends. */
const MAX_AMOUNT = wholeCkb(100_000n)
/**
 * What the faucet works with, a part of the issued cell. A node adds up the capacities that a block's transactions
 * spend, in 64 bits; ten in a row on the issued cell of 2 × 10^18 shannons overflow, and no block would take any of
 * them.
 */
const PURSE = wholeCkb(100_000_000n)
/** What stays with the faucet: a cell of 61 CKB, and more than a transaction pays to the network. */
const LEAST_CHANGE = wholeCkb(62n)
/** Each failed attempt mines a block, which commits what stood in the way. */
const ATTEMPTS = 12
/** How often, and how many milliseconds apart, the faucet looks whether the node has taken a block in. */
const LOOKS = 100
const LOOK_MS = 20

/** Calls of this process queue, so that each spends the change of the one before. */
let queue: Promise<unknown> = Promise.resolve()
let change: PlainCell | undefined

/**
 * Development chain only: sends money of the chain's public issued key.
 *
 * Many calls in a row need no block between them: each spends the unconfirmed change of the last. When that does not
 * work (another process used the faucet, or the node's limit on chained transactions is reached) a block is mined.
 *
 * @param input.amount shannons, at least what the cell itself occupies, at most 100,000 CKB
 * @returns the hash of a transaction that the node has accepted, not yet committed
 */
export function faucet(chain: Chain, input: { address: string; amount: Shannons }): Promise<{ txHash: Hex }> {
  const result = queue.then(() => pay(chain, input))
  queue = result.catch(() => undefined)
  return result
}

/** Development chain only: makes blocks now. @returns the number of the last one */
export async function mine(chain: Chain, blocks: number): Promise<{ tip: bigint }> {
  for (let i = 0; i < blocks; i++) await waitForBlock(chain, await chain.rpc.call<Hex>("generate_block"))
  return { tip: BigInt(await chain.rpc.call<Hex>("get_tip_block_number")) }
}

/** A real node answers a moment before its chain and pool stand on the block; the next one would be made beside it. */
async function waitForBlock(chain: Chain, hash: Hex): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const [header, pool] = (await chain.rpc.batch<unknown>([
      { method: "get_header", params: [hash] },
      { method: "tx_pool_info", params: [] },
    ])) as [{ number: Hex } | null, { tip_number: Hex }]
    if (header && BigInt(pool.tip_number) >= BigInt(header.number)) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

async function pay(chain: Chain, { address, amount }: { address: string; amount: Shannons }): Promise<{ txHash: Hex }> {
  const party = await parseAddress(chain, address)
  if (amount < party.occupied) {
    throw ValidationError.field("amount", `A new cell of this address needs at least ${formatCkb(party.occupied)} CKB.`)
  }
  if (amount > MAX_AMOUNT) throw ValidationError.field("amount", `At most ${formatCkb(MAX_AMOUNT)} CKB a call.`)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const needed = amount + LEAST_CHANGE
    const source = change && change.capacity >= needed ? change : await findSource(chain, needed)
    change = undefined
    if (source) {
      const sent = await trySend(chain, source, { lock: party.lock, capacity: amount })
      if (sent) return sent
    }
    await mine(chain, 1)
  }
  throw new ChainError(
    "The faucet's money is in transactions that do not commit. Nothing was sent. Try again in a moment.",
    { retryAfter: 5 },
  )
}

async function trySend(
  chain: Chain,
  source: PlainCell,
  payout: { lock: ccc.Script; capacity: Shannons },
): Promise<{ txHash: Hex } | undefined> {
  const signer = await faucetSigner(chain)
  const built = await buildPlatformTransaction(
    { ...chain, signer },
    {
      cells: [source],
      payouts: [payout],
      // The issued cell gives a purse, which comes first, and keeps the rest.
      changeCells: isPurse(source) ? 1 : 2,
      changeCapacity: PURSE,
      feeRate: await chain.feeRate(),
    },
  )
  if (!built) throw new ChainError("The development chain's issued money is used up. Nothing was sent.")
  signer.sign(approve(built.tx, built.hash))
  try {
    await chain.rpc.call("send_transaction", [cccA.JsonRpcTransformers.transactionFrom(built.tx), "passthrough"])
  } catch (error) {
    if (error instanceof RpcError) return undefined
    throw error
  }
  const left = built.tx.outputs[1]
  if (left) change = { outPoint: { txHash: built.hash, index: 1 }, capacity: shannons(left.capacity), blockNumber: 0n }
  return { txHash: built.hash }
}

async function faucetSigner(chain: Chain) {
  return createSigner(ccc.bytesFrom(DEV_KEYS[0]), chain.client)
}

function isPurse(cell: PlainCell): boolean {
  return cell.capacity < 2n * PURSE
}

/** The largest purse that holds this much; without one, the largest cell. */
async function findSource(chain: Chain, needed: bigint): Promise<PlainCell | undefined> {
  const { lock } = await faucetSigner(chain)
  let best: PlainCell | undefined
  for await (const page of plainCellsOf(chain, lock)) {
    for (const cell of page) {
      if (cell.capacity < needed) continue
      if (!best || (isPurse(cell) === isPurse(best) ? cell.capacity > best.capacity : isPurse(cell))) best = cell
    }
  }
  return best
}
