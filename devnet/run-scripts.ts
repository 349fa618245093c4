import type { RpcScript } from "../lib/chain/molecule"
import { byteLength, type Cell, cachedScriptHash, dataHash } from "./cell"
import { VerificationReject } from "./errors"
import { genesisBlock } from "./genesis"
import { fromHex, type Hex } from "./hash"
import { verifyAnyoneCanPay } from "./locks/anyone-can-pay"
import { verifyOmnilock } from "./locks/omnilock"
import { verifySecp256k1 } from "./locks/secp256k1"
import { type LockGroup, ScriptExit } from "./locks/sighash"
import type { ResolvedTx } from "./resolve"
import { DEV_SCRIPTS } from "./scripts"
import { outPointKey } from "./transaction"

interface NativeLock {
  verify(group: LockGroup): void
  /** About as many cycles as the real script takes on a real node. */
  cycles: bigint
}

/** Locks that the devnet checks itself, by code hash (hash type `type`). */
const NATIVE_LOCKS = new Map<Hex, NativeLock>([
  [DEV_SCRIPTS.Secp256k1Blake160.codeHash, { verify: verifySecp256k1, cycles: 1_630_000n }],
  [DEV_SCRIPTS.OmniLock.codeHash, { verify: verifyOmnilock, cycles: 1_480_000n }],
  [DEV_SCRIPTS.AnyoneCanPay.codeHash, { verify: verifyAnyoneCanPay, cycles: 1_650_000n }],
])

interface ScriptGroup {
  script: RpcScript
  /** Where the node says the script stands, e.g. `Inputs[0].Lock`: its first place. */
  source: string
  inputs: number[]
}

function fail(source: string, cause: string): never {
  throw new VerificationReject("Script", `TransactionScriptError { source: ${source}, cause: ${cause} }`)
}

/**
 * Runs every lock of the inputs, and finds every type script of inputs and outputs, in the order of script hashes as
 * the node does. Code must be among the resolved deps. A script that is deployed and that the devnet cannot check is
 * refused.
 *
 * @returns cycles, about as many as a real node counts
 */
export function runScripts(resolved: ResolvedTx): bigint {
  let cycles = 0n
  for (const [hash, group] of sorted(lockGroups(resolved))) cycles += runLock(resolved, hash, group)
  for (const [, group] of sorted(typeGroups(resolved))) {
    requireCode(resolved, group)
    fail(group.source, "Unsupported: the devnet runs no type scripts")
  }
  return cycles
}

function runLock(resolved: ResolvedTx, lockHash: Hex, group: ScriptGroup): bigint {
  requireCode(resolved, group)
  const native = group.script.hash_type === "type" ? NATIVE_LOCKS.get(group.script.code_hash) : undefined
  if (native === undefined) fail(group.source, "Unsupported: the devnet cannot run this lock")
  requireSecpTables(resolved, group)
  try {
    const cells = resolved.inputs.filter((cell) => cell.lockHash === lockHash)
    native.verify({ tx: resolved.tx, inputs: group.inputs, cells, args: fromHex(group.script.args) })
  } catch (error) {
    if (!(error instanceof ScriptExit)) throw error
    fail(group.source, exitCause(group.script, error.code))
  }
  return native.cycles
}

function exitCause(script: RpcScript, code: number): string {
  const by = script.hash_type === "type" ? "by-type-hash" : "by-data-hash"
  const page = `https://nervosnetwork.github.io/ckb-script-error-codes/${by}/${script.code_hash.slice(2)}.html#${code}`
  return `ValidationFailure: see error code ${code} on page ${page}`
}

function requireCode(resolved: ResolvedTx, { script, source }: ScriptGroup): void {
  const provides = (cell: Cell) =>
    script.hash_type === "type" ? cell.typeHash === script.code_hash : dataHash(cell.data) === script.code_hash
  if (!resolved.deps.some(provides)) fail(source, `ScriptNotFound: code_hash: Byte32(${script.code_hash})`)
}

/** The real scripts load the curve's tables from this cell and exit when no dep holds it. */
function requireSecpTables(resolved: ResolvedTx, { script, source }: ScriptGroup): void {
  const key = outPointKey(genesisBlock().secpData)
  if (!resolved.deps.some((cell) => cell.key === key)) fail(source, exitCause(script, ERROR_LOADING_TABLES))
}
const ERROR_LOADING_TABLES = -101

function lockGroups({ inputs }: ResolvedTx): Map<Hex, ScriptGroup> {
  const groups = new Map<Hex, ScriptGroup>()
  inputs.forEach((cell, index) => {
    const group = groups.get(cell.lockHash)
    if (group === undefined) {
      groups.set(cell.lockHash, { script: cell.output.lock, source: `Inputs[${index}].Lock`, inputs: [index] })
    } else group.inputs.push(index)
  })
  return groups
}

function typeGroups({ inputs, tx }: ResolvedTx): Map<Hex, ScriptGroup> {
  const groups = new Map<Hex, ScriptGroup>()
  const note = (script: RpcScript | null, source: string) => {
    if (script === null || byteLength(script.code_hash) === 0) return
    const hash = cachedScriptHash(script)
    if (!groups.has(hash)) groups.set(hash, { script, source, inputs: [] })
  }
  inputs.forEach((cell, index) => {
    note(cell.output.type, `Inputs[${index}].Type`)
  })
  tx.json.outputs.forEach((output, index) => {
    note(output.type, `Outputs[${index}].Type`)
  })
  return groups
}

function sorted(groups: Map<Hex, ScriptGroup>): [Hex, ScriptGroup][] {
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}
