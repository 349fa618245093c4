"use client"

import { Plus } from "lucide-react"
import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Card, CardHead } from "@/components/ui/card"
import { Freshness } from "@/components/ui/freshness"
import { useWebhooks } from "@/lib/client/project-queries"
import { List } from "./list"
import { NewWebhook } from "./new-webhook"
import { WebhookRow } from "./webhook-row"
import { Window } from "./window"

/** Where a project hears of its events. */
export function Webhooks({ projectId }: { projectId: number }) {
  const t = useTexts(PROJECTS).webhooks
  const webhooks = useWebhooks(projectId)
  return (
    <Card aria-labelledby="webhooks-title" data-testid="webhooks">
      <CardHead
        id="webhooks-title"
        title={t.title}
        description={t.text}
        action={
          <Window
            title={t.create.title}
            testId="new-webhook"
            variant="secondary"
            opener={
              <>
                <Plus aria-hidden className="size-5" />
                {t.create.open}
              </>
            }
          >
            {(close) => <NewWebhook projectId={projectId} onDone={close} />}
          </Window>
        }
      />
      <Freshness query={webhooks} />
      <List query={webhooks} empty={t.empty}>
        {(webhook) => <WebhookRow key={webhook.id} webhook={webhook} />}
      </List>
    </Card>
  )
}
