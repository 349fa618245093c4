"use client"

import Link from "next/link"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { ApiError } from "@/lib/client/http"
import type { Config } from "@/lib/client/types"
import { SignIn } from "./sign-in"

interface AccountFailedProps {
  error: unknown
  retry: () => unknown
  /** whose wallet would open the page */
  signIn?: { address: string; config: Config }
}

/** Why somebody's account cannot be shown: it is private, which its owner can open, or something went wrong. */
export function AccountFailed({ error, retry, signIn }: AccountFailedProps) {
  const t = useTexts(RECEIVER)
  const { common } = useMessages()
  const isPrivate = error instanceof ApiError && (error.code === "UNAUTHORIZED" || error.code === "FORBIDDEN")
  return (
    <Page narrow>
      {isPrivate ? (
        <Notice
          isPage
          title={t.private.title}
          testId="private"
          action={
            <>
              {signIn ? <SignIn {...signIn} /> : null}
              <Button asChild variant="ghost">
                <Link href="/admin/login">{t.private.signIn}</Link>
              </Button>
            </>
          }
        >
          <p>{t.private.text}</p>
        </Notice>
      ) : (
        <ProblemNotice
          isPage
          error={error}
          action={
            <Button variant="secondary" onClick={() => retry()}>
              {common.tryAgain}
            </Button>
          }
        />
      )}
    </Page>
  )
}
