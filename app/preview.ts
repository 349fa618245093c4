import type { Metadata } from "next"
import { headers } from "next/headers"
import { getMessages } from "@/components/messages/server"
import { publicOrigin } from "@/lib/http/origin"
import { peekContext } from "@/lib/runtime"
import { PICTURE_SIZE } from "./picture"

interface Preview {
  title: string
  description: string
  /** the path of a picture of ours */
  picture: string
  alt: string
}

/** What is shown of a page where its address is posted: a title, a sentence, a picture. */
export async function previewOf({ title, description, picture, alt }: Preview): Promise<Metadata> {
  const origin = await ownOrigin()
  const images = origin ? [{ url: new URL(picture, origin), ...PICTURE_SIZE, alt, type: "image/png" }] : []
  const { siteName } = (await getMessages()).common
  return {
    title,
    description,
    openGraph: { type: "website", siteName, title, description, images },
    twitter: { card: "summary_large_image", title, description, images },
  }
}

/** Where these pages are seen; undefined where nobody has said so, and the request's own word is not enough. */
async function ownOrigin(): Promise<string | undefined> {
  const config = peekContext()?.config
  const request = new Request("http://localhost", { headers: await headers() })
  try {
    return config && publicOrigin(config, request)
  } catch {
    return undefined
  }
}
