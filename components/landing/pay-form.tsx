"use client"

import { useRouter } from "next/navigation"
import { CheckoutForm } from "@/components/checkout/checkout-form"
import { checkoutPath } from "@/components/checkout/query"
import { useMessages } from "@/components/messages/provider"

export function PayForm() {
  const router = useRouter()
  return (
    <CheckoutForm submitLabel={useMessages().landing.pay.submit} onSubmit={(wish) => router.push(checkoutPath(wish))} />
  )
}
