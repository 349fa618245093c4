import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getMessages } from "@/components/messages/server"
import { ReceiptOf } from "@/components/receipt/receipt-of"
import { parsePaymentId } from "@/lib/client/paths"
import { getPaymentStates } from "@/lib/payment/query"
import { peekContext } from "@/lib/runtime"

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

/**
 * Where everybody may read payments, one that does not exist is not found. Elsewhere a stranger must not be told which
 * ones there are: the page itself asks, and brings what lets it.
 */
async function isKnownToBeMissing(id: number): Promise<boolean> {
  const ctx = peekContext()
  if (!ctx?.config.openReads) return false
  return (await getPaymentStates(ctx, [BigInt(id)])).length === 0
}

export default async function ReceiptPage({ params }: Props) {
  const id = parsePaymentId((await params).id)
  if (id === null || (await isKnownToBeMissing(id))) notFound()
  return <ReceiptOf id={id} />
}
