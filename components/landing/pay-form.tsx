"use client"

import { useRouter } from "next/navigation"
import { CheckoutForm } from "@/components/checkout/checkout-form"
import { checkoutPath } from "@/components/checkout/query"
import { LANDING } from "@/components/messages/landing"
import { useTexts } from "@/components/messages/provider"

export function PayForm() {
  const router = useRouter()
  return (
    <CheckoutForm submitLabel={useTexts(LANDING).pay.submit} onSubmit={(wish) => router.push(checkoutPath(wish))} />
  )
}
