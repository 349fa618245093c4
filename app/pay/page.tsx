import type { Metadata } from "next"
import { Checkout } from "@/components/checkout/checkout"
import { getMessages } from "@/components/messages/server"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getMessages()).checkout.titles.form, robots: { index: false, follow: false } }
}

/** Without a boundary to wait behind: the browser would draw the checkout a moment after it has it. */
export default function PayPage() {
  return <Checkout />
}
