"use client"

import { useInfiniteQuery, useQuery } from "@tanstack/react-query"
import type { AwaitingJson } from "@/lib/http/api/approval"
import type { FeesJson } from "@/lib/http/api/fees"
import type { AuditJson } from "@/lib/http/api/operator"
import type { PauseJson } from "@/lib/http/api/pause"
import type { PoolOperationJson, UsageJson } from "@/lib/http/api/pool"
import { request } from "./http"
import type { Payment, Settlement } from "./types"

/** What the operator's pages ask for. Each key begins with "operator", so that an action can let all of them be read again. */

const REFRESH_MS = 3_000
const SLOW_REFRESH_MS = 15_000
const PAGE_SIZE = "50"

function useOperatorQuery<T>(name: string, path: string, refetchInterval = REFRESH_MS) {
  return useQuery({
    queryKey: ["operator", name],
    queryFn: async ({ signal }) => (await request<T>(path, { signal })).data,
    refetchInterval,
  })
}

export const usePauses = () => useOperatorQuery<PauseJson[]>("pauses", "/api/pause")
export const useFees = () => useOperatorQuery<FeesJson>("fees", "/api/fees?days=30", SLOW_REFRESH_MS)
export const useUsage = () => useOperatorQuery<UsageJson>("usage", "/api/pool/usage?hours=24", SLOW_REFRESH_MS)
export const useAwaiting = () => useOperatorQuery<AwaitingJson>("awaiting", "/api/payout/approval")
export const usePoolOperations = () =>
  useOperatorQuery<PoolOperationJson[]>("operations", "/api/pool/operation?limit=10")

type Filters = Record<string, string | null>

function useOperatorList<T>(name: string, path: string, filters: Filters = {}) {
  return useInfiniteQuery({
    queryKey: ["operator", name, filters],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: PAGE_SIZE })
      for (const [key, value] of Object.entries({ ...filters, cursor: pageParam })) if (value) query.set(key, value)
      return request<T[]>(`${path}?${query}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: REFRESH_MS,
    retry: false,
  })
}

export const usePayments = (filters: Filters) => useOperatorList<Payment>("payments", "/api/payment/all", filters)
export const useSettlements = (filters: Filters) =>
  useOperatorList<Settlement>("settlements", "/api/settlement", filters)
export const useAudit = (filters: Filters) => useOperatorList<AuditJson>("audit", "/api/audit", filters)
