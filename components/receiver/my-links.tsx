"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Plus } from "lucide-react"
import { useState } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Card, CardHead } from "@/components/ui/card"
import { Chip, type Tone } from "@/components/ui/chip"
import { Dialog } from "@/components/ui/dialog"
import { Freshness } from "@/components/ui/freshness"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { SkeletonRows } from "@/components/ui/skeleton"
import { call } from "@/lib/client/call"
import { useLinks } from "@/lib/client/receiver-queries"
import type { OwnLink } from "@/lib/client/types"
import { NewLink } from "./new-link"
import { ShareLink } from "./share-link"

const TONES: Record<OwnLink["status"], Tone> = {
  active: "accent",
  used: "neutral",
  expired: "warn",
  closed: "neutral",
}

/** The payment links of an address: what came in through each, how to share it, and how to end it. */
export function MyLinks({ address }: { address: string }) {
  const t = useTexts(RECEIVER).links
  const links = useLinks(address)
  const [isNew, setIsNew] = useState(false)
  return (
    <Card aria-labelledby="links-title" data-testid="links">
      <CardHead id="links-title" title={t.title} description={t.text} action={<Freshness query={links} />} />
      {links.data?.length === 0 ? <p className="mb-4 text-sm text-muted">{t.empty}</p> : null}
      {links.data && links.data.length > 0 ? (
        <ul className="mb-4 divide-y divide-line">
          {links.data.map((link) => (
            <LinkRow key={link.slug} link={link} address={address} />
          ))}
        </ul>
      ) : null}
      {links.isError && !links.data ? <ProblemNotice error={links.error} /> : null}
      {links.isPending ? <SkeletonRows rows={2} /> : null}
      <Dialog
        title={t.create.title}
        description={t.create.text}
        open={isNew}
        onOpenChange={setIsNew}
        testId="new-link"
        trigger={
          <Button variant="secondary" data-testid="create-link">
            <Plus aria-hidden className="size-5" />
            {t.create.open}
          </Button>
        }
      >
        <NewLink address={address} onDone={() => setIsNew(false)} />
      </Dialog>
    </Card>
  )
}

function LinkRow({ link, address }: { link: OwnLink; address: string }) {
  const t = useTexts(RECEIVER).links
  const queries = useQueryClient()
  const close = useMutation({
    mutationFn: () => call("POST", "/api/link/{slug}/close", { params: { slug: link.slug } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["links", address] }),
  })
  const url = new URL(`/p/${link.slug}`, window.location.origin).toString()
  return (
    <li className="space-y-2 py-4 first:pt-0" data-testid="link" data-slug={link.slug} data-status={link.status}>
      <div className="flex items-start justify-between gap-2">
        <p className="min-w-0 font-medium wrap-anywhere">{link.title}</p>
        <Chip tone={TONES[link.status]}>{t.statuses[link.status]}</Chip>
      </div>
      <p className="text-sm text-muted">
        {link.amount === null ? t.openAmount : <Amount shannons={link.amount} />} · {t.paid(link.paid.count)}
        {link.paid.count > 0 ? (
          <>
            {" "}
            <Amount shannons={link.paid.amount} />
          </>
        ) : null}
      </p>
      {link.status === "active" ? (
        <div className="flex flex-wrap gap-2">
          <ShareLink url={url} title={link.title} />
          <Button variant="ghost" busy={close.isPending} onClick={() => close.mutate()} data-testid="close-link">
            {t.close}
          </Button>
        </div>
      ) : null}
      {close.isError ? <ProblemNotice error={close.error} /> : null}
    </li>
  )
}
