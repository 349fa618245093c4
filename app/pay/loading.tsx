import { PaymentSkeleton } from "@/components/payment/payment-skeleton"

export default function Loading() {
  return <PaymentSkeleton />
}
