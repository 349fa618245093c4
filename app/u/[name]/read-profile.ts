import { cache } from "react"
import { nameParams, profileJson } from "@/lib/http/api/profile"
import { readName } from "@/lib/profile/name"
import { findProfile } from "@/lib/profile/query"
import { readForPage } from "../../read-for-page"

/** The page of a receiver, read once for the page and what its head says: null when there is none. */
export const readProfile = cache(async (text: string) => {
  const asked = nameParams.safeParse({ name: readName(decodeURIComponent(text)) })
  if (!asked.success) return null
  return readForPage(async (ctx) => profileJson(await findProfile(ctx, asked.data.name)))
})
