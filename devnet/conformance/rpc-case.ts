import type { ccc } from "@ckb-ccc/core"
import type { Case } from "./case"
import type { Conformance } from "./context"
import { shapeOf } from "./shapes"

type Params = unknown[] | ((on: Conformance) => Promise<unknown[]>)

/** A call whose reply has exactly this shape. */
export function shaped(method: string, about: string, params: Params, expected: unknown): Case {
  return {
    name: `${method} ${about}`,
    exact: true,
    expected: { result: expected },
    run: async (on) => shapeOf(await on.call(method, ...(typeof params === "function" ? await params(on) : params))),
  }
}

/** A call whose reply has exactly this value. */
export function valued(method: string, about: string, params: Params, expected: unknown): Case {
  const call = async (on: Conformance) => on.call(method, ...(typeof params === "function" ? await params(on) : params))
  return { name: `${method} ${about}`, exact: true, expected: { result: expected }, run: call }
}

export function failing(method: string, about: string, params: unknown[], code: number, words: string): Case {
  const expected = { error: { code, message: words } }
  return { name: `${method} ${about}`, expected, run: (on) => on.call(method, ...params) }
}

export const UNKNOWN_HASH = `0x${"11".repeat(32)}`

/** Sends a transfer and leaves it in the pool. */
export async function pending(on: Conformance): Promise<ccc.Transaction> {
  const tx = await on.signed(() => {})
  await on.send(tx)
  return tx
}

/** The block between proposal and commit of the funding: nothing but a cellbase. */
export const EMPTY_BLOCK = "0x2"
