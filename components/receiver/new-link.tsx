"use client"

import { ArrowUpRight } from "lucide-react"
import { useEffect, useRef, useState } from "react"
import { LINKS } from "@/components/messages/links"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { QrCode } from "@/components/ui/qr-code"
import type { OwnLink, PaymentLink } from "@/lib/client/types"
import { LinkForm } from "./link-form"
import { ShareLink } from "./share-link"

/** Makes a link, and hands it over: what somebody has just made they want to send. */
export function NewLink({ address, like }: { address: string; like?: OwnLink }) {
  const [made, setMade] = useState<PaymentLink | null>(null)
  if (made) return <Made link={made} onAnother={() => setMade(null)} />
  return <LinkForm address={address} like={like} onDone={setMade} />
}

function Made({ link, onAnother }: { link: PaymentLink; onAnother: () => void }) {
  const t = useTexts(LINKS).made
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const url = new URL(`/p/${link.slug}`, window.location.origin).toString()
  return (
    <div className="space-y-4" data-testid="link-made">
      <h3 ref={heading} tabIndex={-1} className="text-xl font-semibold">
        {t.title}
      </h3>
      <p className="text-sm text-muted">{t.text}</p>
      <QrCode text={url} label={link.title} className="mx-auto w-48 max-w-full rounded-lg border border-line" />
      <p className="text-center font-medium wrap-anywhere" data-testid="made-url">
        {url}
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        <ShareLink url={url} title={link.title} />
        <Button asChild variant="secondary">
          <a href={url} target="_blank" rel="noreferrer">
            <ArrowUpRight aria-hidden className="size-5" />
            {t.open}
          </a>
        </Button>
      </div>
      <Button variant="ghost" wide onClick={onAnother}>
        {t.another}
      </Button>
    </div>
  )
}
