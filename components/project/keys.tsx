"use client"

import { Plus } from "lucide-react"
import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Card, CardHead } from "@/components/ui/card"
import { Freshness } from "@/components/ui/freshness"
import { useKeys } from "@/lib/client/project-queries"
import { KeyRow } from "./key-row"
import { List } from "./list"
import { NewKey } from "./new-key"
import { Window } from "./window"

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
          <Window
            title={t.create.title}
            testId="new-key"
            variant="secondary"
            opener={
              <>
                <Plus aria-hidden className="size-5" />
                {t.create.open}
              </>
            }
          >
            {(close) => <NewKey projectId={projectId} onDone={close} />}
          </Window>
        }
      />
      <Freshness query={keys} />
      <List query={keys} empty={t.empty}>
        {(key) => <KeyRow key={key.id} apiKey={key} projectId={projectId} />}
      </List>
    </Card>
  )
}
