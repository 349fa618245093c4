import type { Metadata } from "next"
import { notFound, redirect } from "next/navigation"
import { ProfileCheckout } from "@/components/checkout/profile-checkout"
import { getMessages } from "@/components/messages/server"
import { shorten } from "@/lib/client/format"
import { previewOf } from "../../preview"
import { readProfile } from "./read-profile"

interface Props {
  params: Promise<{ name: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await params
  const profile = await readProfile(name)
  const { checkout, order } = await getMessages()
  if (!profile) return { title: profile === null ? order.profile.unknown : checkout.titles.form }
  const title = checkout.link.payTitle(profile.display_name)
  return previewOf({
    title,
    description: profile.message ?? order.share.open(`${profile.display_name} (${shorten(profile.address)})`),
    picture: `/u/${profile.name}/picture?${new URLSearchParams({ of: profile.display_name })}`,
    alt: order.share.picture(profile.display_name),
  })
}

export default async function ProfilePage({ params }: Props) {
  const { name } = await params
  const profile = await readProfile(name)
  if (profile === null) notFound()
  if (profile === undefined) throw new Error("the page of a receiver cannot be read now")
  // Its owner has chosen another name since, or the name was typed with capitals.
  if (profile.name !== name) redirect(`/u/${profile.name}`)
  return <ProfileCheckout profile={profile} />
}
