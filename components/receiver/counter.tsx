"use client"

import { ArrowLeft } from "lucide-react"
import Link from "next/link"
import { useSearchParams } from "next/navigation"
import { useState } from "react"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { addressProblem } from "@/components/messages/typed-problems"
import { Card } from "@/components/ui/card"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { useTitle } from "@/components/ui/use-title"
import { shorten } from "@/lib/client/format"
import { useConfig } from "@/lib/client/queries"
import { useWalletSession } from "@/lib/client/receiver-queries"
import { BadAddress } from "./bad-address"
import { ChargeForm } from "./charge-form"
import { ChargeScreen } from "./charge-screen"
import { ReceiverSkeleton } from "./receiver-skeleton"
import { SignIn } from "./sign-in"

/**
 * Charges a customer who stands at the counter: an amount, one code on the whole screen, and two words that both
 * screens show. Its address names the code that is shown, so a reload goes on with it.
 */
export function Counter({ address }: { address: string }) {
  const messages = useMessages()
  const t = useTexts(RECEIVE).counter
  const slug = useSearchParams().get("link")
  const config = useConfig()
  const session = useWalletSession()
  const [isCancelled, setIsCancelled] = useState(false)
  // A payment tells its state there; afterwards it is the counter's again.
  useTitle(slug === null ? t.page(shorten(address)) : undefined)
  if (!config.data || !session.data) return <ReceiverSkeleton />
  const wrong = addressProblem(messages, address, config.data.network)
  if (wrong !== null) return <BadAddress text={wrong} />

  const show = (next: string | null) => {
    setIsCancelled(false)
    window.history.replaceState(null, "", next === null ? window.location.pathname : `?link=${next}`)
  }
  const cancelled = () => {
    show(null)
    setIsCancelled(true)
  }
  const isOwner = config.data.network === "devnet" || session.data.address === address
  return (
    <Page narrow>
      <Link
        href={`/receiver/${address}`}
        className="mb-4 inline-flex min-h-11 items-center gap-2 font-medium text-muted hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-5" />
        {t.back}
      </Link>
      <Card aria-labelledby="counter-title">
        <h1 id="counter-title" className="text-2xl font-semibold">
          {t.title}
        </h1>
        <p className="mt-1 mb-6 text-muted">{t.text}</p>
        {isCancelled ? (
          <div className="mb-6">
            <Notice title={t.cancelled} testId="charge-cancelled" />
          </div>
        ) : null}
        {isOwner ? (
          <ChargeForm address={address} onMade={show} />
        ) : (
          <Notice
            title={t.privateTitle}
            testId="counter-private"
            action={<SignIn address={address} config={config.data} />}
          >
            <p>{t.signIn}</p>
          </Notice>
        )}
      </Card>
      {isOwner && slug ? (
        <ChargeScreen key={slug} slug={slug} config={config.data} onDone={() => show(null)} onCancelled={cancelled} />
      ) : null}
    </Page>
  )
}
