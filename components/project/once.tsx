"use client"

import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { Copyable } from "./copyable"

/** What is shown once: a key, a secret. It stays until somebody says that it is kept. */
export function Once({
  shown,
  onKept,
}: {
  shown: { name: string; label: string; text: string }[]
  onKept: () => void
}) {
  const t = useTexts(PROJECTS)
  return (
    <div className="space-y-4" data-testid="once">
      <Notice tone="warn" title={t.once} />
      {shown.map(({ name, label, text }) => (
        <Copyable key={name} name={name} label={label} text={text} />
      ))}
      <Button wide autoFocus onClick={onKept} data-testid="kept">
        {t.saved}
      </Button>
    </div>
  )
}
