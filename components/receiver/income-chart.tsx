"use client"

import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { DayChart } from "@/components/ui/day-chart"
import { Freshness } from "@/components/ui/freshness"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Skeleton } from "@/components/ui/skeleton"
import { useIncome } from "@/lib/client/receiver-queries"

/** What this address has earned on each of the last 30 days. */
export function IncomeChart({ address }: { address: string }) {
  const t = useTexts(RECEIVER).income
  const income = useIncome(address)
  return (
    <section aria-labelledby="income-title">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-2">
        <h2 id="income-title" className="text-lg font-semibold">
          {t.title}
        </h2>
        <Freshness query={income} />
      </div>
      {income.data ? (
        <DayChart
          label={t.title}
          days={income.data.map(({ day, amount }) => ({ day, shannons: amount }))}
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
