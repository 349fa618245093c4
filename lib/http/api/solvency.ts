import { z } from "zod"
import type { AccountProof } from "@/lib/solvency/account-proof"
import type { Credit } from "@/lib/solvency/credits"
import type { Epoch } from "@/lib/solvency/query"
import { contract } from "../contract"
import { addressParams, asInteger, hash, hex, id, page, shannons, time } from "./fields"
import { receiptJson, receiptReply } from "./payment/receipt"

const blockText = z
  .string()
  .regex(/^\d{1,15}$/, "must be a block number")
  .transform(BigInt)
  .meta({ ...asInteger({ minimum: 0 }), example: 12_300 })
const blockParams = z.object({ block: blockText })
const block = z.int().meta({ example: 12_300 })

export const epochReply = z
  .object({
    block_number: block,
    block_hash: hash,
    genesis_hash: hash,
    every: z.int().meta({ description: "So many blocks later the next one is due", example: 100 }),
    platform_address: z.string(),
    platform_lock_hash: hash,
    owed: shannons.meta({ description: "What the leaves sum to", example: "4158000000" }),
    leaves: z.int().meta({ description: "40 bytes each: id and amount", example: 64 }),
    root: hash,
    leaves_hash: hash.meta({ description: "SHA-256 of the file of leaves" }),
    held: shannons.meta({ description: "What the cells hold", example: "232168000000" }),
    cells: z.int().meta({ description: "44 bytes each: out point and capacity", example: 32 }),
    cells_hash: hash.meta({ description: "SHA-256 of the file of cells" }),
    previous: hash.nullable().meta({ description: "The hash of the manifest before; null in the first" }),
    created_at: time,
    hash: hash.meta({ description: "Of the manifest's text" }),
    signature: hex.meta({
      description: "By the platform's lock, of the manifest's text as a message",
      example: "0x2a",
    }),
    files: z.boolean().meta({ description: "Its leaves and cells are still kept" }),
    anchor: z
      .object({
        tx_hash: hash,
        status: z.enum(["signed", "committed", "confirmed"]).meta({ example: "confirmed" }),
        anchored_block_number: block.nullable(),
      })
      .nullable()
      .meta({ description: "The transaction that has the manifest's hash in a witness" }),
  })
  .meta({ id: "Epoch" })
export type EpochJson = z.infer<typeof epochReply>

export function epochJson(epoch: Epoch, platformAddress: string): EpochJson {
  const { owed, held, anchor } = epoch
  return {
    block_number: Number(epoch.block.number),
    block_hash: epoch.block.hash,
    genesis_hash: epoch.genesisHash,
    every: Number(epoch.every),
    platform_address: platformAddress,
    platform_lock_hash: epoch.platformLockHash,
    ...{ owed: owed.total.toString(), leaves: Number(owed.leaves), root: owed.root, leaves_hash: owed.leavesHash },
    ...{ held: held.total.toString(), cells: Number(held.cells), cells_hash: held.cellsHash },
    previous: epoch.previous,
    created_at: epoch.createdAt,
    hash: epoch.hash,
    signature: epoch.signature,
    files: epoch.hasFiles,
    anchor: anchor && {
      tx_hash: anchor.txHash,
      status: anchor.status,
      anchored_block_number: anchor.block === null ? null : Number(anchor.block),
    },
  }
}

const proofReply = z
  .object({
    block_number: block,
    lock_hash: hash,
    owed: shannons.meta({ description: "What the pieces sum to", example: "198000000" }),
    pieces: z.array(z.object({ piece: z.int().meta({ example: 0 }), amount: shannons, salt: hash })).meta({
      description: "The id of each is SHA-256 of a tag, the salt, the lock hash and the piece's number",
    }),
  })
  .meta({ id: "AccountProof" })

export function proofJson({ block, lockHash, owed, pieces }: AccountProof): z.infer<typeof proofReply> {
  return {
    block_number: Number(block),
    lock_hash: lockHash,
    owed: owed.toString(),
    pieces: pieces.map((piece) => ({ ...piece, amount: piece.amount.toString() })),
  }
}

const creditReply = z
  .object({
    receipt: receiptReply,
    refunds: z
      .array(
        z.object({
          refund_id: id,
          taken: shannons.meta({ description: "From this address", example: "0" }),
          given: shannons.meta({ description: "To this address, whose payment it was", example: "0" }),
          created_at: time,
        }),
      )
      .meta({ description: "Nothing of a refund is on the chain: they are the platform's word" }),
  })
  .meta({ id: "Credit" })

export function creditJson({ receipt, refunds }: Credit): z.infer<typeof creditReply> {
  return {
    receipt: receiptJson(receipt),
    refunds: refunds.map(({ id, taken, given, createdAt }) => ({
      ...{ refund_id: Number(id), taken: taken.toString(), given: given.toString() },
      created_at: createdAt.toISOString(),
    })),
  }
}

export const listEpochs = contract({
  method: "GET",
  path: "/api/solvency",
  summary: "What the platform owed and held at each epoch's block, signed, newest first",
  access: "public",
  limit: "read",
  cors: true,
  paged: true,
  query: z.strictObject(page(200, 20)),
  reply: z.array(epochReply),
})

export const getEpoch = contract({
  method: "GET",
  path: "/api/solvency/{block}",
  summary: "What the platform owed and held at this block",
  access: "public",
  limit: "read",
  cors: true,
  params: blockParams,
  errors: ["NOT_FOUND"],
  reply: epochReply,
})

const fileReply = z.string().meta({ format: "binary", example: "" })

export const getLeaves = contract({
  method: "GET",
  path: "/api/solvency/{block}/leaves",
  summary: "All pieces of what is owed: 32 bytes of id and 8 of amount each, in the order of ids. Kept for 90 days.",
  access: "public",
  limit: "read",
  cors: true,
  params: blockParams,
  errors: ["NOT_FOUND"],
  file: true,
  reply: fileReply,
})

export const getCells = contract({
  method: "GET",
  path: "/api/solvency/{block}/cells",
  summary: "The platform's cells: 32 bytes of transaction hash, 4 of index, 8 of capacity each. Kept for 90 days.",
  access: "public",
  limit: "read",
  cors: true,
  params: blockParams,
  errors: ["NOT_FOUND"],
  file: true,
  reply: fileReply,
})

export const getAccountProof = contract({
  method: "GET",
  path: "/api/account/{address}/solvency",
  summary: "Which pieces of an epoch are what this address is owed, and the salts that prove it",
  access: "party",
  limit: "read",
  cors: true,
  params: addressParams,
  query: z.strictObject({ block: blockText.optional().meta({ description: "The newest epoch's, when absent" }) }),
  errors: ["NOT_FOUND"],
  reply: proofReply,
})

export const listCredits = contract({
  method: "GET",
  path: "/api/account/{address}/credits",
  summary: "Each payment in a block that gives this address a share, and each refund to it: to be added up by oneself",
  access: "party",
  limit: "read",
  cors: true,
  paged: true,
  params: addressParams,
  query: z.strictObject(page(200, 50)),
  reply: z.array(creditReply),
})
