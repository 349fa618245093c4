import type { Metadata } from "next"
import { Suspense } from "react"
import { Checkout } from "@/components/checkout/checkout"
import { getMessages } from "@/components/messages/server"
import { PaymentSkeleton } from "@/components/payment/payment-skeleton"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getMessages()).checkout.titles.form, robots: { index: false, follow: false } }
}

export default function PayPage() {
  return (
    <Suspense fallback={<PaymentSkeleton />}>
      <Checkout />
    </Suspense>
  )
}
