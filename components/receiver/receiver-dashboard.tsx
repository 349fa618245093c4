"use client"

import { Activity, lazy } from "react"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { addressProblem } from "@/components/messages/typed-problems"
import { Freshness } from "@/components/ui/freshness"
import { InTurn } from "@/components/ui/in-turn"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { Shortened } from "@/components/ui/shortened"
import { useTitle } from "@/components/ui/use-title"
import { displayCkb, shorten } from "@/lib/client/format"
import { isRefusal, useAccount, useConfig } from "@/lib/client/queries"
import { FIRST_FILTERS } from "@/lib/client/query-keys"
import { useEntries } from "@/lib/client/receiver-queries"
import { useTold } from "@/lib/client/told"
import { AccountFailed } from "./account-failed"
import { BadAddress } from "./bad-address"
import { BalanceCard } from "./balance-card"
import { DashboardSkeleton } from "./dashboard-skeleton"
import { GetPaid } from "./get-paid"
import { useIncomeNews } from "./use-income-news"
import { Withdraw } from "./withdraw"

const DashboardIncome = lazy(() => import("./dashboard-income"))
const DashboardTools = lazy(() => import("./dashboard-tools"))

export function ReceiverDashboard({ address }: { address: string }) {
  const messages = useMessages()
  const t = useTexts(RECEIVER)
  const config = useConfig()
  const wrong = config.data ? addressProblem(messages, address, config.data.network) : null
  const isGood = config.data !== undefined && wrong === null
  const told = useTold()
  const account = useAccount(address, isGood, told.sound || told.notify)
  const news = useIncomeNews(account.data)
  const entries = useEntries(address, FIRST_FILTERS, isGood)
  const unseen = news.unseen > 0 ? `(${news.unseen}) ` : ""
  useTitle(
    account.data ? `${unseen}${displayCkb(account.data.available)} CKB · ${t.title(shorten(address))}` : undefined,
  )

  if (!config.data && config.isError) return <AccountFailed error={config.error} retry={config.refetch} />
  if (!config.data) return <DashboardSkeleton />
  if (wrong !== null) return <BadAddress text={wrong} />
  const isRefused = isRefusal(account.error)
  if (!account.data || isRefused) {
    return account.isError ? (
      <AccountFailed error={account.error} retry={account.refetch} signIn={{ address, config: config.data }} />
    ) : (
      <DashboardSkeleton />
    )
  }

  const isNew = entries.data?.data.length === 0
  return (
    <Page>
      <header className="flex flex-wrap items-end justify-between gap-2">
        <div className="min-w-0">
          <p className="text-sm text-muted">{t.heading}</p>
          <h1 className="text-2xl font-semibold">
            <Shortened
              text={account.data.address}
              label={t.heading}
              copyLabel={t.copyAddress}
              testId="receiver-address"
            />
          </h1>
        </div>
        <Freshness query={account} />
      </header>
      <div className="mt-6 grid grid-cols-1 items-start gap-6 lg:grid-cols-3 lg:grid-rows-[auto_1fr]">
        <div className="min-w-0 lg:col-start-3 lg:row-start-1">
          {/* Each of the two is taken over by itself, as a small piece of work: that is all that Activity is for. */}
          <Activity>
            <GetPaid address={address} />
          </Activity>
        </div>
        <div className="min-w-0 space-y-10 lg:col-span-2 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <Activity>
            <BalanceCard account={account.data} news={news.text}>
              <Withdraw account={account.data} config={config.data} />
            </BalanceCard>
          </Activity>
          {isNew ? (
            <Notice title={t.empty.title} testId="empty-state">
              <p>{t.empty.text}</p>
            </Notice>
          ) : (
            <InTurn className="h-276">
              <DashboardIncome address={address} explorer={config.data.explorer_url} />
            </InTurn>
          )}
        </div>
        <div className="min-w-0 lg:col-start-3 lg:row-start-2">
          <InTurn className="h-440">
            <DashboardTools account={account.data} config={config.data} />
          </InTurn>
        </div>
      </div>
    </Page>
  )
}
