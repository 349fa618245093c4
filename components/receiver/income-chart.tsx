"use client"

import { useState } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { DayChart } from "@/components/ui/day-chart"
import { Filter } from "@/components/ui/filter"
import { Freshness } from "@/components/ui/freshness"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Skeleton } from "@/components/ui/skeleton"
import { FIRST_DAYS } from "@/lib/client/query-keys"
import { useIncome } from "@/lib/client/receiver-queries"

/** Days. The year is 52 whole weeks, of which each is a bar: on a phone 364 days would be thinner than a pixel. */
const RANGES = ["7", FIRST_DAYS, "90", "364"] as const
const WEEKLY = "364"

/** What an address has earned by day, over the time that its owner wants to see. */
export function IncomeChart({ address }: { address: string }) {
  const t = useTexts(RECEIVER).income
  const [range, setRange] = useState<(typeof RANGES)[number]>(FIRST_DAYS)
  const income = useIncome(address, range)
  return (
    <section aria-labelledby="income-title">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-2">
        <h2 id="income-title" className="text-lg font-semibold">
          {t.title}
        </h2>
        <Freshness query={income} />
        <Filter
          label={t.range}
          value={range}
          options={RANGES.map((value) => ({ value, name: value === WEEKLY ? t.year : t.days(Number(value)) }))}
          onChange={setRange}
        />
      </div>
      {income.data ? (
        <DayChart
          label={t.title}
          days={income.data.map(({ day, amount }) => ({ day, shannons: amount }))}
          span={range === WEEKLY ? 7 : 1}
          empty={<p className="text-sm text-muted">{t.empty}</p>}
          testId="income"
        />
      ) : income.isError ? (
        <ProblemNotice error={income.error} />
      ) : (
        <Skeleton className="h-44 w-full" />
      )}
    </section>
  )
}
