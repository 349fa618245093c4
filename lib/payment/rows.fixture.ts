import { randomBytes } from "node:crypto"
import { ccc } from "@ckb-ccc/core"
import type { Context } from "@/lib/context"
import { connectDatabase, type Db } from "@/lib/db"
import { wholeCkb } from "@/lib/money"
import type { TestContext } from "@/test/support/actors"
import { createDatabase } from "@/test/support/postgres"
import type { PaymentStatus } from "./types"

export const bytes32 = () => Uint8Array.from(randomBytes(32))
/** The lock hash of the party of this name. */
export const lockOf = (name: string) => new Uint8Array(32).fill(name.codePointAt(0) ?? 0)

interface EntryRow {
  receiver: string
  amount: bigint
  kind?: "receiver" | "split" | "fee"
  status?: "pending" | "available" | "settling" | "paid" | "void"
  settlementId?: bigint
  txHash?: Uint8Array<ArrayBuffer>
  createdAt?: Date
}

interface PaymentRow {
  sender?: string
  receiver?: string
  status?: PaymentStatus
  entries?: EntryRow[]
  cellId?: bigint
  expiresAt?: Date
  createdAt?: Date
  info?: string
  category?: number
  senderDid?: string
  receiverDid?: string
  clientNetwork?: string
  linkId?: bigint
  linkOnce?: boolean
}

/** Rows as the verbs would write them, for what only reads. */
export interface Rows {
  /** of the database, as the server reaches it */
  url: string
  db: Db
  ctx: TestContext
  cell(state?: string, capacity?: bigint): Promise<{ id: bigint; txHash: Uint8Array; outputIndex: number }>
  payment(row?: PaymentRow): Promise<bigint>
  settlement(amount: bigint, status?: string): Promise<bigint>
  block(number: bigint): Promise<void>
  close(): Promise<void>
}

/** A database of its own, and what writes rows into it. Readers need neither node nor chain. */
export async function createRows(config: Partial<Context["config"]> = {}): Promise<Rows> {
  const database = await createDatabase()
  const db = connectDatabase(database.url, 4)
  const rows: Rows = {
    url: database.url,
    db,
    ctx: { db, config, actor: { kind: "command" } } as TestContext,
    cell: (state = "free", capacity: bigint = wholeCkb(65n)) =>
      db.platformCell.create({
        data: {
          txHash: bytes32(),
          outputIndex: 0,
          capacity,
          state,
          madeIn: 1n,
          spentIn: state === "spent" ? 2n : null,
          maturesAt: state === "immature" ? 1n : null,
        },
      }),
    async payment({ sender = "s", receiver = "r", status = "prepared", entries, cellId, expiresAt, ...labels } = {}) {
      const shares = entries ?? [{ receiver, amount: 100n }]
      const { id } = await db.payment.create({
        data: {
          sender,
          senderLockHash: lockOf(sender),
          receiver,
          receiverLockHash: lockOf(receiver),
          amount: shares.reduce((total, { amount }) => total + amount, 0n),
          platformFee: 0n,
          networkFee: 1n,
          status,
          txHash: bytes32(),
          unsignedTx: Uint8Array.from(ccc.Transaction.from({ witnesses: [`0x${"cc".repeat(32)}`] }).toBytes()),
          platformCellId: cellId ?? (await rows.cell("spent")).id,
          clientSecretHash: bytes32(),
          expiresAt: expiresAt ?? new Date(Date.now() + 60_000),
          ...labels,
          entries: {
            create: shares.map(({ kind = "receiver", ...entry }) => ({
              ...entry,
              kind,
              lockHash: lockOf(entry.receiver),
            })),
          },
        },
      })
      return id
    },
    async settlement(amount, status = "signed") {
      const { id } = await db.settlement.create({ data: { amount, networkFee: 1n, status, txHash: bytes32() } })
      return id
    },
    async block(number) {
      await db.block.create({ data: { number, hash: bytes32() } })
    },
    async close() {
      await db.$disconnect()
      await database.drop()
    },
  }
  return rows
}
