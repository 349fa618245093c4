import { z } from "zod"
import { contract } from "../../contract"
import { idParams } from "../fields"

export const shareReply = z.object({ share_key: z.string() }).meta({ id: "ShareKey" })

export const sharePayment = contract({
  method: "GET",
  path: "/api/payment/{id}/share",
  summary:
    "The key of a link that shows this one payment to whoever has it, and lets them do nothing else. To be sent as X-Share-Key.",
  access: "payer",
  limit: "read",
  cors: true,
  params: idParams,
  reply: shareReply,
  errors: ["NOT_FOUND"],
})
