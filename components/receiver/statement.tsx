"use client"

import { Printer } from "lucide-react"
import Link from "next/link"
import { useState } from "react"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Card, CardHead } from "@/components/ui/card"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Select } from "@/components/ui/select"
import { Skeleton } from "@/components/ui/skeleton"
import { statementPath } from "@/lib/client/paths"
import { useStatement } from "@/lib/client/receiver-queries"
import { lastMonths } from "./months"
import { StatementFile } from "./statement-file"

/** One month, from what was owed at its beginning to what was owed at its end; every line is in the file. */
export function Statement({ address }: { address: string }) {
  const t = useTexts(RECEIVER).statement
  const { locale } = useMessages()
  const months = lastMonths(new Date())
  const [month, setMonth] = useState(months[0] ?? "")
  const statement = useStatement(address, month)
  const name = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" })
  const sums = statement.data
  return (
    <Card aria-labelledby="statement-title" data-testid="statement">
      <CardHead id="statement-title" title={t.title} description={t.text} />
      <Select
        label={t.month}
        value={month}
        options={months.map((value) => ({ value, name: name.format(new Date(`${value}-01T00:00:00Z`)) }))}
        onChange={setMonth}
        data-testid="statement-month"
      />
      {statement.isError && !sums ? <ProblemNotice error={statement.error} /> : null}
      {sums ? (
        <DetailList label={t.title} className="mt-4">
          <Detail name={t.opening}>
            <Amount shannons={sums.opening} />
          </Detail>
          <Detail name={t.credited}>
            <Amount shannons={sums.credited} testId="statement-credited" />
          </Detail>
          <Detail name={t.paidOut}>
            <Amount shannons={sums.paid_out} />
          </Detail>
          <Detail name={t.closing} strong>
            <Amount shannons={sums.closing} testId="statement-closing" />
          </Detail>
        </DetailList>
      ) : statement.isError ? null : (
        <Skeleton className="mt-4 h-40 w-full" />
      )}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button asChild variant="secondary">
          <Link href={statementPath(address, month)} prefetch={false} data-testid="statement-open">
            <Printer aria-hidden className="size-5" />
            {t.open}
          </Link>
        </Button>
        <StatementFile address={address} month={month} />
      </div>
    </Card>
  )
}
