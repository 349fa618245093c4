import type { DbTransaction } from "@/lib/db"
import { Prisma } from "@/lib/generated/prisma/client"
import {
  type Direction,
  postPaymentsCommitted,
  postPaymentsConfirmed,
  postPoolOperationsCommitted,
  postSettlementsCommitted,
  postSettlementsConfirmed,
} from "@/lib/ledger/post"
import type { EntryStatus } from "@/lib/ledger/types"
import { idsOf, OWNER_KINDS, type OwnerKind, type OwnerRow, ownerColumn } from "@/lib/transaction/owner"

type Post = (db: DbTransaction, ids: bigint[], direction: Direction) => Promise<void>

/**
 * What a thing is called, and what its entries and the books say, as its transaction goes into a block and is buried.
 */
interface Thing {
  /** Its status while its transaction is in no block */
  unmined: "submitted" | "signed"
  /** The status of its entries until it is confirmed, and from then on */
  entries?: { until: EntryStatus; from: EntryStatus }
  books: { committed: Post; confirmed?: Post }
  /** Several transactions may be signed for it: the one that the chain has taken says what was paid to the network. */
  hasAttempts: boolean
}

/**
 * The steps that the chain takes with a transaction, and takes back in a reorganisation. Both directions read this one
 * table, so neither can do what the other does not undo.
 */
const THINGS: Record<OwnerKind, Thing> = {
  payment: {
    unmined: "submitted",
    entries: { until: "pending", from: "available" },
    books: { committed: postPaymentsCommitted, confirmed: postPaymentsConfirmed },
    hasAttempts: false,
  },
  settlement: {
    unmined: "signed",
    entries: { until: "settling", from: "paid" },
    books: { committed: postSettlementsCommitted, confirmed: postSettlementsConfirmed },
    hasAttempts: true,
  },
  pool_operation: { unmined: "signed", books: { committed: postPoolOperationsCommitted }, hasAttempts: true },
}

/** A block holds these transactions: their things are committed, and the pool's side is booked. */
export async function commit(db: DbTransaction, transactions: OwnerRow[]): Promise<void> {
  for (const kind of OWNER_KINDS) {
    const ids = idsOf(transactions, kind)
    if (ids.length === 0) continue
    const { unmined, books, hasAttempts } = THINGS[kind]
    if (hasAttempts) await noteAttempt(db, kind, ids, unmined)
    await move(db, kind, ids, [unmined], "committed")
    await books.committed(db, ids, 1n)
  }
}

/** Their blocks are final: entries become payable or are paid, and the books say so. */
export async function confirm(db: DbTransaction, transactions: OwnerRow[]): Promise<void> {
  for (const kind of OWNER_KINDS) {
    const ids = idsOf(transactions, kind)
    if (ids.length === 0) continue
    const { entries, books } = THINGS[kind]
    await move(db, kind, ids, ["committed"], "confirmed")
    if (entries) await moveEntries(db, kind, ids, entries.until, entries.from)
    await books.confirmed?.(db, ids, 1n)
  }
}

/** Their block has left the chain: whatever `commit` and `confirm` did is undone. */
export async function takeBack(
  db: DbTransaction,
  transactions: (OwnerRow & { was: "committed" | "confirmed" })[],
): Promise<void> {
  const buried = transactions.filter(({ was }) => was === "confirmed")
  for (const kind of OWNER_KINDS) {
    const ids = idsOf(transactions, kind)
    if (ids.length === 0) continue
    const { unmined, entries, books, hasAttempts } = THINGS[kind]
    await books.confirmed?.(db, idsOf(buried, kind), -1n)
    await books.committed(db, ids, -1n)
    if (entries) await moveEntries(db, kind, ids, entries.from, entries.until)
    await move(db, kind, ids, ["committed", "confirmed"], unmined)
    if (hasAttempts) await reviveAttempts(db, kind, ids)
  }
}

/** The last transaction that was signed for them is dead. */
export async function fail(db: DbTransaction, kind: OwnerKind, ids: bigint[]): Promise<void> {
  await move(db, kind, ids, [THINGS[kind].unmined], "failed")
}

async function move(db: DbTransaction, kind: OwnerKind, ids: bigint[], from: string[], to: string): Promise<void> {
  await db.$executeRaw`
    UPDATE ${Prisma.raw(kind)} SET status = ${to} WHERE id = ANY(${ids}) AND status = ANY(${from})`
}

async function moveEntries(
  db: DbTransaction,
  kind: OwnerKind,
  ids: bigint[],
  from: EntryStatus,
  to: EntryStatus,
): Promise<void> {
  await db.$executeRaw`
    UPDATE account SET status = ${to} WHERE ${ownerColumn(kind)} = ANY(${ids}) AND status = ${from}`
}

/** Gives a thing and its entries the hash and the network fee of the attempt that the chain has taken. */
async function noteAttempt(db: DbTransaction, kind: OwnerKind, ids: bigint[], unmined: string): Promise<void> {
  await db.$executeRaw`
    UPDATE ${Prisma.raw(kind)} thing SET tx_hash = t.tx_hash, network_fee = t.network_fee
    FROM chain_transaction t
    WHERE thing.id = ANY(${ids}) AND thing.status = ${unmined}
      AND t.${ownerColumn(kind)} = thing.id AND t.status = 'committed'`
  if (!THINGS[kind].entries) return
  await db.$executeRaw`
    UPDATE account a SET tx_hash = t.tx_hash FROM chain_transaction t
    WHERE a.${ownerColumn(kind)} = ANY(${ids}) AND t.${ownerColumn(kind)} = a.${ownerColumn(kind)}
      AND t.status = 'committed' AND a.tx_hash <> t.tx_hash`
}

/** A transaction that is to be sent as if it never had been: what the node said of it before means nothing now. */
export const SEND_ANEW = Prisma.sql`status = 'signed', next_check_at = now(), sends = 0, invalid_since = NULL,
  unresolved_since = NULL, fee_refused_since = NULL`

/** The other attempts at something died because one was confirmed. Now any of them may be the one that commits. */
async function reviveAttempts(db: DbTransaction, kind: OwnerKind, ids: bigint[]): Promise<void> {
  await db.$executeRaw`
    UPDATE chain_transaction SET ${SEND_ANEW} WHERE ${ownerColumn(kind)} = ANY(${ids}) AND status = 'dead'`
}
