/** States of a cell, as its row has them. immature: a block reward that cannot be spent yet. */
export const CELL_STATES = ["free", "claimed", "spent", "orphaned", "quarantined", "immature"] as const
export type CellState = (typeof CELL_STATES)[number]

/** States of live cells, as they are shown. held: free, and named by a prepared payment that has not expired. */
export const LIVE_CELL_STATES = ["free", "held", "claimed", "quarantined", "immature"] as const
export type LiveCellState = (typeof LIVE_CELL_STATES)[number]

/**
 * adopted: a transaction of the platform's cells that only the chain knew of, after a restore from a backup; anchor:
 * one that puts the hash of a manifest of solvency on the chain.
 */
export const OPERATION_KINDS = ["split", "merge", "self_spend", "fee_withdrawal", "adopted", "anchor"] as const
export type OperationKind = (typeof OPERATION_KINDS)[number]

export const OPERATION_STATUSES = ["signed", "committed", "confirmed", "failed"] as const
export type OperationStatus = (typeof OPERATION_STATUSES)[number]

/**
 * What an operator can have done to the pool. add: new cells to lend; merge: some of the smallest cells become fewer.
 */
export const POOL_CHANGES = ["add", "merge"] as const
export type PoolChangeKind = (typeof POOL_CHANGES)[number]
