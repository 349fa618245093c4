import type { Metadata } from "next"
import { Suspense } from "react"
import { Checkout } from "@/components/checkout/checkout"
import { CheckoutSkeleton } from "@/components/checkout/checkout-skeleton"
import { getMessages } from "@/components/messages/server"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getMessages()).checkout.titles.form, robots: { index: false, follow: false } }
}

export default function PayPage() {
  return (
    <Suspense fallback={<CheckoutSkeleton />}>
      <Checkout />
    </Suspense>
  )
}
