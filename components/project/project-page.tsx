"use client"

import { ArrowLeft } from "lucide-react"
import Link from "next/link"
import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { SkeletonRows } from "@/components/ui/skeleton"
import { useTitle } from "@/components/ui/use-title"
import { useProject } from "@/lib/client/project-queries"
import { Copyable } from "./copyable"
import { Events } from "./events"
import { Keys } from "./keys"
import { Webhooks } from "./webhooks"

/**
 * Everything of one project.
 *
 * @param listPath where all of them are
 */
export function ProjectPage({ id, listPath }: { id: number; listPath: string }) {
  const t = useTexts(PROJECTS)
  const project = useProject(id)
  useTitle(project.data ? `${project.data.name} · ${t.title}` : undefined)
  return (
    <div className="space-y-6">
      <Link href={listPath} className="inline-flex min-h-11 items-center gap-2 text-sm font-medium text-accent-ink">
        <ArrowLeft aria-hidden className="size-4" />
        {t.back}
      </Link>
      {project.data ? (
        <>
          <div className="space-y-4">
            <h1 className="text-2xl font-semibold wrap-anywhere" data-testid="project-name">
              {project.data.name}
            </h1>
            <Copyable name={t.publicKey} label={t.copy.publicKey} text={project.data.public_key} />
            <p className="text-sm text-muted">{t.publicKeyText}</p>
          </div>
          <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
            <Keys projectId={id} />
            <Webhooks projectId={id} />
          </div>
          <Events projectId={id} />
        </>
      ) : project.isError ? (
        <ProblemNotice isPage error={project.error} />
      ) : (
        <SkeletonRows />
      )}
    </div>
  )
}
