"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { LINKS } from "@/components/messages/links"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Chip, type Tone } from "@/components/ui/chip"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Sums } from "@/components/ui/sums"
import { Window } from "@/components/ui/window"
import { call } from "@/lib/client/call"
import type { OwnLink } from "@/lib/client/types"
import { LinkForm } from "./link-form"
import { NewLink } from "./new-link"
import { ShareLink } from "./share-link"

const TONES: Record<OwnLink["status"], Tone> = {
  active: "accent",
  used: "neutral",
  expired: "warn",
  closed: "neutral",
}

/** One link: what came in through it, and what can be done with it. */
export function LinkRow({ link, address }: { link: OwnLink; address: string }) {
  const own = useTexts(RECEIVER).links
  const t = useTexts(LINKS)
  const url = new URL(`/p/${link.slug}`, window.location.origin).toString()
  // The form knows shares in percent. A copy without those that are amounts would pay somebody less.
  const isWhole = link.splits.every((split) => "bps" in split)
  const mayChange = link.status === "active" || link.status === "expired"
  return (
    <li className="space-y-2 py-4 first:pt-0" data-testid="link" data-slug={link.slug} data-status={link.status}>
      <div className="flex items-start justify-between gap-2">
        <p className="min-w-0 font-medium wrap-anywhere">{link.title}</p>
        <Chip tone={TONES[link.status]}>{own.statuses[link.status]}</Chip>
      </div>
      <p className="text-sm text-muted">
        {link.amount === null ? own.openAmount : <Amount shannons={link.amount} />} · {own.paid(link.paid.count)}
        {link.reference === null ? null : <span className="wrap-anywhere"> · {link.reference}</span>}
      </p>
      <LinkSums link={link} />
      <div className="flex flex-wrap gap-2">
        {link.status === "active" ? <ShareLink url={url} title={link.title} /> : null}
        {mayChange ? (
          <Window title={t.edit.title} text={t.edit.text} testId="edit-link" opener={t.edit.open}>
            {(close) => <LinkForm address={address} like={link} isEdit onDone={close} />}
          </Window>
        ) : null}
        {isWhole ? (
          <Window title={t.duplicate.title} testId="duplicate-link" opener={t.duplicate.open}>
            {() => <NewLink address={address} like={link} />}
          </Window>
        ) : null}
        {link.status === "active" ? (
          <Window title={t.close.title(link.title)} text={t.close.text} testId="close-link" opener={own.close}>
            {(close) => <Close link={link} address={address} onDone={close} />}
          </Window>
        ) : null}
      </div>
    </li>
  )
}

function LinkSums({ link }: { link: OwnLink }) {
  const t = useTexts(LINKS).sums
  const { paid, pending } = link
  if (paid.count === 0 && pending.count === 0) return null
  return (
    <Sums
      testId="link-sums"
      sums={[
        { name: t.paid, shannons: paid.amount },
        { name: t.yours, shannons: paid.net },
        ...(pending.count > 0 ? [{ name: t.pending, shannons: pending.amount }] : []),
      ]}
    />
  )
}

/** It ends a link for good, so it asks. */
function Close({ link, address, onDone }: { link: OwnLink; address: string; onDone: () => void }) {
  const t = useTexts(LINKS).close
  const queries = useQueryClient()
  const close = useMutation({
    mutationFn: () => call("POST", "/api/link/{slug}/close", { params: { slug: link.slug } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["links", address] })
      onDone()
    },
  })
  return (
    <div className="space-y-4">
      {close.isError ? <ProblemNotice error={close.error} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button busy={close.isPending} onClick={() => close.mutate()} data-testid="confirm-close">
          {t.confirm}
        </Button>
        <Button variant="secondary" onClick={onDone}>
          {t.keep}
        </Button>
      </div>
    </div>
  )
}
