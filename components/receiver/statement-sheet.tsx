"use client"

import { ArrowLeft, Printer } from "lucide-react"
import Link from "next/link"
import { useSearchParams } from "next/navigation"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { addressProblem } from "@/components/messages/typed-problems"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { Mark } from "@/components/ui/mark"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { Select } from "@/components/ui/select"
import { Shortened } from "@/components/ui/shortened"
import { useTitle } from "@/components/ui/use-title"
import { shorten } from "@/lib/client/format"
import { statementPath } from "@/lib/client/paths"
import { useConfig, useProfileOf } from "@/lib/client/queries"
import { useStatement } from "@/lib/client/receiver-queries"
import type { Config, Statement } from "@/lib/client/types"
import { AccountFailed } from "./account-failed"
import { BadAddress } from "./bad-address"
import { daysOfMonth, monthsWith, readMonth } from "./months"
import { ReceiverSkeleton } from "./receiver-skeleton"
import { StatementFile } from "./statement-file"
import { StatementLines } from "./statement-lines"

interface StatementSheetProps {
  address: string
  /** who runs the platform, if they give a name */
  issuer: string | undefined
}

/** A month of what somebody was owed, for the screen and for paper. Its address names the month. */
export function StatementSheet({ address, issuer }: StatementSheetProps) {
  const messages = useMessages()
  const t = useTexts(RECEIVER).statement
  const month = readMonth(useSearchParams().get("month"), new Date())
  const config = useConfig()
  const wrong = config.data ? addressProblem(messages, address, config.data.network) : null
  const statement = useStatement(address, month, config.data !== undefined && wrong === null)
  // It names the file when it is printed to one.
  useTitle(`${t.sheet.title} ${month} · ${shorten(address)}`)

  if (!config.data) return <ReceiverSkeleton />
  if (wrong !== null) return <BadAddress text={wrong} />
  if (!statement.data) {
    return statement.isError ? (
      <AccountFailed error={statement.error} retry={statement.refetch} signIn={{ address, config: config.data }} />
    ) : (
      <ReceiverSkeleton />
    )
  }
  return (
    <Page className="max-w-4xl print:max-w-none print:p-0">
      <Controls address={address} month={month} />
      <Card aria-labelledby="statement-title" aria-busy={statement.isPlaceholderData} data-testid="statement-sheet">
        <Head statement={statement.data} config={config.data} issuer={issuer} />
        <Sums statement={statement.data} />
        <h2 className="mt-8 mb-2 text-lg font-semibold">{t.sheet.lines}</h2>
        {statement.data.lines.length > 0 ? (
          <StatementLines lines={statement.data.lines} />
        ) : (
          <Notice title={t.sheet.empty.title} testId="statement-empty">
            <p>{t.sheet.empty.text}</p>
          </Notice>
        )}
        {statement.data.is_complete ? null : <p className="mt-4 text-sm text-muted">{t.sheet.more}</p>}
      </Card>
    </Page>
  )
}

/** What is not on the paper. */
function Controls({ address, month }: { address: string; month: string }) {
  const t = useTexts(RECEIVER).statement
  const { locale } = useMessages()
  const name = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" })
  const months = monthsWith(month, new Date())
  return (
    <div className="mb-6 print:hidden">
      <Link
        href={`/receiver/${address}`}
        className="inline-flex min-h-11 items-center gap-2 font-medium text-muted hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-5" />
        {t.sheet.back}
      </Link>
      <div className="mt-2 flex flex-wrap items-end gap-2">
        <Select
          label={t.month}
          value={month}
          options={months.map((value) => ({ value, name: name.format(daysOfMonth(value).first) }))}
          // Next's router takes notice; nothing is fetched from the server for it.
          onChange={(value) => window.history.replaceState(null, "", statementPath(address, value))}
          className="grow sm:grow-0"
          data-testid="statement-month"
        />
        <Button onClick={() => window.print()} data-testid="print">
          <Printer aria-hidden className="size-5" />
          {t.sheet.print}
        </Button>
        <StatementFile address={address} month={month} />
      </div>
    </div>
  )
}

interface HeadProps {
  statement: Statement
  config: Config
  issuer: string | undefined
}

/** Whose it is, of which time, and who has written it. */
function Head({ statement, config, issuer }: HeadProps) {
  const t = useTexts(RECEIVER)
  const { common, locale } = useMessages()
  const name = useProfileOf(statement.address).data?.profile?.display_name
  const { first, last } = daysOfMonth(statement.month)
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" })
  const isOver = Date.now() > last.getTime() + DAY_MS
  return (
    <>
      <header className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h1 id="statement-title" className="text-2xl font-semibold">
          {t.statement.sheet.title}
        </h1>
        <p className="flex items-center gap-2 text-sm text-muted">
          <Mark className="hidden size-6 print:block" />
          {common.siteName} · {common.networks[config.network]}
        </p>
      </header>
      <DetailList className="mt-6 border-y border-line" label={t.statement.sheet.title}>
        <Detail name={t.statement.sheet.period}>
          {t.statement.sheet.days(day.format(first), day.format(last))}
          {isOver ? null : <span className="block text-muted">{t.statement.sheet.running}</span>}
        </Detail>
        <Detail name={t.heading}>
          {name ? <span className="block">{name}</span> : null}
          <Shortened text={statement.address} label={t.heading} copyLabel={t.copyAddress} />
        </Detail>
        {issuer ? <Detail name={t.statement.sheet.issuer}>{issuer}</Detail> : null}
      </DetailList>
    </>
  )
}

const DAY_MS = 86_400_000

/** From what was owed at the beginning to what is owed at the end. */
function Sums({ statement }: { statement: Statement }) {
  const t = useTexts(RECEIVER).statement
  const { gross, platform_fees, to_others } = statement
  return (
    <DetailList className="mt-8" label={t.sheet.sums}>
      <Detail name={t.opening} strong>
        <Amount shannons={statement.opening} testId="sheet-opening" />
      </Detail>
      <Detail name={t.sheet.gross}>
        <Amount shannons={gross} testId="sheet-gross" />
      </Detail>
      <Detail name={t.sheet.fees}>
        <Less shannons={platform_fees} testId="sheet-fees" />
      </Detail>
      {to_others === "0" ? null : (
        <Detail name={t.sheet.others}>
          <Less shannons={to_others} testId="sheet-others" />
        </Detail>
      )}
      <Detail name={t.credited} strong>
        <Amount shannons={statement.credited} testId="sheet-credited" />
      </Detail>
      {statement.refunds === "0" ? null : (
        <Detail name={t.refunds}>
          <Amount shannons={BigInt(statement.refunds)} testId="sheet-refunds" />
        </Detail>
      )}
      <Detail name={t.paidOut}>
        <Less shannons={statement.paid_out} testId="sheet-paid-out" />
      </Detail>
      <Detail name={t.closing} strong>
        <Amount shannons={statement.closing} testId="sheet-closing" />
      </Detail>
    </DetailList>
  )
}

/** What goes off the sum above it. */
function Less({ shannons, testId }: { shannons: string; testId: string }) {
  return <Amount shannons={-BigInt(shannons)} testId={testId} />
}
