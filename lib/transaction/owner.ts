import { Prisma } from "@/lib/generated/prisma/client"

/** What a signed transaction may be for. Each names its table, and, followed by `_id`, the columns that refer to it. */
export const OWNER_KINDS = ["payment", "settlement", "pool_operation"] as const
export type OwnerKind = (typeof OWNER_KINDS)[number]

/** Whose a transaction or a claim is: exactly one of the three, by the names of Prisma's fields. */
export type Owner = { paymentId: bigint } | { settlementId: bigint } | { poolOperationId: bigint }

/** The same as statements return it: exactly one is not null. */
export type OwnerRow = Record<`${OwnerKind}_id`, bigint | null>

/** Of a signed transaction, with the trace in which it was signed. */
export interface TracedOwner extends OwnerRow {
  trace_parent: string | null
}

/** Of a row that has more, whose it is and nothing else. */
export function ownerIds({ payment_id, settlement_id, pool_operation_id }: OwnerRow): OwnerRow {
  return { payment_id, settlement_id, pool_operation_id }
}

export function ownerOf({ kind, id }: { kind: OwnerKind; id: bigint }): Owner {
  if (kind === "payment") return { paymentId: id }
  return kind === "settlement" ? { settlementId: id } : { poolOperationId: id }
}

/** @returns undefined for a row that joined none */
export function kindAndId(row: OwnerRow): { kind: OwnerKind; id: bigint } | undefined {
  for (const kind of OWNER_KINDS) {
    const id = row[`${kind}_id`]
    if (id !== null) return { kind, id }
  }
}

/** As the audit log and errors name it: `pool operation 12`. */
export function subjectOf(owner: Owner): string {
  if ("paymentId" in owner) return `payment ${owner.paymentId}`
  return "settlementId" in owner ? `settlement ${owner.settlementId}` : `pool operation ${owner.poolOperationId}`
}

/** The ids of one kind behind some transactions, each once. */
export function idsOf(rows: OwnerRow[], kind: OwnerKind): bigint[] {
  return [...new Set(rows.flatMap((row) => row[`${kind}_id`] ?? []))]
}

/** The column that refers to a kind, for a statement. */
export function ownerColumn(kind: OwnerKind): Prisma.Sql {
  return Prisma.raw(`${kind}_id`)
}
