import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getMessages } from "@/components/messages/server"
import { ReceiptOf } from "@/components/receipt/receipt-of"
import { parsePaymentId } from "@/lib/client/paths"
import { QUERY_KEYS } from "@/lib/client/query-keys"
import { GET as getPayment } from "../../api/payment/[id]/route"
import { askRoute, firstReplies } from "../../first-replies"

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

/** Whole at once where the server may tell who asks; elsewhere the page asks itself, and brings what lets it. */
export default async function ReceiptPage({ params }: Props) {
  const id = parsePaymentId((await params).id)
  if (id === null) notFound()
  const reply = await askRoute(getPayment, `/api/payment/${id}`, { id: String(id) })
  if (reply?.status === 404) notFound()
  return (
    <HydrationBoundary state={await firstReplies([{ key: QUERY_KEYS.payment(id), reply }])}>
      <ReceiptOf id={id} />
    </HydrationBoundary>
  )
}
