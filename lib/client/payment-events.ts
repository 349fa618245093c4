"use client"

import { type QueryClient, useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { QUERY_KEYS } from "./query-keys"
import { readServerEvents } from "./server-events"
import type { Payment, PaymentState } from "./types"

/** Three heartbeats of the server: what is silent for longer is not there any more. */
const SILENCE_MS = 45_000
const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 15_000

/** What lets a browser read a payment, if it has one of these. */
interface PaymentKeys {
  clientSecret: string | null
  shareKey: string | null
}

/**
 * Puts each change of a payment into its query as soon as the server knows it.
 *
 * @returns whether events come at this moment; when they do not, the query has to be read again by itself
 */
export function usePaymentEvents(id: number, { clientSecret, shareKey }: PaymentKeys, enabled: boolean): boolean {
  const queryClient = useQueryClient()
  const [isLive, setIsLive] = useState(false)
  useEffect(() => {
    if (!enabled) return
    const over = new AbortController()
    void listen({ queryClient, id, clientSecret, shareKey, signal: over.signal, setIsLive })
    return () => {
      over.abort()
      setIsLive(false)
    }
  }, [queryClient, id, clientSecret, shareKey, enabled])
  return isLive
}

interface Listening extends PaymentKeys {
  queryClient: QueryClient
  id: number
  signal: AbortSignal
  setIsLive: (isLive: boolean) => void
}

/** Connects again whenever the stream ends: an instance that restarts, a proxy that cuts, a computer that slept. */
async function listen(listening: Listening): Promise<void> {
  const { signal, setIsLive } = listening
  let wait = FIRST_RETRY_MS
  while (!signal.aborted) {
    const received = await readOnce(listening).catch(() => false)
    if (signal.aborted) return
    setIsLive(false)
    wait = received ? FIRST_RETRY_MS : Math.min(wait * 2, LAST_RETRY_MS)
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

/** @returns whether the stream brought anything before it ended */
async function readOnce({ queryClient, id, clientSecret, shareKey, signal, setIsLive }: Listening): Promise<boolean> {
  const silent = new AbortController()
  let timer = setTimeout(() => silent.abort(), SILENCE_MS)
  const isAlive = () => {
    clearTimeout(timer)
    timer = setTimeout(() => silent.abort(), SILENCE_MS)
    setIsLive(true)
  }
  try {
    const response = await fetch(`/api/payment/${id}/events`, {
      headers: {
        ...(clientSecret ? { "X-Client-Secret": clientSecret } : {}),
        ...(shareKey ? { "X-Share-Key": shareKey } : {}),
      },
      signal: AbortSignal.any([signal, silent.signal]),
      cache: "no-store",
    })
    if (!response.ok || !response.body) return false
    for await (const event of readServerEvents(response.body, isAlive))
      if (event.name === "payment") await applyState(queryClient, id, JSON.parse(event.data) as PaymentState)
    return true
  } finally {
    clearTimeout(timer)
  }
}

/** A read that is under way may bring an older state: it must not replace this one. */
async function applyState(queryClient: QueryClient, id: number, state: PaymentState): Promise<void> {
  const queryKey = QUERY_KEYS.payment(id)
  if (queryClient.getQueryData(queryKey) === undefined) return queryClient.invalidateQueries({ queryKey })
  await queryClient.cancelQueries({ queryKey })
  const before = queryClient.getQueryData<Payment>(queryKey)
  queryClient.setQueryData<Payment>(queryKey, before && { ...before, ...state })
  // An event does not say when it came to a block, nor which one it is.
  if (before?.status !== state.status) await queryClient.invalidateQueries({ queryKey })
}
