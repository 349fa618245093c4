import { cache } from "react"
import { type LinkJson, linkJson, slugSchema } from "@/lib/http/api/link"
import { getPaymentLink } from "@/lib/link/query"
import { readForPage } from "../../read-for-page"

/**
 * The link that a page is about, read once for the page and what its head says.
 *
 * @returns null when there is none; undefined while the server cannot know: then the page asks again by itself
 */
export const readLink = cache(async (text: string): Promise<LinkJson | null | undefined> => {
  const slug = slugSchema.safeParse(text)
  if (!slug.success) return null
  return readForPage(async (ctx) => linkJson(await getPaymentLink(ctx, slug.data)))
})
