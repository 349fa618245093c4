"use client"

import { useState } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { Card, CardHead } from "@/components/ui/card"
import { CheckBox } from "@/components/ui/check-box"
import { allowSound, chime } from "@/lib/client/chime"
import { setTold, useTold } from "@/lib/client/told"

/** Sound and notifications, off by default. The browser is asked for its permission by the switch, and never before. */
export function ToldSettings() {
  const t = useTexts(RECEIVE).told
  const told = useTold()
  const [problem, setProblem] = useState("")

  const switchSound = (sound: boolean) => {
    setTold({ ...told, sound })
    if (!sound) return
    allowSound()
    chime("received")
  }
  const switchNotify = async (notify: boolean) => {
    setProblem("")
    if (notify && !("Notification" in window)) return setProblem(t.unsupported)
    if (notify && (await Notification.requestPermission()) !== "granted") return setProblem(t.denied)
    setTold({ ...told, notify })
  }
  return (
    <Card aria-labelledby="told-title" data-testid="told">
      <CardHead id="told-title" title={t.title} description={t.text} />
      <CheckBox checked={told.sound} onChange={switchSound} testId="told-sound">
        {t.sound}
      </CheckBox>
      <CheckBox checked={told.notify} onChange={(on) => void switchNotify(on)} testId="told-notify">
        {t.notify}
      </CheckBox>
      <p role="status" className="text-sm text-warn-ink" data-testid="told-problem">
        {problem}
      </p>
    </Card>
  )
}
