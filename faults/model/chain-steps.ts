import { ccc } from "@ckb-ccc/core"
import type { Hex } from "@/lib/hex"
import { catchUp } from "@/lib/tracking/follow"
import { RpcFailure } from "@/test/support/chain"
import { spend } from "./people"
import type { Session } from "./session"
import { pick } from "./step"

const CKB = 100_000_000n

export async function mine(session: Session, blocks: number): Promise<void> {
  await session.stage.mine(blocks)
  session.note(`${blocks} blocks`)
}

/**
 * A longer branch without the newest `depth` blocks.
 *
 * @param back whether their transactions come back, as a node's pool brings them; else the network has forgotten them
 */
export async function reorganise(session: Session, depth: number, back: boolean): Promise<void> {
  const { stage, model } = session
  const { rpc } = stage.chain
  const tip = Number(await rpc<Hex>("get_tip_block_number"))
  const target = Math.max(model.floor, tip - depth)
  if (target >= tip) return
  const view = await stage.watch.look()
  const detached = view.transactions.filter((tx) => view.depth(tx.hash) > 0 && view.depth(tx.hash) <= tip - target)
  const bodies = await Promise.all(
    detached.map(({ hash }) => rpc<{ transaction: { hash: Hex } }>("get_transaction", hash)),
  )
  await stage.chain.truncate(await rpc<Hex>("get_block_hash", ccc.numToHex(target)))
  let returned = 0
  for (const { transaction } of back ? bodies : []) {
    const { hash: _, ...body } = transaction
    try {
      await rpc("send_transaction", body, "passthrough")
      returned += 1
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error
    }
  }
  await stage.mine(tip - target + 1)
  session.note(`${tip - target} blocks with ${detached.length} transactions leave the chain, ${returned} come back`)
}

/** The node loses what waits for a block: all of it, or one transaction. */
export async function forget(session: Session, number: number): Promise<void> {
  const { model, stage } = session
  const signed = model.payments.filter(({ fate }) => fate === "signed")
  if (number % 2 === 0 || signed.length === 0) {
    await stage.chain.rpc("clear_tx_pool")
    return session.note("the node forgets its pool")
  }
  const { tx, id } = pick(signed, number)
  await stage.chain.rpc("remove_transaction", tx.hash)
  session.note(`the node forgets payment ${id}`)
}

/** Somebody sends CKB to the platform's address without a payment. */
export async function deposit(session: Session): Promise<void> {
  const { stage, model, ctx } = session
  const [coin] = model.coins(stage.outsider.lockHash, await stage.watch.look())
  const gift = 80n * CKB
  if (!coin || coin.capacity < 200n * CKB) return
  const left = { lock: stage.outsider.lock, capacity: coin.capacity - gift - 1_000_000n }
  const tx = await spend(
    ctx.chain.client,
    stage.outsider,
    [coin],
    [{ lock: ctx.chain.signer.lock, capacity: gift }, left],
  )
  const refusal = await stage.send(tx)
  if (!refusal) model.others.set(tx.hash(), "outsider")
  session.note(`somebody sends ${gift} to the platform's address: ${refusal ?? tx.hash().slice(0, 10)}`)
}

/** A server dies as it takes blocks in; the next one goes on where the database stands. */
export async function followAndDie(
  session: Session,
  death: { message: number; side: "before" | "after" },
): Promise<void> {
  const died = await session.crash(death, [], catchUp)
  await session.follow()
  session.note(`a server follows the chain${died ? " and dies" : ""}`)
}
