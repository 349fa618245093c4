"use client"

import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { List } from "@/components/project/list"
import { NewProject, ProjectRow } from "@/components/project/projects"
import { useAllProjects } from "@/lib/client/project-queries"
import { May } from "./may"
import { Section } from "./section"

/** Everybody's projects: the operator helps with them as their owner would. */
export function ProjectsSection() {
  const t = useTexts(PROJECTS)
  const query = useAllProjects()
  return (
    <Section
      id="projects"
      title={t.admin.title}
      description={t.admin.text}
      query={query}
      action={
        <May needs="operate" silent>
          <NewProject />
        </May>
      }
    >
      <List query={query} empty={t.admin.empty}>
        {(project) => (
          <ProjectRow
            key={project.id}
            project={project}
            href={`/admin/projects/${project.id}`}
            note={`${t.admin.owner}: ${project.owner ?? t.operators} ·`}
          />
        )}
      </List>
    </Section>
  )
}
