"use client"

import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Page } from "@/components/ui/page"
import { ProblemNotice } from "@/components/ui/problem-notice"

/** Without an answer of the server there is no checkout yet. */
export function Unreachable({ error, retry }: { error: unknown; retry: () => unknown }) {
  const { common } = useMessages()
  const again = (
    <Button variant="secondary" onClick={() => retry()}>
      {common.tryAgain}
    </Button>
  )
  return (
    <Page narrow>
      <ProblemNotice isPage error={error} action={again} />
    </Page>
  )
}
