import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getMessages } from "@/components/messages/server"
import { ReceiptOf } from "@/components/receipt/receipt-of"
import { parsePaymentId } from "@/lib/client/paths"
import { findPayment, type Payment } from "@/lib/payment/query"
import { peekContext } from "@/lib/runtime"
import { readForPage } from "../../read-for-page"

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
 * What everybody may know of a payment, where everybody may read payments. Elsewhere a stranger must not be told which
 * ones there are: the page itself asks, and brings what lets it.
 *
 * @returns null when it does not exist; undefined where nobody is told, or the server cannot know
 */
async function readOpenly(id: number): Promise<Payment | null | undefined> {
  const ctx = peekContext()
  if (!ctx?.config.openReads) return undefined
  return readForPage(async () => (await findPayment(ctx, BigInt(id))) ?? null)
}

export default async function ReceiptPage({ params }: Props) {
  const id = parsePaymentId((await params).id)
  const payment = id === null ? null : await readOpenly(id)
  if (id === null || payment === null) notFound()
  return <ReceiptOf id={id} amount={payment?.status === "confirmed" ? payment.amount.toString() : undefined} />
}
