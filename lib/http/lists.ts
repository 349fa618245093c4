import { listPayments, type PaymentFilter } from "@/lib/payment/query"
import { readSearch } from "@/lib/search"
import type { listPayments as contract } from "./contracts/payment"
import { paymentJson } from "./json"
import { linkNext } from "./link"
import type { PaymentJson } from "./replies"
import type { Call } from "./route"

/** One page of payments: the filters of the query, and what the path asks for. */
export async function paymentPage(
  { ctx, request, query, headers }: Pick<Call<typeof contract>, "ctx" | "request" | "query" | "headers">,
  whose: Partial<PaymentFilter>,
): Promise<PaymentJson[]> {
  const { search, ...filters } = query
  const page = await listPayments(ctx, { ...filters, search: await readSearch(ctx, search), ...whose })
  linkNext(request, headers, page.next)
  return page.items.map(paymentJson)
}
