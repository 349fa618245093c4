"use client"

import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"

/** A page of an address that is none, or none of this network. @param text what is wrong with it */
export function BadAddress({ text }: { text: string }) {
  const t = useTexts(RECEIVER).badAddress
  return (
    <Page narrow>
      <Notice isPage tone="warn" title={t.title} testId="bad-address">
        <p>{text}</p>
      </Notice>
    </Page>
  )
}
