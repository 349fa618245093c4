import type { Metadata } from "next"
import { Suspense } from "react"
import { Checkout } from "@/components/checkout/checkout"
import { CheckoutSkeleton } from "@/components/checkout/checkout-skeleton"
import { en } from "@/components/messages/en"

export const metadata: Metadata = {
  title: en.checkout.titles.form,
  robots: { index: false, follow: false },
}

export default function PayPage() {
  return (
    <Suspense fallback={<CheckoutSkeleton />}>
      <Checkout />
    </Suspense>
  )
}
