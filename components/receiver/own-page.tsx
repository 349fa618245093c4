"use client"

import { ArrowUpRight } from "lucide-react"
import { useState } from "react"
import { LINKS } from "@/components/messages/links"
import { useTexts } from "@/components/messages/provider"
import { AvatarMark } from "@/components/payment/avatar-mark"
import { Button } from "@/components/ui/button"
import { Card, CardHead } from "@/components/ui/card"
import { Dialog } from "@/components/ui/dialog"
import { useProfileOf } from "@/lib/client/queries"
import { useWalletSession } from "@/lib/client/receiver-queries"
import type { Config, Profile } from "@/lib/client/types"
import { OwnPageForm } from "./own-page-form"
import { ShareLink } from "./share-link"
import { SignIn } from "./sign-in"

/** A page of one's own, /u/NAME: what it shows, how it is shared, and for its owner how it is changed. */
export function OwnPage({ address, config }: { address: string; config: Config }) {
  const t = useTexts(LINKS).page
  const own = useProfileOf(address)
  const session = useWalletSession()
  const isOwner = session.data?.address === address
  const [isOpen, setIsOpen] = useState(false)
  const profile = own.data?.profile
  return (
    <Card aria-labelledby="page-title" data-testid="own-page">
      <CardHead id="page-title" title={t.title} description={t.text} />
      {profile ? <Shown profile={profile} /> : <p className="text-sm text-muted">{isOwner ? t.none : t.signIn}</p>}
      <div className="mt-4">
        {isOwner && own.data ? (
          <Dialog
            title={t.title}
            description={t.left}
            open={isOpen}
            onOpenChange={setIsOpen}
            testId="own-page-window"
            trigger={
              <Button variant="secondary" data-testid="edit-page">
                {profile ? t.change : t.make}
              </Button>
            }
          >
            <OwnPageForm address={address} own={own.data} onDone={() => setIsOpen(false)} />
          </Dialog>
        ) : null}
        {session.data && !isOwner ? <SignIn address={address} config={config} /> : null}
      </div>
    </Card>
  )
}

function Shown({ profile }: { profile: Profile }) {
  const t = useTexts(LINKS).page
  const url = new URL(`/u/${profile.name}`, window.location.origin).toString()
  return (
    <div className="space-y-4">
      <div className="flex items-center gap-4">
        <AvatarMark address={profile.address} name={profile.display_name} />
        <div className="min-w-0">
          <p className="font-semibold wrap-anywhere">{profile.display_name}</p>
          <p className="text-sm text-muted wrap-anywhere" translate="no" data-testid="page-url">
            {url}
          </p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <ShareLink url={url} title={profile.display_name} />
        <Button asChild variant="secondary">
          <a href={url} target="_blank" rel="noreferrer">
            <ArrowUpRight aria-hidden className="size-5" />
            {t.open}
          </a>
        </Button>
      </div>
    </div>
  )
}
