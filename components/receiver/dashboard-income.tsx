"use client"

import { memo } from "react"
import { InTurn } from "@/components/ui/in-turn"
import { EntriesSection } from "./entries-section"
import { IncomeChart } from "./income-chart"

/** What has come in, by day and row by row: below what a phone shows at first. */
export default memo(function DashboardIncome(props: { address: string; explorer: string | null | undefined }) {
  return (
    <>
      <InTurn className="h-86">
        <IncomeChart address={props.address} />
      </InTurn>
      <InTurn className="h-180">
        <EntriesSection {...props} />
      </InTurn>
    </>
  )
})
