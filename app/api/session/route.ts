import { finishSignIn as finish, getWalletSession as read } from "@/lib/http/api/session"
import { methods } from "@/lib/http/methods"
import { publicOrigin, requireSameOrigin } from "@/lib/http/origin"
import { route } from "@/lib/http/route"
import { signedInWallet, signInWallet } from "@/lib/http/wallet-session"
import { finishSignIn } from "@/lib/session/finish"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(read, {
  GET: route(read, async ({ ctx, request }) => ({ address: (await signedInWallet(ctx, request))?.address ?? null })),
  POST: route(finish, async ({ ctx, request, body, headers }) => {
    requireSameOrigin(ctx.config, request)
    const origin = publicOrigin(ctx.config, request)
    const party = await finishSignIn(ctx, { ...body, identity: body.identity ?? "", origin })
    await signInWallet(ctx, request, party, headers)
    return { address: party.address }
  }),
})
