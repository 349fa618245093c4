"use client"

import Link from "next/link"
import { useState } from "react"
import { PAYMENTS } from "@/components/messages/payments"
import { useMessages, useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Card, CardHead } from "@/components/ui/card"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Page } from "@/components/ui/page"
import { displayCkb } from "@/lib/client/format"
import { useConfig } from "@/lib/client/queries"
import { forgetSentPayments, type SavedPayment, useSavedPayments } from "@/lib/client/saved-payments"
import { matches } from "./matches"
import { SavedRow } from "./payment-row"
import { WalletPayments } from "./wallet-payments"

const SHOWN_AT_ONCE = 10

/**
 * Everything that the person at this browser has paid: what was signed here, and what their wallet has paid anywhere.
 */
export function YourPayments() {
  const t = useTexts(PAYMENTS)
  const config = useConfig()
  const [search, setSearch] = useState("")
  return (
    <Page className="max-w-3xl">
      <h1 className="text-2xl font-semibold">{t.title}</h1>
      <p className="mt-1 text-muted">{t.text}</p>
      <Field
        label={t.search}
        type="search"
        name="search"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        autoComplete="off"
        className="mt-6"
      />
      <div className="mt-6 space-y-6">
        <InBrowser search={search} />
        {config.data ? <WalletPayments config={config.data} search={search} /> : null}
      </div>
      {/* No link of the router's: that page is a document of its own. */}
      <a href="/verify" className="mt-6 inline-flex min-h-11 items-center text-accent-ink underline">
        {t.check}
      </a>
    </Page>
  )
}

function InBrowser({ search }: { search: string }) {
  const t = useTexts(PAYMENTS)
  const saved = useSavedPayments()
  const [shown, setShown] = useState(SHOWN_AT_ONCE)
  const found = saved.filter((payment) => matches(search, wordsOf(payment)))
  return (
    <Card aria-labelledby="in-browser" data-testid="payments-in-browser">
      <CardHead
        id="in-browser"
        title={t.browser.title}
        description={t.browser.text}
        action={saved.length > 0 ? <Forget /> : null}
      />
      {saved.length === 0 ? (
        <>
          <p>{t.browser.empty}</p>
          <Button asChild variant="secondary" className="mt-4">
            <Link href="/pay">{t.pay}</Link>
          </Button>
        </>
      ) : found.length === 0 ? (
        <p>{t.noMatch}</p>
      ) : (
        <ul className="divide-y divide-line">
          {found.slice(0, shown).map((payment) => (
            <SavedRow key={payment.id} saved={payment} />
          ))}
        </ul>
      )}
      {found.length > shown ? (
        <Button variant="secondary" className="mt-4" onClick={() => setShown(shown + SHOWN_AT_ONCE)}>
          {t.more}
        </Button>
      ) : null}
    </Card>
  )
}

function Forget() {
  const t = useTexts(PAYMENTS).browser
  const { close } = useMessages().common
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Dialog
      title={t.forgetTitle}
      description={t.forgetText}
      open={isOpen}
      onOpenChange={setIsOpen}
      testId="forget-dialog"
      trigger={
        <Button variant="ghost" data-testid="forget">
          {t.forget}
        </Button>
      }
    >
      <div className="flex flex-wrap gap-2">
        <Button
          onClick={() => {
            forgetSentPayments()
            setIsOpen(false)
          }}
          data-testid="forget-now"
        >
          {t.forgetAction}
        </Button>
        <Button variant="secondary" aria-label={`${t.keep}. ${close}`} onClick={() => setIsOpen(false)}>
          {t.keep}
        </Button>
      </div>
    </Dialog>
  )
}

function wordsOf({ id, order }: SavedPayment): (string | undefined)[] {
  if (!order) return [String(id)]
  return [String(id), displayCkb(BigInt(order.amount)), order.note, order.title, order.to]
}
