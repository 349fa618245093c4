import { PaymentsSection } from "@/components/admin/payments-section"
import { operatorTitle } from "@/components/admin/title"

export const generateMetadata = () => operatorTitle("payments")

export default function PaymentsPage() {
  return <PaymentsSection />
}
