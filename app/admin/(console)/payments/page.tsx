import { PaymentsSection } from "@/components/admin/payments-section"

export default function PaymentsPage() {
  return <PaymentsSection />
}
