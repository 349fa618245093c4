import type { ccc } from "@ckb-ccc/core"
import { misshapen, setSince, VERIFY } from "./build"
import { ACCEPTED, type Case, refused } from "./case"

export const sinceCases: Case[] = [
  misshapen("a since with reserved bits is refused", refused(VERIFY, "InvalidSince"), (tx) => setSince(tx, 1n << 56n)),
  misshapen("a since with an unknown metric is refused", refused(VERIFY, "InvalidSince"), (tx) =>
    setSince(tx, 3n << 61n),
  ),
  misshapen("a far block number is refused", refused(VERIFY, "Immature"), (tx) => setSince(tx, 100_000n)),
  misshapen("a far relative block number is refused", refused(VERIFY, "Immature"), (tx) =>
    setSince(tx, (1n << 63n) + 100n),
  ),
  misshapen("a far epoch is refused", refused(VERIFY, "Immature"), (tx) => setSince(tx, (1n << 61n) + 100n)),
  misshapen("a far time is refused", refused(VERIFY, "Immature"), (tx) => setSince(tx, (2n << 61n) + 9_999_999_999n)),
  sinceBlock("the earliest block that could commit it is accepted", ACCEPTED, 3n),
  sinceBlock("one block later is refused", refused(VERIFY, "Immature"), 4n),
  {
    name: "a relative since on an uncommitted input is refused",
    expected: refused(VERIFY, "Immature"),
    run: async (on) => {
      const parent = await on.signed(() => {})
      await on.send(parent)
      return on.send(await on.signed((tx) => withSince(tx, 1n << 63n), [on.outputOf(parent)]))
    },
  },
]

function withSince(tx: ccc.Transaction, since: bigint): void {
  const [input] = tx.inputs
  if (input !== undefined) input.since = since
}

function sinceBlock(name: string, expected: unknown, ahead: bigint): Case {
  return {
    name,
    expected,
    run: async (on) => {
      const tip = BigInt(await on.chain.rpc<string>("get_tip_block_number"))
      return on.send(await on.signed((tx) => withSince(tx, tip + ahead)))
    },
  }
}
