import type { Metadata } from "next"
import { Suspense } from "react"
import { CheckoutSkeleton } from "@/components/checkout/checkout-skeleton"
import { LinkCheckout } from "@/components/checkout/link-checkout"
import { getMessages } from "@/components/messages/server"

interface Props {
  params: Promise<{ slug: string }>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getMessages()).checkout.titles.form, robots: { index: false, follow: false } }
}

export default async function LinkPage({ params }: Props) {
  const { slug } = await params
  return (
    <Suspense fallback={<CheckoutSkeleton />}>
      <LinkCheckout slug={slug} />
    </Suspense>
  )
}
