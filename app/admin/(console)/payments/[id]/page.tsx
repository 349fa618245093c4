import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { PaymentRecord } from "@/components/admin/payment/payment-record"
import { ADMIN } from "@/components/messages/admin"
import { getTexts } from "@/components/messages/server"
import { parsePaymentId } from "@/lib/client/paths"

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { payment, title } = await getTexts(ADMIN)
  const id = parsePaymentId((await params).id)
  return id === null ? {} : { title: `${payment.title(id)} · ${title}` }
}

export default async function PaymentPage({ params }: Props) {
  const id = parsePaymentId((await params).id)
  if (id === null) notFound()
  return <PaymentRecord id={id} />
}
