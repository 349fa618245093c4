"use client"

import Link from "next/link"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Freshness } from "@/components/ui/freshness"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Shortened } from "@/components/ui/shortened"
import { useTitle } from "@/components/ui/use-title"
import { checkAddress } from "@/lib/client/address"
import { displayCkb, shorten } from "@/lib/client/format"
import { ApiError } from "@/lib/client/http"
import { useAccount, useConfig, useEntries } from "@/lib/client/queries"
import { BalanceCard } from "./balance-card"
import { EntriesTable } from "./entries-table"
import { IncomeChart } from "./income-chart"
import { PaymentLink } from "./payment-link"
import { Payouts } from "./payouts"
import { ReceiverSkeleton } from "./receiver-skeleton"
import { Withdraw } from "./withdraw"

export function ReceiverDashboard({ address }: { address: string }) {
  const messages = useMessages()
  const t = messages.receiver
  const config = useConfig()
  const check = config.data ? checkAddress(address, config.data.network) : "unknown"
  const account = useAccount(address, check === "ok")
  const entries = useEntries(address, check === "ok")
  useTitle(account.data ? `${displayCkb(account.data.available)} CKB · ${t.title(shorten(address))}` : undefined)

  if (!config.data && config.isError) return <Failed error={config.error} retry={config.refetch} />
  if (!config.data) return <ReceiverSkeleton />
  if (check === "malformed" || check === "other-network") {
    const network = messages.common.networks[config.data.network]
    return (
      <Page narrow>
        <Notice isPage tone="warn" title={t.badAddress.title} testId="bad-address">
          <p>{check === "malformed" ? t.badAddress.malformed : t.badAddress.otherNetwork(network)}</p>
        </Notice>
      </Page>
    )
  }
  if (!account.data) {
    return account.isError ? <Failed error={account.error} retry={account.refetch} /> : <ReceiverSkeleton />
  }

  const rows = entries.data?.pages.flatMap((page) => page.data)
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
      <div className="mt-6 grid items-start gap-6 lg:grid-cols-3">
        <div className="min-w-0 space-y-10 lg:col-span-2">
          <BalanceCard account={account.data}>
            <Withdraw account={account.data} config={config.data} />
          </BalanceCard>
          {isNew ? (
            <PaymentLink address={address} isNew />
          ) : (
            <>
              <IncomeChart address={address} />
              <EntriesTable entries={entries} />
            </>
          )}
        </div>
        <div className="min-w-0 space-y-6">
          <Payouts entries={rows ?? []} account={account.data} explorer={config.data.explorer_url} />
          {isNew ? null : <PaymentLink address={address} />}
        </div>
      </div>
    </Page>
  )
}

function Failed({ error, retry }: { error: unknown; retry: () => unknown }) {
  const { common, receiver: t } = useMessages()
  const isPrivate = error instanceof ApiError && (error.code === "UNAUTHORIZED" || error.code === "FORBIDDEN")
  return (
    <Page narrow>
      {isPrivate ? (
        <Notice
          isPage
          title={t.private.title}
          testId="private"
          action={
            <Button asChild variant="secondary">
              <Link href="/admin/login">{t.private.signIn}</Link>
            </Button>
          }
        >
          <p>{t.private.text}</p>
        </Notice>
      ) : (
        <ProblemNotice
          isPage
          error={error}
          action={
            <Button variant="secondary" onClick={() => retry()}>
              {common.tryAgain}
            </Button>
          }
        />
      )}
    </Page>
  )
}
