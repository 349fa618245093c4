"use client"

import { useMessages } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { TWO_WORDS } from "@/components/messages/two-words"
import { cx } from "@/components/ui/cx"
import { twoWordsOf, type TwoWords as Words } from "@/lib/client/two-words"

/** The same on every screen, whatever its theme: white on each has a contrast of at least 4.5:1. */
const COLOURS = [
  "bg-[#b3261e]",
  "bg-[#a84300]",
  "bg-[#0a7357]",
  "bg-[#0b6b78]",
  "bg-[#1d4fc4]",
  "bg-[#6a2bb8]",
  "bg-[#b01868]",
  "bg-[#6b4226]",
] as const

/**
 * The two words and the colour of a payment, in the reader's language and, for whoever holds the other phone, in the
 * other one. Nothing for a payment that has none.
 */
export default function TwoWords({ payment }: { payment: Parameters<typeof twoWordsOf>[0] }) {
  const { locale } = useMessages()
  const words = twoWordsOf(payment)
  if (!words) return null
  const own = inWords(TWO_WORDS[locale], words)
  const other = inWords(TWO_WORDS[locale === "en" ? "zh-CN" : "en"], words)
  return (
    <div
      role="img"
      aria-label={RECEIVE[locale].words.label(...own)}
      translate="no"
      data-testid="two-words"
      data-words={[words.first, words.second, words.colour].join(" ")}
      className={cx("rounded-2xl px-4 py-6 text-center text-white", COLOURS[words.colour])}
    >
      <p className="flex flex-col text-4xl font-bold leading-tight sm:text-5xl sm:leading-tight">
        <span>{own[0]}</span>
        <span>{own[1]}</span>
      </p>
      <p className="mt-3 font-medium">{own[2]}</p>
      <p lang={locale === "en" ? "zh-CN" : "en"} className="mt-1">
        {other.join(" · ")}
      </p>
    </div>
  )
}

function inWords({ words, colours }: (typeof TWO_WORDS)["en"], at: Words): [string, string, string] {
  return [words[at.first] ?? "", words[at.second] ?? "", colours[at.colour] ?? ""]
}
