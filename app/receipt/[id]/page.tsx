import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getMessages } from "@/components/messages/server"
import { ReceiptOf } from "@/components/receipt/receipt-of"
import { parsePaymentId } from "@/lib/client/paths"

interface Props {
  params: Promise<{ id: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const id = parsePaymentId((await params).id)
  const t = (await getMessages()).checkout.receipt
  // The title names the file when a receipt is printed to one.
  const title = id === null ? t.title : `${t.title} ${t.number(id)}`
  return { title, robots: { index: false, follow: false } }
}

export default async function ReceiptPage({ params }: Props) {
  const id = parsePaymentId((await params).id)
  if (id === null) notFound()
  return <ReceiptOf id={id} />
}
