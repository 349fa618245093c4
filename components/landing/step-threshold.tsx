"use client"

import { LANDING } from "@/components/messages/landing"
import { useTexts } from "@/components/messages/provider"
import { displayCkb } from "@/lib/client/format"
import { useConfig } from "@/lib/client/queries"
import { wholeCkb } from "@/lib/money"

/** What a payout waits for unless the operator chose another amount. */
const USUAL_THRESHOLD = wholeCkb(65n)

/** The text of a step that names the payout threshold of this platform. */
export function StepThreshold({ index }: { index: number }) {
  const text = useTexts(LANDING).steps[index]?.text
  const { data: config } = useConfig()
  return typeof text === "function" ? text(displayCkb(config?.min_withdrawal ?? USUAL_THRESHOLD)) : null
}
