import { parseAddress } from "@/lib/chain/address"
import { ownProfileJson, getProfileOf as read, setProfile as set } from "@/lib/http/api/profile"
import { methods } from "@/lib/http/methods"
import { route } from "@/lib/http/route"
import { profileOf } from "@/lib/profile/query"
import { setProfile } from "@/lib/profile/set"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(read, {
  GET: route(read, async ({ ctx, params }) => {
    const { lockHash } = await parseAddress(ctx.chain, params.address)
    return ownProfileJson(await profileOf(ctx, lockHash))
  }),
  POST: route(set, async ({ ctx, params, body }) =>
    ownProfileJson(
      await setProfile(ctx, await parseAddress(ctx.chain, params.address), {
        name: body.name,
        displayName: body.display_name,
        message: body.message,
        presets: body.presets,
      }),
    ),
  ),
})
