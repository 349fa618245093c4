import { endWalletSession as contract } from "@/lib/http/api/session"
import { endpoint } from "@/lib/http/methods"
import { requireSameOrigin } from "@/lib/http/origin"
import { signOutWallet } from "@/lib/http/wallet-session"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request, headers }) => {
    requireSameOrigin(ctx.config, request)
    await signOutWallet(ctx, request, headers)
  },
)
