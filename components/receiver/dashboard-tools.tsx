"use client"

import { memo } from "react"
import { DevelopersLink } from "@/components/project/developers-link"
import { InTurn } from "@/components/ui/in-turn"
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
      <InTurn className="h-48">
        <Payouts account={account} explorer={config.explorer_url} />
      </InTurn>
      <InTurn className="h-66">
        <OwnPage address={address} config={config} />
      </InTurn>
      <InTurn className="h-56">
        <MyLinks address={address} />
      </InTurn>
      <InTurn className="h-48">
        <PayoutSettings address={address} config={config} />
      </InTurn>
      <InTurn className="h-58">
        <ToldSettings />
      </InTurn>
      <InTurn className="h-130">
        <Statement address={address} />
      </InTurn>
      <DevelopersLink address={address} />
    </div>
  )
})
