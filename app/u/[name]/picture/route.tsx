import { avatarOf } from "@/lib/client/avatar"
import { shorten } from "@/lib/client/format"
import { NotFound } from "@/lib/errors"
import { findProfile } from "@/lib/profile/query"
import { picture } from "../../../picture"

/** What is shown of a receiver's page where it is shared. */
export const GET = picture("/u/{name}/picture", async (ctx, { name }) => {
  if (typeof name !== "string") throw new NotFound("There is no such picture.")
  const profile = await findProfile(ctx, name)
  const { address, displayName } = profile
  return {
    title: `/u/${profile.name}`,
    amount: displayName,
    payee: shorten(address),
    mark: avatarOf(address, displayName),
  }
})
