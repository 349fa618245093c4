"use client"

import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Card, CardHead } from "@/components/ui/card"
import { Freshness } from "@/components/ui/freshness"
import { useWebhooks } from "@/lib/client/project-queries"
import { List } from "./list"
import { New } from "./new"
import { NewWebhook } from "./new-webhook"
import { WebhookRow } from "./webhook-row"

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
          <New words={t.create} testId="new-webhook">
            {(close) => <NewWebhook projectId={projectId} onDone={close} />}
          </New>
        }
      />
      <Freshness query={webhooks} />
      <List query={webhooks} empty={t.empty}>
        {(webhook) => <WebhookRow key={webhook.id} webhook={webhook} />}
      </List>
    </Card>
  )
}
