import { beginSignIn as contract, signInJson } from "@/lib/http/api/session"
import { endpoint } from "@/lib/http/methods"
import { publicOrigin } from "@/lib/http/origin"
import { beginSignIn } from "@/lib/session/begin"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, request, body }) =>
  signInJson(await beginSignIn(ctx, { address: body.address, origin: publicOrigin(ctx.config, request) })),
)
