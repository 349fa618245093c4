"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { amountProblem } from "@/components/messages/typed-problems"
import { AmountField } from "@/components/ui/amount-field"
import { Button } from "@/components/ui/button"
import { Card, CardHead } from "@/components/ui/card"
import { CheckBox } from "@/components/ui/check-box"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Skeleton } from "@/components/ui/skeleton"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import { QUERY_KEYS } from "@/lib/client/query-keys"
import { usePayoutSettings, useWalletSession } from "@/lib/client/receiver-queries"
import type { Config, PayoutSettings as Settings } from "@/lib/client/types"
import { typedCkb, writtenCkb } from "@/lib/typed-amount"
import { SignIn } from "./sign-in"

/**
 * When this address is paid by itself. Everybody who may see the balance may read it; its owner changes it, signed in.
 */
export function PayoutSettings({ address, config }: { address: string; config: Config }) {
  const t = useTexts(RECEIVER).settings
  const settings = usePayoutSettings(address)
  const session = useWalletSession()
  const isOwner = session.data?.address === address
  return (
    <Card aria-labelledby="settings-title" data-testid="payout-settings">
      <CardHead id="settings-title" title={t.title} description={isOwner ? t.text : t.signIn} />
      {isOwner && settings.data ? <SettingsForm address={address} settings={settings.data} /> : null}
      {session.data && !isOwner ? <SignIn address={address} config={config} /> : null}
      {settings.isError && !settings.data ? <ProblemNotice error={settings.error} /> : null}
      {!session.data || (isOwner && settings.isPending) ? <Skeleton className="h-24 w-full" /> : null}
    </Card>
  )
}

function SettingsForm({ address, settings }: { address: string; settings: Settings }) {
  const t = useTexts(RECEIVER).settings
  const queries = useQueryClient()
  const [text, setText] = useState(settings.own_threshold === null ? "" : writtenCkb(BigInt(settings.own_threshold)))
  const [isPaused, setIsPaused] = useState(settings.paused)
  const threshold = text.trim() === "" ? null : typedCkb(text)
  const messages = useMessages()
  const wrong = threshold === null ? null : amountProblem(messages, text, { least: BigInt(settings.minimum) })
  const isValid = wrong === null
  const save = useMutation({
    mutationFn: () => {
      const body = { threshold: threshold?.toString() ?? null, paused: isPaused }
      return call("POST", "/api/account/{address}/payout-settings", { params: { address }, body })
    },
    onSuccess: ({ data }) => {
      queries.setQueryData(["payout-settings", address], data)
      return queries.invalidateQueries({ queryKey: QUERY_KEYS.account(address) })
    },
  })
  const signOut = useMutation({
    mutationFn: () => call("POST", "/api/session/end"),
    onSuccess: () => queries.invalidateQueries(),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isValid) save.mutate()
  }
  return (
    <form className="space-y-4" onSubmit={submit} noValidate>
      <AmountField
        label={t.threshold}
        placeholder={displayCkb(settings.minimum)}
        value={text}
        onText={setText}
        hint={t.thresholdHint(displayCkb(settings.minimum))}
        error={wrong}
        data-testid="own-threshold"
      />
      <CheckBox checked={isPaused} onChange={setIsPaused} testId="payouts-paused">
        {t.paused}
      </CheckBox>
      {save.isError ? <ProblemNotice error={save.error} /> : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" disabled={!isValid} busy={save.isPending} data-testid="save-settings">
          {t.save}
        </Button>
        <Button variant="ghost" busy={signOut.isPending} onClick={() => signOut.mutate()} data-testid="sign-out">
          {t.signOut}
        </Button>
        <p role="status" className="text-sm text-muted" data-testid="settings-saved">
          {save.isSuccess ? t.saved : ""}
        </p>
      </div>
    </form>
  )
}
