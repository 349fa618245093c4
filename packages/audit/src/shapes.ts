import * as z from "zod/mini"
import type { Hex } from "@/lib/hex"
import { SUM_LIMIT } from "@/lib/proof/liabilities"

// What the platform answers is somebody else's word: each field is read in one form, and no other.

const hexOf = (bytes: number) =>
  z.custom<Hex>((value) => typeof value === "string" && value.length === 2 + 2 * bytes && /^0x[0-9a-f]*$/.test(value))
const hash = hexOf(32)
/** shannons */
const amount = z.pipe(
  z.string().check(
    z.regex(/^\d{1,19}$/),
    z.refine((text) => BigInt(text) < SUM_LIMIT),
  ),
  z.transform((text: string) => BigInt(text)),
)
const count = z.int().check(z.nonnegative())
/** Hashed as 32 bits: a larger one would be the same as a smaller. */
const piece = z.int().check(z.nonnegative(), z.lt(2 ** 32))
const time = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z$/))

export const epochShape = z.object({
  block_number: count,
  block_hash: hash,
  genesis_hash: hash,
  every: z.int().check(z.positive()),
  platform_address: z.string(),
  platform_lock_hash: hash,
  owed: amount,
  leaves: count,
  root: hash,
  leaves_hash: hash,
  held: amount,
  cells: count,
  cells_hash: hash,
  previous: z.nullable(hash),
  created_at: time,
  hash,
  signature: hexOf(65),
  files: z.boolean(),
  anchor: z.nullable(
    z.object({
      tx_hash: hash,
      status: z.enum(["signed", "committed", "confirmed"]),
      anchored_block_number: z.nullable(count),
    }),
  ),
})
export type ShownEpoch = z.output<typeof epochShape>

export const piecesShape = z.object({
  block_number: count,
  lock_hash: hash,
  owed: amount,
  pieces: z.array(z.object({ piece, amount, salt: hash })),
})

/** The receipt itself is read by who knows its form. */
export const creditShape = z.object({
  receipt: z.unknown(),
  refunds: z.array(z.object({ refund_id: count, taken: amount, given: amount, created_at: time })),
})
export type Credit = z.output<typeof creditShape>

export const payoutShape = z.object({
  tx_hash: hash,
  amount,
  status: z.enum(["signed", "committed", "confirmed", "failed"]),
})
export type Payout = z.output<typeof payoutShape>
