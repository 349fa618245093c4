"use client"

import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Card, CardHead } from "@/components/ui/card"
import { Freshness } from "@/components/ui/freshness"
import { useKeys } from "@/lib/client/project-queries"
import { KeyRow } from "./key-row"
import { List } from "./list"
import { New } from "./new"
import { NewKey } from "./new-key"

/** The API keys of a project. */
export function Keys({ projectId }: { projectId: number }) {
  const t = useTexts(PROJECTS).keys
  const keys = useKeys(projectId)
  return (
    <Card aria-labelledby="keys-title" data-testid="keys">
      <CardHead
        id="keys-title"
        title={t.title}
        description={t.text}
        action={
          <New words={t.create} testId="new-key">
            {(close) => <NewKey projectId={projectId} onDone={close} />}
          </New>
        }
      />
      <Freshness query={keys} />
      <List query={keys} empty={t.empty}>
        {(key) => <KeyRow key={key.id} apiKey={key} projectId={projectId} />}
      </List>
    </Card>
  )
}
