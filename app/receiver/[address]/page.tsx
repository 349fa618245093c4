import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { RECEIVER } from "@/components/messages/receiver"
import { getTexts } from "@/components/messages/server"
import { ReceiverDashboard } from "@/components/receiver/receiver-dashboard"
import { shorten } from "@/lib/client/format"
import { ENTRIES_A_PAGE, FIRST_DAYS, FIRST_FILTERS, QUERY_KEYS } from "@/lib/client/query-keys"
import type { Account } from "@/lib/client/types"
import { GET as getEntries } from "../../api/account/[address]/entries/route"
import { GET as getIncome } from "../../api/account/[address]/income/route"
import { GET as getProfile } from "../../api/account/[address]/profile/route"
import { GET as getAccount } from "../../api/account/[address]/route"
import { GET as getOutlook } from "../../api/account/[address]/withdrawal/route"
import { askRoute, firstReplies } from "../../first-replies"

interface Props {
  params: Promise<{ address: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { address } = await params
  const t = await getTexts(RECEIVER)
  return { title: t.title(shorten(address)), robots: { index: false, follow: false } }
}

/** The node is asked how something can be withdrawn only where there is something to withdraw. */
async function readBalance(path: string, address: string) {
  const account = await askRoute(getAccount, path, { address })
  const { available } = account?.ok ? ((await account.clone().json()) as Account) : { available: "0" }
  return {
    account,
    outlook: available === "0" ? undefined : await askRoute(getOutlook, `${path}/withdrawal`, { address }),
  }
}

/** All that a phone shows of it at first is drawn here, for whoever may see it. */
async function readFirst(address: string) {
  const path = `/api/account/${encodeURIComponent(address)}`
  const [{ account, outlook }, entries, income, profile] = await Promise.all([
    readBalance(path, address),
    askRoute(getEntries, `${path}/entries?limit=${ENTRIES_A_PAGE}`, { address }),
    askRoute(getIncome, `${path}/income?days=${FIRST_DAYS}`, { address }),
    askRoute(getProfile, `${path}/profile`, { address }),
  ])
  return firstReplies([
    { key: QUERY_KEYS.account(address), reply: account },
    { key: QUERY_KEYS.entries(address, FIRST_FILTERS), reply: entries, isPage: true },
    { key: QUERY_KEYS.income(address, FIRST_DAYS), reply: income },
    { key: QUERY_KEYS.profile(address), reply: profile },
    { key: QUERY_KEYS.withdrawalOutlook(address), reply: outlook },
  ])
}

export default async function ReceiverPage({ params }: Props) {
  const { address } = await params
  return (
    <HydrationBoundary state={await readFirst(address)}>
      <ReceiverDashboard address={address} />
    </HydrationBoundary>
  )
}
