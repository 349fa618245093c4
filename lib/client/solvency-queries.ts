"use client"

import { useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { call, dataOf } from "./call"
import { EPOCHS_A_PAGE, QUERY_KEYS } from "./query-keys"
import type { Epoch } from "./types"

/** For what changes by the quarter of an hour. */
const REFRESH_MS = 15_000
/** Epochs that were made do not change: this only closes the gap after a night. */
const HISTORY_MS = 600_000
const HISTORY_PAGE = "200"

/** The newest epochs, newest first. */
export function useEpochs() {
  return useQuery({
    queryKey: QUERY_KEYS.epochs(),
    queryFn: ({ signal }) => dataOf(call("GET", "/api/solvency", { query: { limit: EPOCHS_A_PAGE }, signal })),
    // What has come with the page is not asked for once more.
    staleTime: REFRESH_MS,
    refetchInterval: REFRESH_MS,
  })
}

/** Epochs of longer ago, by pages, newest first. */
export function useEpochHistory() {
  return useInfiniteQuery({
    queryKey: ["solvency", "history"],
    queryFn: ({ pageParam, signal }) =>
      call("GET", "/api/solvency", { query: { limit: HISTORY_PAGE, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: HISTORY_MS,
  })
}

/** Each epoch once, newest first. */
export function mergeEpochs(newest: Epoch[], older: Epoch[]): Epoch[] {
  const byBlock = new Map([...older, ...newest].map((epoch) => [epoch.block_number, epoch]))
  return [...byBlock.values()].sort((a, b) => b.block_number - a.block_number)
}

/**
 * The number of the newest block, as the node says.
 *
 * @param first what the page itself brought
 */
export function useTip(first: number | undefined) {
  return useQuery({
    initialData: first,
    queryKey: ["tip"],
    queryFn: async ({ signal }) => {
      const body = { jsonrpc: "2.0" as const, id: 1, method: "get_tip_block_number" as const, params: [] as [] }
      const { result } = await dataOf(call("POST", "/api/rpc", { body, signal }))
      return Number(result)
    },
    staleTime: REFRESH_MS,
    refetchInterval: REFRESH_MS,
  })
}
