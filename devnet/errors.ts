import type { Hex } from "./hash"

/** An error that a JSON-RPC client sees: code, message and data as a ckb node words them. */
export class RpcError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly data?: string,
  ) {
    super(message)
    this.name = "RpcError"
  }
}

/** Codes of ckb's `rpc/src/error.rs`. */
export const RpcCode = {
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  parse: -32700,
  invalid: -3,
  failedToResolve: -301,
  failedToVerify: -302,
  outputsValidator: -1102,
  minFeeRate: -1104,
  maxAncestors: -1105,
  duplicated: -1107,
  malformed: -1108,
  sizeLimit: -1110,
  rbf: -1111,
  indexer: -1200,
} as const

/**
 * Why the pool refused or dropped a transaction. `description` and `debug` are the two wordings of a ckb node: clients
 * (CCC among them) match on both.
 */
export class Reject extends Error {
  constructor(
    readonly kind: string,
    readonly code: number,
    readonly codeName: string,
    readonly description: string,
    readonly debug: string,
  ) {
    super(description)
    this.name = "Reject"
  }

  toRpcError(): RpcError {
    return new RpcError(this.code, `${this.codeName}: ${this.description}`, this.debug)
  }

  /** What `get_transaction` shows as the reason of a rejected transaction. */
  toReason(): string {
    return JSON.stringify({ type: this.kind, description: this.description })
  }
}

/** An input, dep or header that cannot be resolved, e.g. `Unknown(OutPoint(0x…))`. */
export class ResolveReject extends Reject {
  constructor(readonly cause: string) {
    super(
      "Resolve",
      RpcCode.failedToResolve,
      "TransactionFailedToResolve",
      `Resolve failed ${cause}`,
      `Resolve(${cause})`,
    )
  }
}

/** A consensus rule the transaction breaks. `inner` is the node's name for it. */
export class VerificationReject extends Reject {
  constructor(
    readonly errorKind: "Transaction" | "Script",
    readonly inner: string,
  ) {
    super(
      "Verification",
      RpcCode.failedToVerify,
      "TransactionFailedToVerify",
      `Verification failed ${errorKind}(${inner})`,
      `Verification(Error { kind: ${errorKind}, inner: ${inner} })`,
    )
  }
}

export function rejectDuplicated(hash: Hex): Reject {
  return new Reject(
    "Duplicated",
    RpcCode.duplicated,
    "PoolRejectedDuplicatedTransaction",
    `Transaction(Byte32(${hash})) already exists in transaction_pool`,
    `Duplicated(Byte32(${hash}))`,
  )
}

export function rejectMalformed(what: string, detail: string): Reject {
  return new Reject(
    "Malformed",
    RpcCode.malformed,
    "PoolRejectedMalformedTransaction",
    `Malformed ${what} transaction`,
    `Malformed("${what}", "${detail}")`,
  )
}

export function rejectLowFee(rate: bigint, needed: bigint, fee: bigint): Reject {
  return new Reject(
    "LowFeeRate",
    RpcCode.minFeeRate,
    "PoolRejectedTransactionByMinFeeRate",
    `The min fee rate is ${rate} shannons/KW, requiring a transaction fee of at least ${needed} shannons, but the fee provided is only ${fee}`,
    `LowFeeRate(FeeRate(${rate}), ${needed}, ${fee})`,
  )
}

export function rejectSize(size: number, limit: number): Reject {
  return new Reject(
    "ExceededTransactionSizeLimit",
    RpcCode.sizeLimit,
    "PoolRejectedTransactionBySizeLimit",
    `Transaction size ${size} exceeded maximum limit ${limit}`,
    `ExceededTransactionSizeLimit(${size}, ${limit})`,
  )
}

export function rejectRbf(why: string): Reject {
  return new Reject("RBFRejected", RpcCode.rbf, "PoolRejectedRBF", `RBF rejected: ${why}`, `RBFRejected("${why}")`)
}

export function rejectAncestors(): Reject {
  return new Reject(
    "ExceededMaximumAncestorsCount",
    RpcCode.maxAncestors,
    "PoolRejectedTransactionByMaxAncestorsCountLimit",
    "Transaction exceeded maximum ancestors count limit; try later",
    "ExceededMaximumAncestorsCount",
  )
}
