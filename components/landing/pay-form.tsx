"use client"

import { useRouter } from "next/navigation"
import { LANDING } from "@/components/messages/landing"
import { useTexts } from "@/components/messages/provider"
import { OrderForm } from "@/components/payment/order-form"
import { checkoutPath } from "@/lib/client/paths"

export function PayForm() {
  const router = useRouter()
  return <OrderForm submitLabel={useTexts(LANDING).pay.submit} onSubmit={(wish) => router.push(checkoutPath(wish))} />
}
