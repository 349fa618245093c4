"use client"

import Link from "next/link"
import { type FormEvent, useState } from "react"
import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Card, CardHead } from "@/components/ui/card"
import { Field } from "@/components/ui/field"
import { Freshness } from "@/components/ui/freshness"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { TimeAgo } from "@/components/ui/time-ago"
import { call } from "@/lib/client/call"
import { type Project, useOwnProjects } from "@/lib/client/project-queries"
import { List } from "./list"
import { New } from "./new"
import { useAction } from "./use-action"

/** The projects of the wallet that is signed in, and how to make one. @param path each page is below it */
export function Projects({ path }: { path: string }) {
  const t = useTexts(PROJECTS)
  const projects = useOwnProjects()
  return (
    <Card aria-labelledby="projects-title" data-testid="projects">
      <CardHead id="projects-title" title={t.back} action={<NewProject />} />
      <Freshness query={projects} />
      <List
        query={projects}
        empty={
          <>
            <p className="font-medium text-ink">{t.empty.title}</p>
            <p>{t.empty.text}</p>
          </>
        }
      >
        {(project) => <ProjectRow key={project.id} project={project} href={`${path}/${project.id}`} />}
      </List>
    </Card>
  )
}

/** One project in a list: the way to its page. */
export function ProjectRow({ project, href, note }: { project: Project; href: string; note?: React.ReactNode }) {
  const t = useTexts(PROJECTS)
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
      <Link
        href={href}
        className="inline-flex min-h-11 min-w-0 items-center font-medium text-accent-ink underline wrap-anywhere"
        data-testid="project"
      >
        {project.name}
      </Link>
      <span className="min-w-0 text-sm text-muted wrap-anywhere">
        {note} {t.made} <TimeAgo time={project.created_at} />
      </span>
    </li>
  )
}

/** Makes a project: the signed-in wallet's, else the operator's. */
export function NewProject() {
  return (
    <New words={useTexts(PROJECTS).create} testId="new-project">
      {(close) => <NewProjectForm onDone={close} />}
    </New>
  )
}

function NewProjectForm({ onDone }: { onDone: () => void }) {
  const t = useTexts(PROJECTS)
  const [name, setName] = useState("")
  const [isAsked, setAsked] = useState(false)
  const action = useAction(() => call("POST", "/api/project", { body: { name: name.trim() } }), onDone)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (name.trim() !== "" && !action.isPending) action.mutate(undefined)
  }
  return (
    <form onSubmit={onSubmit} noValidate className="space-y-4">
      <Field
        label={t.name}
        value={name}
        maxLength={80}
        autoComplete="off"
        onChange={({ target }) => setName(target.value)}
        error={isAsked && name.trim() === "" ? t.noName : null}
      />
      {action.isError ? <ProblemNotice error={action.error} /> : null}
      <Button type="submit" wide busy={action.isPending}>
        {t.create.submit}
      </Button>
    </form>
  )
}
