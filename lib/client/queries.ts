"use client"

import { type UseQueryOptions, type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query"
import { useContext, useEffect, useState } from "react"
import { FINAL_STATUSES } from "@/lib/payment/types"
import { call, dataOf } from "./call"
import { FirstConfig } from "./first-config"
import { ApiError } from "./http"
import { usePaymentEvents } from "./payment-events"
import { QUERY_KEYS } from "./query-keys"
import type { Config, PaymentLink, PaymentWithAccounts, Profile } from "./types"
import { useHydrated } from "./use-hydrated"

/** How often pages that people keep open look for news, in milliseconds. */
export const REFRESH_MS = 3_000

/** A query that the first paint of a page may already use: what came with the page, and nothing that came since. */
export function useFirstPaintQuery<T>(
  options: UseQueryOptions<T>,
): Pick<UseQueryResult<T>, "data" | "error" | "isError" | "refetch"> {
  const { data, error, isError, refetch } = useQuery(options)
  const isKnown = useHydrated(options.initialData !== undefined)
  return isKnown ? { data, error, isError, refetch } : { data: undefined, error: null, isError: false, refetch }
}

export function useConfig() {
  return useFirstPaintQuery({
    initialData: useContext(FirstConfig),
    queryKey: ["config"],
    queryFn: ({ signal }): Promise<Config> => dataOf(call("GET", "/api/config", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
    // Without it no page can work, so it is asked for until it comes.
    refetchInterval: (query) => (query.state.data ? false : REFRESH_MS),
  })
}

const STATUS_MS = 10_000

/** Whether payments and payouts are paused, for as long as the page is open. */
export function useStatus() {
  return useQuery({
    queryKey: ["status"],
    queryFn: ({ signal }) => dataOf(call("GET", "/api/status", { signal })),
    refetchInterval: STATUS_MS,
    staleTime: STATUS_MS,
    retry: false,
  })
}

/**
 * A payment link; it is gone through again when somebody comes back to it, for others may have paid it.
 *
 * @param first what the page itself brought
 */
export function useLink(slug: string, first?: PaymentLink) {
  return useFirstPaintQuery({
    initialData: first,
    queryKey: ["link", slug],
    queryFn: ({ signal }) => dataOf(call("GET", "/api/link/{slug}", { params: { slug }, signal })),
    retry: (count, error) => count < 3 && error instanceof ApiError && error.isTransient,
  })
}

/** Names change by the year. */
const NAME_FRESH_MS = 300_000

/**
 * What the owner of an address shows of themselves, if they do.
 *
 * @param first what the page itself brought
 */
export function useProfileOf(address: string, first?: Profile) {
  return useFirstPaintQuery({
    initialData: first && { profile: first, names_left: 0 },
    queryKey: QUERY_KEYS.profile(address),
    queryFn: ({ signal }) => dataOf(call("GET", "/api/account/{address}/profile", { params: { address }, signal })),
    staleTime: NAME_FRESH_MS,
    retry: false,
  })
}

/** While events come, reading again only guards against one that was missed. */
const GUARD_MS = 15_000

/** What is paid is paid out some time later; who has its receipt open then sees that. */
const PAYOUT_MS = 15_000

interface PaymentOptions {
  /** the key of its share link */
  shareKey?: string | null
  /** goes on until the payee's share is paid out */
  untilPaidOut?: boolean
  /** whether what lets this browser read it is known by now */
  isReady?: boolean
}

/**
 * One payment until its state is final: live by the server's events, and where those do not come, read again every
 * second at first, more slowly later and while reads fail. What the server refuses is not asked for again by itself.
 */
export function usePayment(id: number, clientSecret: string | null, options: PaymentOptions = {}) {
  const { shareKey = null, untilPaidOut = false, isReady = true } = options
  const queryKey = QUERY_KEYS.payment(id)
  const queries = useQueryClient()
  const [isOver, setIsOver] = useState(() => isFinal(queries.getQueryData<PaymentWithAccounts>(queryKey)))
  const isLive = usePaymentEvents(id, { clientSecret, shareKey }, isReady && !isOver)
  const query = useQuery({
    queryKey,
    enabled: isReady,
    queryFn: ({ signal }) =>
      dataOf(call("GET", "/api/payment/{id}", { params: { id }, clientSecret, shareKey, signal })),
    retry: false,
    refetchInterval: ({ state }) => {
      if (state.data && isFinal(state.data)) return untilPaidOut && isOwed(state.data) ? PAYOUT_MS : false
      if (!state.data && isRefusal(state.error)) return false
      if (isLive) return GUARD_MS
      if (state.status === "error" || state.fetchFailureCount > 0)
        return Math.min(2_000 + state.errorUpdateCount * 500, 10_000)
      return state.dataUpdateCount < 60 ? 1_000 : 5_000
    },
    refetchIntervalInBackground: true,
  })
  const isNowOver = query.data === undefined ? isRefusal(query.error) : isFinal(query.data)
  useEffect(() => setIsOver(isNowOver), [isNowOver])
  return query
}

function isFinal(payment: Pick<PaymentWithAccounts, "status"> | undefined): boolean {
  return payment !== undefined && FINAL_STATUSES.includes(payment.status)
}

/** The same question would get the same answer. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && !error.isTransient
}

function isOwed({ status, accounts }: PaymentWithAccounts): boolean {
  return status === "confirmed" && accounts.some(({ kind, is_payed }) => kind === "receiver" && !is_payed)
}

/** @param inBackground also while nobody looks at the tab */
export function useAccount(address: string, enabled: boolean, inBackground = false) {
  return useQuery({
    queryKey: QUERY_KEYS.account(address),
    queryFn: ({ signal }) => dataOf(call("GET", "/api/account/{address}", { params: { address }, signal })),
    enabled,
    // What has come with the page is not asked for once more.
    staleTime: REFRESH_MS,
    refetchInterval: REFRESH_MS,
    refetchIntervalInBackground: inBackground,
  })
}

export function useSession() {
  return useFirstPaintQuery({
    queryKey: ["session"],
    queryFn: ({ signal }) => dataOf(call("GET", "/api/admin/session", { signal })),
  })
}

export function usePool() {
  return useQuery({
    queryKey: ["operator", "pool"],
    queryFn: ({ signal }) => dataOf(call("GET", "/api/pool", { signal })),
    refetchInterval: REFRESH_MS,
  })
}

/** It adds up the whole ledger and asks the node for every cell of the platform; the job does so every five minutes. */
const RECONCILE_MS = 30_000

export function useReconciliation() {
  return useQuery({
    queryKey: ["operator", "reconciliation"],
    queryFn: ({ signal }) => dataOf(call("GET", "/api/reconciliation", { signal })),
    refetchInterval: ({ state }) => (state.data ? RECONCILE_MS : REFRESH_MS),
    // Neither the way back from another tab nor the window's focus asks sooner; what the operator does, does.
    staleTime: RECONCILE_MS,
  })
}

export function useJobs() {
  return useQuery({
    queryKey: ["operator", "jobs"],
    queryFn: ({ signal }) => dataOf(call("GET", "/api/jobs", { signal })),
    refetchInterval: REFRESH_MS,
  })
}
