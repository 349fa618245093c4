"use client"

import { Plus } from "lucide-react"
import { useState } from "react"
import { LINKS } from "@/components/messages/links"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Button } from "@/components/ui/button"
import { Card, CardHead } from "@/components/ui/card"
import { Dialog } from "@/components/ui/dialog"
import { Freshness } from "@/components/ui/freshness"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { SkeletonRows } from "@/components/ui/skeleton"
import { useLinks } from "@/lib/client/receiver-queries"
import { LinkRow } from "./link-row"
import { NewLink } from "./new-link"

/** The payment links of an address: what came in through each, how to share it, and how to end it. */
export function MyLinks({ address }: { address: string }) {
  const t = useTexts(RECEIVER).links
  const own = useTexts(LINKS)
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
      {links.data?.some(({ paid }) => paid.count > 0) ? (
        <p className="mb-4 text-sm text-muted">{own.sums.explained}</p>
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
        <NewLink address={address} />
      </Dialog>
    </Card>
  )
}
