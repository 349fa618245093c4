"use client"

import { useMessages } from "@/components/messages/provider"
import { type Refusal, refusalOf } from "@/components/messages/refusal"
import { useNow } from "./use-now"

/** An error in the words of the pages; the seconds in it are counted down. */
export function useRefusal(error: unknown): Refusal {
  return refusalOf(useMessages(), error, useNow(1_000))
}
