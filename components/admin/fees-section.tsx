"use client"

import { useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { AmountField } from "@/components/ui/amount-field"
import { Card } from "@/components/ui/card"
import { DayChart } from "@/components/ui/day-chart"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { Field } from "@/components/ui/field"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import { useFees } from "@/lib/client/operator-queries"
import { cleanAddress } from "@/lib/typed"
import { typedCkb } from "@/lib/typed-amount"
import { ConfirmPlan } from "./confirm-plan"
import { May } from "./may"
import { Section } from "./section"

/** What the platform earns and costs, and the way to take it out. */
export function FeesSection() {
  const t = useTexts(ADMIN).fees
  const query = useFees()
  const fees = query.data
  return (
    <Section
      id="fees"
      title={t.title}
      description={t.text}
      query={query}
      action={
        <May needs="approve">
          <Withdraw />
        </May>
      }
    >
      {fees ? (
        <div className="grid gap-4 lg:grid-cols-2">
          <Card>
            <DayChart
              label={t.byDay}
              empty={<p className="text-muted">{t.none}</p>}
              days={fees.days.map(({ day, platform_fees }) => ({ day, shannons: platform_fees }))}
              testId="revenue"
            />
          </Card>
          <Card>
            <DetailList label={t.title}>
              <Detail name={t.earned}>
                <Amount shannons={fees.earned} />
              </Detail>
              <Detail name={t.networkFees}>
                <Amount shannons={fees.network_fees} />
              </Detail>
              <Detail name={t.losses}>
                <Amount shannons={fees.losses} />
              </Detail>
              <Detail name={t.withdrawn}>
                <Amount shannons={fees.withdrawn} />
              </Detail>
              <Detail name={t.withdrawable} strong>
                <Amount shannons={fees.withdrawable} testId="withdrawable" />
              </Detail>
            </DetailList>
            <h3 className="mt-6 mb-2 text-sm font-semibold">{t.networkByDay}</h3>
            <DayChart
              label={t.networkByDay}
              empty={<p className="text-sm text-muted">{t.noNetworkFees}</p>}
              days={fees.days.map(({ day, network_fees }) => ({ day, shannons: network_fees }))}
            />
          </Card>
        </div>
      ) : null}
    </Section>
  )
}

function Withdraw() {
  const t = useTexts(ADMIN).fees
  const [to, setTo] = useState("")
  const [amount, setAmount] = useState("")
  const shannons = typedCkb(amount)
  const isComplete = cleanAddress(to) !== "" && shannons !== undefined && shannons > 0n
  return (
    <ConfirmPlan
      open={t.withdraw}
      title={t.withdraw}
      effect={t.withdrawEffect}
      plan={(body) => call("POST", "/api/fees/plan", { body })}
      run={(body, seen) => call("POST", "/api/fees/withdraw", { body: { ...body, ...seen } })}
      body={isComplete ? { to: cleanAddress(to), amount: shannons.toString() } : undefined}
      typed={shannons === undefined ? "" : displayCkb(shannons)}
      submit={t.withdraw}
      testId="withdraw-fees"
    >
      <Field label={t.to} autoComplete="off" value={to} onChange={(event) => setTo(event.target.value)} />
      <AmountField label={t.amount} value={amount} onText={setAmount} />
    </ConfirmPlan>
  )
}
