"use client"

import { useQuery } from "@tanstack/react-query"
import { call } from "@/lib/client/call"
import { ApiError, waitMs } from "@/lib/client/http"
import { forgetSignature, type SavedPayment } from "@/lib/client/saved-payments"

/**
 * Sends the signature kept for a payment until the server has answered. A query although it is a POST: the same bytes
 * always get the same reply, so sending them again after a lost connection can never pay twice.
 */
export function useTransfer(saved: SavedPayment | null) {
  return useQuery({
    queryKey: ["transfer", saved?.id],
    queryFn: async () => {
      if (!saved?.signedTx) return null
      const body = { payment_id: saved.id, raw_tx: saved.signedTx }
      const { clientSecret } = saved
      const { data } = await call("POST", "/api/payment/transfer", { body, clientSecret })
      forgetSignature(saved.id)
      return data
    },
    enabled: saved?.signedTx != null,
    staleTime: Number.POSITIVE_INFINITY,
    networkMode: "always",
    refetchOnReconnect: false,
    retry: (_, error) => error instanceof ApiError && (error.isTransient || error.code === "PAYMENT_IN_PROGRESS"),
    retryDelay: (attempt, error) => waitMs(error, Math.min(500 * 2 ** attempt, 5_000)),
  })
}
