"use client"

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { call, dataOf } from "./call"
import { ApiError, type Reply } from "./http"

/**
 * What the operator's pages ask for. Each key begins with "operator", so that an action can let all of them be read
 * again.
 */

const REFRESH_MS = 3_000
const SLOW_REFRESH_MS = 15_000
/** For what adds up all that ever was. */
const HISTORY_REFRESH_MS = 60_000
const PAGE_SIZE = "50"

function useOperatorQuery<T>(
  name: string,
  ask: (signal: AbortSignal) => Promise<Reply<T>>,
  refetchInterval = REFRESH_MS,
) {
  return useQuery({
    queryKey: ["operator", name],
    queryFn: ({ signal }) => dataOf(ask(signal)),
    refetchInterval,
  })
}

export const usePauses = () => useOperatorQuery("pauses", (signal) => call("GET", "/api/pause", { signal }))
export const useFees = () =>
  useOperatorQuery("fees", (signal) => call("GET", "/api/fees", { query: { days: "30" }, signal }), HISTORY_REFRESH_MS)
export const useUsage = () =>
  useOperatorQuery(
    "usage",
    (signal) => call("GET", "/api/pool/usage", { query: { hours: "24" }, signal }),
    SLOW_REFRESH_MS,
  )
export const useAwaiting = () =>
  useOperatorQuery("awaiting", (signal) => call("GET", "/api/payout/approval", { signal }))
export const useOverview = () =>
  useOperatorQuery("overview", (signal) => call("GET", "/api/admin/overview", { signal }), SLOW_REFRESH_MS)
/** What would be paid out, as of the moment at which it is looked at: what is shown must not change under the hand. */
export const usePayoutPreview = () =>
  useQuery({
    queryKey: ["operator", "payout-preview"],
    queryFn: ({ signal }) => dataOf(call("GET", "/api/payout/preview", { signal })),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
export const usePoolOperations = () =>
  useOperatorQuery("operations", (signal) => call("GET", "/api/pool/operation", { query: { limit: "10" }, signal }))

export const usePaymentRecord = (id: number) =>
  useQuery({
    queryKey: ["operator", "payment", id],
    queryFn: ({ signal }) => dataOf(call("GET", "/api/admin/payment/{id}", { params: { id }, signal })),
    retry: false,
    // What does not exist will not come.
    refetchInterval: ({ state }) =>
      state.error instanceof ApiError && state.error.code === "NOT_FOUND" ? false : REFRESH_MS,
  })

/** How a list is read on. */
interface Part {
  query: { limit: string; cursor: string | null }
  signal: AbortSignal
}

function useOperatorList<T>(name: string, filters: object, ask: (part: Part) => Promise<Reply<T[]>>) {
  return useInfiniteQuery({
    queryKey: ["operator", name, filters],
    queryFn: ({ pageParam, signal }) => ask({ query: { limit: PAGE_SIZE, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: REFRESH_MS,
    retry: false,
  })
}

interface Filters {
  status: string | null
  search: string | null
}

export const usePayments = (filters: Filters & Record<"from" | "to" | "unsigned", string | null>) =>
  useOperatorList("payments", filters, ({ query, signal }) =>
    call("GET", "/api/admin/payment", { query: { ...filters, ...query }, signal }),
  )
/** @param days "2026-01-31", in UTC; null for no bound */
export function usePaymentsTotal(days: Record<"from" | "to", string | null>, enabled: boolean) {
  const [from, to] = [days.from ?? undefined, days.to ?? undefined]
  return useQuery({
    enabled,
    queryKey: ["operator", "payments", "total", from, to],
    queryFn: async ({ signal }) => {
      const body = { by: "all" as const, keys: ["all"], ...(from && { from }), ...(to && { to }) }
      return (await dataOf(call("POST", "/api/totals", { body, signal })))[0]
    },
    placeholderData: keepPreviousData,
  })
}
export const useSettlements = (filters: Filters) =>
  useOperatorList("settlements", filters, ({ query, signal }) =>
    call("GET", "/api/settlement", { query: { ...filters, ...query }, signal }),
  )
export const useAudit = (filters: Record<"actor" | "action" | "from" | "to", string | null>) =>
  useOperatorList("audit", filters, ({ query, signal }) =>
    call("GET", "/api/audit", { query: { ...filters, ...query }, signal }),
  )
