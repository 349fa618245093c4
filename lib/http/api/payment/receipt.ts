import { z } from "zod"
import { SHARE_KINDS } from "@/lib/ledger/types"
import type { ProvableReceipt } from "@/lib/proof/receipt"
import { contract } from "../../contract"
import { EXAMPLE_PLATFORM } from "../../example-fields"
import { hash, id, idParams, shannons } from "../fields"

export const receiptReply = z
  .object({
    version: z.literal(1),
    genesis_hash: hash.meta({ description: "Of the chain that it is on" }),
    tx_hash: hash,
    payment_id: id,
    salt: hash.nullable().meta({ description: "Null for a payment from before commitments had one" }),
    platform: z.string().meta({ example: EXAMPLE_PLATFORM }),
    sender: z.string(),
    shares: z
      .array(
        z.object({
          kind: z.enum(SHARE_KINDS).meta({ example: "receiver" }),
          address: z.string(),
          amount: shannons.meta({ example: "198000000" }),
        }),
      )
      .meta({ description: "In the order in which the commitment names them" }),
  })
  .meta({ id: "Receipt", description: "All that the commitment in a payment's transaction hashes: it proves itself" })

export function receiptJson(receipt: ProvableReceipt): z.infer<typeof receiptReply> {
  return { ...receipt, shares: receipt.shares.map((share) => ({ ...share, amount: share.amount.toString() })) }
}

export const getReceipt = contract({
  method: "GET",
  path: "/api/payment/{id}/receipt",
  summary:
    "What proves a payment from the chain alone, once it is in a block; also at /receipt/{id}.json. Check it at /verify, or with verifyReceipt of the client package.",
  access: "viewer",
  key: "read",
  limit: "read",
  cors: true,
  params: idParams,
  reply: receiptReply,
  errors: ["NOT_FOUND", "STATE_MISMATCH"],
})
