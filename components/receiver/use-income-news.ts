"use client"

import { useEffect, useRef, useState } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { chime } from "@/lib/client/chime"
import { displayCkb } from "@/lib/client/format"
import { incomeNews } from "@/lib/client/income-news"
import { type Told, useTold } from "@/lib/client/told"
import type { Account } from "@/lib/client/types"

const SHOWN_MS = 12_000

interface ShownNews {
  /** "+1.485 CKB received"; empty when there is nothing new */
  text: string
  /** payments that came while nobody looked at the tab */
  unseen: number
}

/** Tells of income while the page is open: on the page, in its title, and by sound and notification if wanted. */
export function useIncomeNews(account: Account | undefined): ShownNews {
  const t = useTexts(RECEIVE).told
  const told = useTold()
  const before = useRef<Account>(undefined)
  const [text, setText] = useState("")
  const unseen = useUnseen()
  const { add } = unseen
  useEffect(() => {
    const last = before.current
    before.current = account
    if (!last || !account || last.address !== account.address) return
    const { coming, received } = incomeNews(last, account)
    if (received === 0n && coming === 0n) return
    setText(received > 0n ? t.received(displayCkb(received)) : t.coming(displayCkb(coming)))
    if (told.sound) chime(received > 0n ? "received" : "coming")
    if (received === 0n) return
    if (document.visibilityState === "hidden") add()
    notify(told, t.notification(displayCkb(received)))
  }, [account, t, told, add])
  useEffect(() => {
    if (text === "") return
    const timer = setTimeout(() => setText(""), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [text])
  return { text, unseen: unseen.count }
}

/** Only somebody who looks elsewhere needs one. On Android a page cannot show any by itself, and throws. */
function notify({ notify }: Told, title: string): void {
  if (!notify || document.visibilityState === "visible") return
  if (!("Notification" in window) || Notification.permission !== "granted") return
  try {
    new Notification(title, { tag: "micropay-income", icon: "/icon.svg" })
  } catch {
    // The sound and the title tell it too.
  }
}

function useUnseen() {
  const [count, setCount] = useState(0)
  const [add] = useState(() => () => setCount((before) => before + 1))
  useEffect(() => {
    const seen = () => document.visibilityState === "visible" && setCount(0)
    document.addEventListener("visibilitychange", seen)
    return () => document.removeEventListener("visibilitychange", seen)
  }, [])
  return { count, add }
}
