"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { request } from "./http"
import { get, REFRESH_MS, useFirstPaintQuery } from "./queries"
import type { Entry, Income, Ledger, OwnLink, PaymentWithAccounts, PayoutSettings, WalletSession } from "./types"

/** For what changes by the hour. */
const SLOW_REFRESH_MS = 15_000
const ENTRIES_A_PAGE = 25

/** Where the API keeps what belongs to an address. */
export function accountPath(address: string): string {
  return `/api/account/${encodeURIComponent(address)}`
}

/** What an address has earned on each of the last 30 days. */
export function useIncome(address: string) {
  return useQuery({
    queryKey: ["income", address],
    queryFn: ({ signal }) => get<Income>(`${accountPath(address)}/income`, signal),
    refetchInterval: SLOW_REFRESH_MS,
  })
}

/**
 * One page of an address's entries. The page before stays while the next one is loading.
 *
 * @param filters the query of the API, with the cursor of the page
 */
export function useEntries(address: string, filters: string, enabled = true) {
  return useQuery({
    queryKey: ["entries", address, filters],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams(filters)
      query.set("limit", String(ENTRIES_A_PAGE))
      return request<Entry[]>(`${accountPath(address)}/entries?${query}`, { signal })
    },
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval: REFRESH_MS,
  })
}

/** A payment with its shares, and what the ledger has booked for it. */
export function usePaymentDetails(id: number) {
  return useQuery({
    queryKey: ["payment-details", id],
    queryFn: async ({ signal }) => {
      const [payment, ledger] = await Promise.all([
        get<PaymentWithAccounts>(`/api/payment/${id}`, signal),
        get<Ledger>(`/api/payment/${id}/ledger`, signal),
      ])
      return { payment, ledger }
    },
    refetchInterval: SLOW_REFRESH_MS,
  })
}

export function usePayoutSettings(address: string) {
  return useQuery({
    queryKey: ["payout-settings", address],
    queryFn: ({ signal }) => get<PayoutSettings>(`${accountPath(address)}/payout-settings`, signal),
  })
}

export function useLinks(address: string) {
  return useQuery({
    queryKey: ["links", address],
    queryFn: ({ signal }) => get<OwnLink[]>(`/api/receiver/${encodeURIComponent(address)}/links?limit=200`, signal),
    refetchInterval: SLOW_REFRESH_MS,
  })
}

/** Whose wallet is signed in in this browser. */
export function useWalletSession() {
  return useFirstPaintQuery({
    queryKey: ["wallet-session"],
    queryFn: ({ signal }) => get<WalletSession>("/api/session", signal),
  })
}
