import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { LinkCheckout } from "@/components/checkout/link-checkout"
import { getMessages } from "@/components/messages/server"
import { displayCkb, shorten } from "@/lib/client/format"
import { readSlug } from "@/lib/link/slug"
import { previewOf } from "../../preview"
import { readLink } from "./read-link"

interface Props {
  params: Promise<{ slug: string }>
}

/** What somebody sees who is sent the link: what it is for, how much, whom it pays, whether it can still be paid. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params
  const link = await readLink(slug)
  const { checkout, order } = await getMessages()
  const robots = { index: false, follow: false }
  if (!link) return { title: link === null ? checkout.link.unknown : checkout.titles.form, robots }
  const t = order.share
  const payee = shorten(link.receiver)
  const title = link.amount === null ? link.title : t.title(link.title, displayCkb(link.amount))
  const terms = link.amount === null ? t.open(payee) : t.fixed(displayCkb(link.amount), payee)
  const description = link.status === "active" ? (link.note ?? terms) : t.states[link.status]
  const picture = `/p/${link.slug}/picture?${new URLSearchParams({ of: `${link.status} ${link.title}` })}`
  return { robots, ...(await previewOf({ title, description, picture, alt: t.picture(link.title) })) }
}

export default async function LinkPage({ params }: Props) {
  const { slug } = await params
  const link = await readLink(slug)
  if (link === null) notFound()
  return <LinkCheckout slug={readSlug(slug)} first={link} />
}
