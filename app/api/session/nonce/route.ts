import { beginSignIn as contract } from "@/lib/http/contracts/session"
import { endpoint } from "@/lib/http/methods"
import { publicOrigin } from "@/lib/http/origin"
import { beginSignIn } from "@/lib/session/begin"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, request, body }) => {
  const origin = publicOrigin(ctx.config, request)
  const { nonce, message, expiresAt } = await beginSignIn(ctx, { address: body.address, origin })
  return { nonce, message, expires_at: expiresAt.toISOString() }
})
