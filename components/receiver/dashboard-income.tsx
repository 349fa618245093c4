"use client"

import { memo } from "react"
import { EntriesSection } from "./entries-section"
import { IncomeChart } from "./income-chart"

/** What has come in, by day and row by row: below what a phone shows at first. */
export default memo(function DashboardIncome(props: { address: string; explorer: string | null | undefined }) {
  return (
    <>
      <IncomeChart address={props.address} />
      <EntriesSection {...props} />
    </>
  )
})
