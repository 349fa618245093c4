import type { Metadata } from "next"
import { Suspense } from "react"
import { LinkCheckout } from "@/components/checkout/link-checkout"
import { getMessages } from "@/components/messages/server"
import { PaymentSkeleton } from "@/components/payment/payment-skeleton"

interface Props {
  params: Promise<{ slug: string }>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getMessages()).checkout.titles.form, robots: { index: false, follow: false } }
}

export default async function LinkPage({ params }: Props) {
  const { slug } = await params
  return (
    <Suspense fallback={<PaymentSkeleton />}>
      <LinkCheckout slug={slug} />
    </Suspense>
  )
}
