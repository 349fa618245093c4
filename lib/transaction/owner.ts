/** Whose a transaction is, as the statements return it: exactly one of the three. */
export interface OwnerRow {
  payment_id: bigint | null
  settlement_id: bigint | null
  pool_operation_id: bigint | null
}

export interface Owners {
  payments: bigint[]
  settlements: bigint[]
  poolOperations: bigint[]
}

/** The ids behind some transactions, by kind. */
export function ownersOf(rows: OwnerRow[]): Owners {
  return {
    payments: rows.flatMap((row) => row.payment_id ?? []),
    settlements: rows.flatMap((row) => row.settlement_id ?? []),
    poolOperations: rows.flatMap((row) => row.pool_operation_id ?? []),
  }
}
