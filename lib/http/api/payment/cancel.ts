import { z } from "zod"
import { contract } from "../../contract"
import { clientSecretSchema, id, idParams } from "../fields"

/** The header `X-Client-Secret` does as well, and then no body is needed. */
export const cancelBody = z.strictObject({ client_secret: clientSecretSchema.optional() }).optional()

export const cancelledReply = z
  .object({ payment_id: id, status: z.literal("cancelled") })
  .meta({ id: "CancelledPayment" })

export const cancelPayment = contract({
  method: "POST",
  path: "/api/payment/{id}/cancel",
  summary: "Give up a payment that is not signed yet. The client secret goes in the body or in X-Client-Secret.",
  access: "canceller",
  limit: "write",
  cors: true,
  params: idParams,
  body: cancelBody,
  reply: cancelledReply,
  errors: ["NOT_FOUND", "STATE_MISMATCH"],
})
