import { ccc } from "@ckb-ccc/core"
import { ACCEPTED, type Case, refused } from "./case"
import type { Conformance } from "./context"

const RBF = -1111

/** Sends a transfer of cell 0 with a fee of 1000 shannons, for others to replace. */
async function first(on: Conformance): Promise<ccc.Transaction> {
  const tx = await on.signed(() => {})
  await on.send(tx)
  return tx
}

const rival = (on: Conformance, fee: bigint, change: (tx: ccc.Transaction) => void = () => {}) =>
  on.signed(change, [on.cell(0)], fee)

async function sendRival(on: Conformance, fee: bigint, change?: (tx: ccc.Transaction) => void): Promise<unknown> {
  return on.send(await rival(on, fee, change))
}

export const replaceByFeeCases: Case[] = [
  {
    name: "all replaced fees and 1.5 shannons a byte replace a transaction, which is rejected from then on",
    expected: { sent: ACCEPTED, old: { result: { tx_status: { status: "rejected" } } } },
    run: async (on) => {
      const old = await first(on)
      return { sent: await sendRival(on, 1532n), old: await on.call("get_transaction", old.hash()) }
    },
  },
  {
    name: "one shannon less does not",
    expected: refused(RBF, "expect it to >= 1532"),
    run: async (on) => {
      await first(on)
      return sendRival(on, 1531n)
    },
  },
  {
    name: "get_transaction says what replacing would cost",
    expected: { result: { min_replace_fee: "0x5fc" } },
    run: async (on) => on.call("get_transaction", (await first(on)).hash()),
  },
  {
    name: "replacing pays for descendants too",
    expected: { low: refused(RBF, "expect it to >= 2532"), enough: ACCEPTED, child: "rejected" },
    run: async (on) => {
      const parent = await first(on)
      const child = await on.signed(() => {}, [on.outputOf(parent)])
      await on.send(child)
      const low = await sendRival(on, 2531n)
      const enough = await sendRival(on, 2532n)
      return { low, enough, child: await on.status(child.hash()) }
    },
  },
  {
    name: "a replacement may add committed inputs",
    expected: ACCEPTED,
    run: async (on) => {
      await first(on)
      return on.send(await on.signed(() => {}, [on.cell(0), on.cell(1)], 9000n))
    },
  },
  {
    name: "a replacement may not add uncommitted inputs",
    expected: refused(RBF, "new Tx contains unconfirmed inputs"),
    run: async (on) => {
      await first(on)
      const other = await on.signed(() => {}, [on.cell(1)])
      await on.send(other)
      return on.send(await on.signed(() => {}, [on.cell(0), on.outputOf(other)], 9000n))
    },
  },
  {
    name: "a replacement may not read what it replaces",
    expected: refused(RBF, "new Tx contains cell deps from conflicts"),
    run: async (on) => {
      const { outPoint } = on.outputOf(await first(on))
      const dep = ccc.CellDep.from({ outPoint, depType: "code" })
      return sendRival(on, 9000n, (tx) => void tx.cellDeps.push(dep))
    },
  },
  {
    name: "a replacement is checked for its signature before its fee",
    expected: refused(-302, "error code -3 "),
    run: async (on) => {
      await first(on)
      const tx = await rival(on, 1200n)
      tx.witnesses = []
      return on.send(tx)
    },
  },
  {
    name: "a proposed transaction can be replaced",
    expected: { status: "proposed", sent: ACCEPTED },
    run: async (on) => {
      // A cell of its own: proposals outlive the pool, and other cases want theirs pending.
      const old = await on.signed(() => {}, [on.cell(8)])
      await on.send(old)
      let status = await on.status(old.hash())
      // A node renews its block template in a task of its own: the first block after a send may not propose it yet.
      for (let blocks = 0; status === "pending" && blocks < 8; blocks++) {
        await on.chain.mine(1)
        status = await on.status(old.hash())
      }
      return { status, sent: await on.send(await on.signed(() => {}, [on.cell(8)], 9000n)) }
    },
  },
]

/** Sends transfers that each spend the one before, uncommitted. */
async function sendChain(on: Conformance, length: number): Promise<unknown> {
  let cell = on.cell(0)
  for (let sent = 0; sent < length; sent += 1) {
    const tx = await on.signed(() => {}, [cell])
    const reply = await on.send(tx)
    if (JSON.stringify(reply) !== JSON.stringify(ACCEPTED)) return { sent, reply }
    cell = on.outputOf(tx)
  }
  return { sent: length }
}

export const chainedCases: Case[] = [
  {
    name: "an uncommitted output can be spent, many times in a row",
    expected: { sent: 40 },
    run: (on) => sendChain(on, 40),
  },
  {
    name: "remove_transaction takes the descendants along",
    expected: { removed: { result: true }, again: { result: false }, child: "unknown", parent: "unknown" },
    run: async (on) => {
      const parent = await on.signed(() => {}, [on.cell(9)])
      const child = await on.signed(() => {}, [on.outputOf(parent)])
      await on.send(parent)
      await on.send(child)
      const removed = await on.call("remove_transaction", parent.hash())
      return {
        removed,
        again: await on.call("remove_transaction", parent.hash()),
        child: await on.status(child.hash()),
        parent: await on.status(parent.hash()),
      }
    },
  },
  {
    name: "a refused transaction is remembered as rejected, with the reason",
    expected: { result: { tx_status: { status: "rejected", reason: "Verification failed" } } },
    run: async (on) => {
      // A fee of its own, so that no other case knows this transaction.
      const tx = await on.signed(() => {}, [on.cell(3)], 1234n)
      const good = tx.clone()
      tx.witnesses = []
      await on.send(tx)
      const reply = await on.call("get_transaction", tx.hash())
      await on.send(good)
      return reply
    },
  },
]
