"use client"

import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { call, dataOf } from "./call"
import { REFRESH_MS, useFirstPaintQuery } from "./queries"
import { ENTRIES_A_PAGE, QUERY_KEYS } from "./query-keys"

/** For what changes by the hour. */
const SLOW_REFRESH_MS = 15_000
/** A month is added up each time. */
const STATEMENT_MS = 60_000
const OUTLOOK_MS = 60_000

/** What an address has earned on each of the last days. What was shown before stays while another period is loading. */
export function useIncome(address: string, days: string) {
  return useQuery({
    queryKey: QUERY_KEYS.income(address, days),
    queryFn: ({ signal }) =>
      dataOf(call("GET", "/api/account/{address}/income", { params: { address }, query: { days }, signal })),
    placeholderData: keepPreviousData,
    staleTime: SLOW_REFRESH_MS,
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
    queryKey: QUERY_KEYS.entries(address, filters),
    queryFn: ({ signal }) => {
      const query = { ...Object.fromEntries(new URLSearchParams(filters)), limit: ENTRIES_A_PAGE }
      return call("GET", "/api/account/{address}/entries", { params: { address }, query, signal })
    },
    placeholderData: keepPreviousData,
    enabled,
    staleTime: REFRESH_MS,
    refetchInterval: REFRESH_MS,
  })
}

/**
 * What the final payments of some days come to, of all where there are none.
 *
 * @param days "2026-01-31", in UTC; empty for no bound
 */
export function usePartyTotal(address: string, days: { from: string; to: string }, enabled: boolean) {
  return useQuery({
    enabled,
    queryKey: ["account", address, "total", days],
    queryFn: ({ signal }) =>
      dataOf(call("GET", "/api/account/{address}/total", { params: { address }, query: days, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: SLOW_REFRESH_MS,
  })
}

/** A payment with its shares, and where its money is. */
export function usePaymentDetails(id: number) {
  return useQuery({
    queryKey: ["payment-details", id],
    queryFn: ({ signal }) => dataOf(call("GET", "/api/payment/{id}", { params: { id }, signal })),
    refetchInterval: SLOW_REFRESH_MS,
  })
}

/** The newest payouts of an address; all of them are in the file. */
export function usePayouts(address: string) {
  return useQuery({
    queryKey: ["account", address, "payouts"],
    queryFn: ({ signal }) =>
      dataOf(call("GET", "/api/account/{address}/payouts", { params: { address }, query: { limit: "10" }, signal })),
    refetchInterval: REFRESH_MS,
  })
}

/** @param month "2026-01", in UTC */
export function useStatement(address: string, month: string, enabled = true) {
  return useQuery({
    enabled,
    queryKey: ["statement", address, month],
    queryFn: ({ signal }) =>
      dataOf(call("GET", "/api/statement/{address}", { params: { address }, query: { month }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: STATEMENT_MS,
  })
}

export function usePayoutSettings(address: string) {
  return useQuery({
    queryKey: ["payout-settings", address],
    queryFn: ({ signal }) =>
      dataOf(call("GET", "/api/account/{address}/payout-settings", { params: { address }, signal })),
  })
}

export function useLinks(address: string) {
  return useQuery({
    queryKey: ["links", address],
    queryFn: ({ signal }) =>
      dataOf(call("GET", "/api/receiver/{address}/links", { params: { address }, query: { limit: "200" }, signal })),
    refetchInterval: SLOW_REFRESH_MS,
  })
}

/**
 * Whether this address can take a withdrawal. The node is asked, so it is read once for each look at the page.
 *
 * @param enabled there is something to withdraw
 */
export function useWithdrawalOutlook(address: string, enabled: boolean) {
  return useQuery({
    queryKey: QUERY_KEYS.withdrawalOutlook(address),
    queryFn: ({ signal }) => dataOf(call("GET", "/api/account/{address}/withdrawal", { params: { address }, signal })),
    enabled,
    staleTime: OUTLOOK_MS,
    retry: false,
  })
}

/** Whose wallet is signed in in this browser. */
export function useWalletSession() {
  return useFirstPaintQuery({
    queryKey: ["wallet-session"],
    queryFn: ({ signal }) => dataOf(call("GET", "/api/session", { signal })),
  })
}
