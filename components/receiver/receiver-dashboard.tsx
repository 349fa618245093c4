"use client"

import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { addressProblem } from "@/components/messages/typed-problems"
import { DevelopersLink } from "@/components/project/developers-link"
import { Freshness } from "@/components/ui/freshness"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { Shortened } from "@/components/ui/shortened"
import { useTitle } from "@/components/ui/use-title"
import { displayCkb, shorten } from "@/lib/client/format"
import { useAccount, useConfig } from "@/lib/client/queries"
import { useEntries } from "@/lib/client/receiver-queries"
import { useTold } from "@/lib/client/told"
import { AccountFailed } from "./account-failed"
import { BadAddress } from "./bad-address"
import { BalanceCard } from "./balance-card"
import { DashboardSkeleton } from "./dashboard-skeleton"
import { EntriesSection } from "./entries-section"
import { GetPaid } from "./get-paid"
import { IncomeChart } from "./income-chart"
import { MyLinks } from "./my-links"
import { OwnPage } from "./own-page"
import { PayoutSettings } from "./payout-settings"
import { Payouts } from "./payouts"
import { Statement } from "./statement"
import { ToldSettings } from "./told-settings"
import { useIncomeNews } from "./use-income-news"
import { Withdraw } from "./withdraw"

export function ReceiverDashboard({ address }: { address: string }) {
  const messages = useMessages()
  const t = useTexts(RECEIVER)
  const config = useConfig()
  const wrong = config.data ? addressProblem(messages, address, config.data.network) : null
  const isGood = config.data !== undefined && wrong === null
  const told = useTold()
  const account = useAccount(address, isGood, told.sound || told.notify)
  const news = useIncomeNews(account.data)
  const entries = useEntries(address, "", isGood)
  const unseen = news.unseen > 0 ? `(${news.unseen}) ` : ""
  useTitle(
    account.data ? `${unseen}${displayCkb(account.data.available)} CKB · ${t.title(shorten(address))}` : undefined,
  )

  if (!config.data && config.isError) return <AccountFailed error={config.error} retry={config.refetch} />
  if (!config.data) return <DashboardSkeleton />
  if (wrong !== null) return <BadAddress text={wrong} />
  if (!account.data) {
    return account.isError ? (
      <AccountFailed error={account.error} retry={account.refetch} signIn={{ address, config: config.data }} />
    ) : (
      <DashboardSkeleton />
    )
  }

  const rows = entries.data?.data
  const isNew = rows?.length === 0
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
          <GetPaid address={address} />
        </div>
        <div className="min-w-0 space-y-10 lg:col-span-2 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <BalanceCard account={account.data} news={news.text}>
            <Withdraw account={account.data} config={config.data} />
          </BalanceCard>
          {isNew ? (
            <Notice title={t.empty.title} testId="empty-state">
              <p>{t.empty.text}</p>
            </Notice>
          ) : (
            <>
              <IncomeChart address={address} />
              <EntriesSection address={address} explorer={config.data.explorer_url} />
            </>
          )}
        </div>
        <div className="min-w-0 space-y-6 lg:col-start-3 lg:row-start-2">
          <Payouts account={account.data} explorer={config.data.explorer_url} />
          <OwnPage address={account.data.address} config={config.data} />
          <MyLinks address={account.data.address} />
          <PayoutSettings address={account.data.address} config={config.data} />
          <ToldSettings />
          <Statement address={account.data.address} />
          <DevelopersLink address={account.data.address} />
        </div>
      </div>
    </Page>
  )
}
