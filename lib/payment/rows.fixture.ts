import { randomBytes } from "node:crypto"
import { ccc } from "@ckb-ccc/core"
import type { Context } from "@/lib/context"
import type { Db } from "@/lib/db"
import { wholeCkb } from "@/lib/money"
import type { TestContext } from "@/test/support/actors"
import { databaseStage, freshDatabaseStage } from "@/test/support/database-stage"
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
  message?: string
  reference?: string
  category?: number
  senderDid?: string
  receiverDid?: string
  clientNetwork?: string
  linkId?: bigint
  linkOnce?: boolean
  linkRevision?: number
  projectId?: bigint
}

/** Writes rows as the verbs would, for what only reads. */
interface Rows {
  cell(state?: string, capacity?: bigint): Promise<{ id: bigint; txHash: Uint8Array; outputIndex: number }>
  payment(row?: PaymentRow): Promise<bigint>
  settlement(amount: bigint, status?: string): Promise<bigint>
  block(number: bigint): Promise<void>
}

/**
 * What tests of readers stand on: one database for all tests of a file, and what writes rows into it. Readers need
 * neither node nor chain.
 *
 * @param config what of the configuration the readers look at
 */
export function rowsStage(config: Partial<Context["config"]> = {}) {
  return databaseStage().extend("ctx", { scope: "file" }, contextWith(config)).extend("rows", { scope: "file" }, rows)
}

/** The same with a database of each test's own. */
export function freshRowsStage(config: Partial<Context["config"]> = {}) {
  return freshDatabaseStage().extend("ctx", contextWith(config)).extend("rows", rows)
}

function contextWith(config: Partial<Context["config"]>) {
  return ({ db }: { db: Db }) => ({ db, config, actor: { kind: "command" } }) as TestContext
}

function rows({ db }: { db: Db }): Rows {
  const rows: Rows = {
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
  }
  return rows
}
