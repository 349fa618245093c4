import type { Metadata } from "next"
import { PAYMENTS } from "@/components/messages/payments"
import { getTexts } from "@/components/messages/server"
import { YourPayments } from "@/components/receipt/your-payments"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTexts(PAYMENTS)).title, robots: { index: false, follow: false } }
}

export default function PaymentsPage() {
  return <YourPayments />
}
