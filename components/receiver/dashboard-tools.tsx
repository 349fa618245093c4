"use client"

import { memo } from "react"
import { DevelopersLink } from "@/components/project/developers-link"
import type { Account, Config } from "@/lib/client/types"
import { MyLinks } from "./my-links"
import { OwnPage } from "./own-page"
import { PayoutSettings } from "./payout-settings"
import { Payouts } from "./payouts"
import { Statement } from "./statement"
import { ToldSettings } from "./told-settings"

/** What a receiver looks up or arranges now and then. */
export default memo(function DashboardTools({ account, config }: { account: Account; config: Config }) {
  const { address } = account
  return (
    <div className="space-y-6">
      <Payouts account={account} explorer={config.explorer_url} />
      <OwnPage address={address} config={config} />
      <MyLinks address={address} />
      <PayoutSettings address={address} config={config} />
      <ToldSettings />
      <Statement address={address} />
      <DevelopersLink address={address} />
    </div>
  )
})
