import { z } from "zod"
import { contract } from "../contract"
import { EXAMPLE_HASH } from "../example-fields"

/** No lock that is known has arguments as long as this; one that nobody knows has no wallet here. */
const MAX_ARGS_BYTES = 128
/** Cells, or transactions, of the platform's that a node lists at once. */
const PAGE = "0xc8"
/** More than any of these calls needs. */
const CALL_BYTES = 2_048

const hash32 = z.string().regex(/^0x[0-9a-f]{64}$/, "must be 32 bytes in hex")
const script = z.strictObject({
  code_hash: hash32,
  hash_type: z.enum(["data", "type", "data1", "data2"]),
  args: z
    .string()
    .max(2 + 2 * MAX_ARGS_BYTES, `must have at most ${MAX_ARGS_BYTES} bytes`)
    .regex(/^0x([0-9a-f]{2})*$/, "must be hex that begins with 0x"),
})
const none = z.tuple([z.literal("0x0"), z.literal("0x1")])
/** One address's money: its cells without type script and without data. */
const plainCells = z.strictObject({
  script,
  script_type: z.literal("lock"),
  script_search_mode: z.literal("exact"),
  filter: z.strictObject({ script_len_range: none, output_data_len_range: none }),
  with_data: z.null().optional(),
})
/** The one cell in which a script's code, or its dep group, is found. */
const scriptCell = z.strictObject({
  script,
  script_type: z.literal("type"),
  script_search_mode: z.literal("exact"),
  filter: z.null().optional(),
  with_data: z.literal(false),
})
/** What a node calls the last thing that it has listed. */
const cursor = z
  .string()
  .max(512)
  .regex(/^0x[0-9a-f]*$/, "must be hex that begins with 0x")
const number = z.string().regex(/^0x[0-9a-f]{1,16}$/, "must be a number in hex that begins with 0x")
/** A lock of which cells are listed: only the platform's own, for whoever adds up what it holds. */
const ownLock = { script, script_type: z.literal("lock"), script_search_mode: z.literal("exact") }
const ownCells = z.strictObject({ ...plainCells.shape, with_data: z.literal(false) })
const ownTransactions = z.strictObject(ownLock)
const outPoint = z.strictObject({ tx_hash: hash32, index: number })

function rpcCall<const M extends string, P extends z.ZodType>(method: M, params: P) {
  const id = z.union([z.int(), z.string().max(64)])
  return z.strictObject({ jsonrpc: z.literal("2.0"), id, method: z.literal(method), params })
}

export const rpcBody = z
  .discriminatedUnion("method", [
    rpcCall("get_cells_capacity", z.tuple([plainCells])),
    // In bytes, by which whoever asked computes its hash.
    rpcCall("get_transaction", z.tuple([hash32, z.literal("0x0").optional()])),
    rpcCall("get_header", z.tuple([hash32, z.literal("0x0")])),
    rpcCall("get_header_by_number", z.tuple([number])),
    rpcCall("get_block_hash", z.tuple([number])),
    rpcCall("get_tip_block_number", z.tuple([])),
    rpcCall("get_live_cell", z.tuple([outPoint, z.literal(false)])),
    rpcCall("get_transactions", z.tuple([ownTransactions, z.literal("desc"), z.literal(PAGE), cursor.optional()])),
    rpcCall(
      "get_cells",
      z.union([
        z.tuple([scriptCell, z.literal("asc"), z.literal("0x1"), z.null().optional()]),
        z.tuple([ownCells, z.literal("asc"), z.literal(PAGE), cursor.optional()]),
      ]),
    ),
  ])
  .meta({ example: { jsonrpc: "2.0", id: 1, method: "get_transaction", params: [EXAMPLE_HASH] } })
export type RpcBody = z.output<typeof rpcBody>
export const rpcReply = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.int(), z.string()]),
  result: z.unknown().meta({
    description: "As a CKB node answers it",
    example: { transaction: null, cycles: null, tx_status: { status: "unknown", block_hash: null, reason: null } },
  }),
})

export const readChain = contract({
  method: "POST",
  path: "/api/rpc",
  summary:
    "Read the chain as wallets, receipts and auditors do: nine methods of CKB's JSON-RPC, one call at a time. Errors are as elsewhere.",
  access: "public",
  limit: "chain",
  body: rpcBody,
  maxBodyBytes: CALL_BYTES,
  reply: rpcReply,
  errors: ["CHAIN_ERROR", "OVERLOADED"],
})
