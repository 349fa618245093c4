import { ccc } from "@ckb-ccc/core"
import type { Case } from "./case"
import { type Conformance, type RawTx, raw } from "./context"

export const RESOLVE = -301
export const VERIFY = -302
export const ELEVENS: ccc.Hex = `0x${"11".repeat(32)}`
/** A script that nobody has deployed. */
export const TWOS = ccc.Script.from({ codeHash: `0x${"22".repeat(32)}`, hashType: "type", args: "0x" })

/** A transfer of one cell that is changed, signed and sent. */
export function changed(name: string, expected: unknown, change: (tx: ccc.Transaction, on: Conformance) => void): Case {
  return { name, expected, run: async (on) => on.send(await on.signed((tx) => change(tx, on))) }
}

/** A signed transfer whose JSON is changed before it is sent. */
export function misshapen(name: string, expected: unknown, change: (tx: Record<string, unknown>) => void): Case {
  return {
    name,
    expected,
    run: async (on) => {
      const tx = structuredClone(raw(await on.signed(() => {})))
      change(tx as unknown as Record<string, unknown>)
      return on.send(tx as RawTx)
    },
  }
}

export function setCapacity(tx: ccc.Transaction, capacity: bigint): void {
  const [output] = tx.outputs
  if (output !== undefined) output.capacity = capacity
}

export function addInput(tx: ccc.Transaction, on: Conformance, previousOutput: ccc.OutPointLike): void {
  const { cellOutput, outputData } = on.cell(0)
  tx.inputs.push(ccc.CellInput.from({ previousOutput, cellOutput, outputData }))
}

export const firstOf = <T>(object: Record<string, unknown>, key: string) => (object[key] as T[])[0] as T

export function setSince(tx: Record<string, unknown>, since: bigint): void {
  firstOf<{ since: string }>(tx, "inputs").since = ccc.numToHex(since)
}

export function setOutput(tx: Record<string, unknown>, field: string, value: unknown): void {
  firstOf<Record<string, unknown>>(tx, "outputs")[field] = value
}
