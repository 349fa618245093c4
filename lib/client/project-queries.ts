"use client"

import { useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { call, dataOf, type ReplyTo } from "./call"
import type { Reply } from "./http"

/** What the pages of projects ask for. Each key begins with "project", so that an action lets all be read again. */

export type Project = ReplyTo<"GET", "/api/project">[number]
export type ApiKey = ReplyTo<"GET", "/api/project/{id}/key">[number]
export type Webhook = ReplyTo<"GET", "/api/project/{id}/webhook">[number]
export type Delivery = ReplyTo<"GET", "/api/webhook/{id}/delivery">[number]

const REFRESH_MS = 3_000
const SLOW_REFRESH_MS = 15_000
const PAGE_SIZE = "20"

/** How a list is read on. */
interface Part {
  query: { limit: string; cursor: string | null }
  signal: AbortSignal
}

function useList<T>(key: (string | number)[], refetchInterval: number, ask: (part: Part) => Promise<Reply<T[]>>) {
  return useInfiniteQuery({
    queryKey: ["project", ...key],
    queryFn: ({ pageParam, signal }) => ask({ query: { limit: PAGE_SIZE, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval,
    retry: false,
  })
}

export const useOwnProjects = () => useList(["own"], SLOW_REFRESH_MS, (part) => call("GET", "/api/project", part))
export const useAllProjects = () => useList(["all"], SLOW_REFRESH_MS, (part) => call("GET", "/api/admin/project", part))

export const useProject = (id: number) =>
  useQuery({
    queryKey: ["project", id],
    queryFn: ({ signal }) => dataOf(call("GET", "/api/project/{id}", { params: { id }, signal })),
    retry: false,
  })

export const useKeys = (id: number) =>
  useList([id, "keys"], SLOW_REFRESH_MS, (part) => call("GET", "/api/project/{id}/key", { params: { id }, ...part }))
export const useWebhooks = (id: number) =>
  useList([id, "webhooks"], REFRESH_MS, (part) => call("GET", "/api/project/{id}/webhook", { params: { id }, ...part }))
export const useDeliveries = (id: number) =>
  useList(["deliveries", id], REFRESH_MS, (part) =>
    call("GET", "/api/webhook/{id}/delivery", { params: { id }, ...part }),
  )
export const useProjectEvents = (id: number) =>
  useList([id, "events"], REFRESH_MS, (part) => call("GET", "/api/project/{id}/event", { params: { id }, ...part }))
