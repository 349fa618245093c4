"use client"

import { useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { AmountField } from "@/components/ui/amount-field"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { DayChart } from "@/components/ui/day-chart"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { Field } from "@/components/ui/field"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import { useFees } from "@/lib/client/operator-queries"
import { wholeCkb } from "@/lib/money"
import { cleanAddress } from "@/lib/typed"
import { typedCkb, writtenCkb } from "@/lib/typed-amount"
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
          <Withdraw withdrawable={BigInt(fees?.withdrawable ?? 0)} />
        </May>
      }
    >
      {fees ? (
        <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
          <Card>
            <h3 className="mb-2 text-sm font-semibold">{t.byDay}</h3>
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

/** A cell under the shortest lock. Longer ones take a little more, which the preview says. */
const LEAST = wholeCkb(61n)
/** Stays for the network's fee, several times what one such transaction costs. */
const FOR_THE_NETWORK = 100_000n

function Withdraw({ withdrawable }: { withdrawable: bigint }) {
  const { fees: t, today } = useTexts(ADMIN)
  const [to, setTo] = useState("")
  const [amount, setAmount] = useState("")
  const shannons = typedCkb(amount)
  const all = withdrawable - FOR_THE_NETWORK
  if (all < LEAST) {
    const now = displayCkb(withdrawable > 0n ? withdrawable : 0n)
    return <p className="text-sm text-muted">{today.takeOut.tooLittle(now, displayCkb(LEAST))}</p>
  }
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
      <div className="flex items-start gap-2">
        <AmountField
          label={t.amount}
          hint={today.takeOut.least(displayCkb(LEAST))}
          className="min-w-0 flex-1"
          value={amount}
          onText={setAmount}
        />
        <Button variant="secondary" className="mt-6" onClick={() => setAmount(writtenCkb(all))}>
          {today.takeOut.all}
        </Button>
      </div>
    </ConfirmPlan>
  )
}
