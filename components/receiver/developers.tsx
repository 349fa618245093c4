"use client"

import { ArrowLeft } from "lucide-react"
import Link from "next/link"
import { PROJECTS } from "@/components/messages/projects"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { addressProblem } from "@/components/messages/typed-problems"
import { ProjectPage } from "@/components/project/project-page"
import { Projects } from "@/components/project/projects"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { shorten } from "@/lib/client/format"
import { useConfig } from "@/lib/client/queries"
import { useWalletSession } from "@/lib/client/receiver-queries"
import { AccountFailed } from "./account-failed"
import { BadAddress } from "./bad-address"
import { ReceiverSkeleton } from "./receiver-skeleton"
import { SignIn } from "./sign-in"

/**
 * The projects of an address, for its wallet alone.
 *
 * @param projectId the one that is looked at; without it all are listed
 */
export function Developers({ address, projectId }: { address: string; projectId?: number }) {
  const messages = useMessages()
  const t = useTexts(PROJECTS)
  const dashboard = useTexts(RECEIVER).title(shorten(address))
  const config = useConfig()
  const session = useWalletSession()
  const wrong = config.data ? addressProblem(messages, address, config.data.network) : null
  if (wrong !== null) return <BadAddress text={wrong} />
  if (session.isError) return <AccountFailed error={session.error} retry={session.refetch} />
  if (!config.data || !session.data) return <ReceiverSkeleton />
  const path = `/receiver/${address}/developers`
  const isOwner = session.data.address === address
  if (isOwner && projectId !== undefined)
    return (
      <Page>
        <ProjectPage id={projectId} listPath={path} />
      </Page>
    )
  return (
    <Page className="max-w-3xl">
      <Link
        href={`/receiver/${address}`}
        className="inline-flex min-h-11 items-center gap-2 text-sm font-medium text-accent-ink"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {dashboard}
      </Link>
      <h1 className="text-2xl font-semibold">{t.title}</h1>
      <p className="mt-1 text-muted">{t.text}</p>
      <p className="mt-1 mb-6">
        <Link href="/developers" className="inline-flex min-h-11 items-center text-accent-ink underline">
          {t.guide}
        </Link>
      </p>
      {isOwner ? (
        <Projects path={path} />
      ) : (
        <Notice title={t.signIn} testId="sign-in-first" action={<SignIn address={address} config={config.data} />} />
      )}
    </Page>
  )
}
