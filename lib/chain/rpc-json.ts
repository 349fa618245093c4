import type { Hex } from "@/lib/hex"
import type { OutPoint, Script, Transaction } from "./decode"
import type { RpcCellDep, RpcOutPoint, RpcScript, RpcTransaction } from "./molecule"

// As the node's JSON-RPC writes what a transaction is made of.

export function transactionJson(tx: Transaction): RpcTransaction {
  return {
    version: quantity(tx.version),
    cell_deps: tx.cellDeps.map(cellDepJson),
    header_deps: tx.headerDeps,
    inputs: tx.inputs.map(({ previousOutput, since }) => ({
      previous_output: outPointJson(previousOutput),
      since: quantity(since),
    })),
    outputs: tx.outputs.map(({ capacity, lock, type }) => ({
      capacity: quantity(capacity),
      lock: scriptJson(lock),
      type: type ? scriptJson(type) : null,
    })),
    outputs_data: tx.outputsData,
    witnesses: tx.witnesses,
  }
}

export function cellDepJson({ outPoint, depType }: Transaction["cellDeps"][number]): RpcCellDep {
  return { out_point: outPointJson(outPoint), dep_type: depType === "depGroup" ? "dep_group" : "code" }
}

export function outPointJson({ txHash, index }: Pick<OutPoint, "txHash"> & { index: bigint | number }): RpcOutPoint {
  return { tx_hash: txHash, index: quantity(index) }
}

export function scriptJson({ codeHash, hashType, args }: Script): RpcScript {
  return { code_hash: codeHash, hash_type: hashType, args }
}

/** A number without redundant zeros. */
export function quantity(value: bigint | number): Hex {
  return `0x${value.toString(16)}`
}
