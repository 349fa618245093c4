"use client"

import { useQuery } from "@tanstack/react-query"
import type { CheckoutOrder } from "@/components/payment/order"
import type { WalletAddress } from "@/components/wallet/addresses"
import { type ConnectedWallet, useWallet } from "@/components/wallet/wallet-provider"
import { call } from "@/lib/client/call"
import { ApiError, waitMs } from "@/lib/client/http"
import type { Prepared } from "@/lib/client/types"
import { lockOfAddress } from "@/lib/review/address"
import { WAITING_HELPS } from "@/lib/review/outcomes"
import { type ReviewedPayment, reviewPayment } from "@/lib/review/payment"
import { prepareInWallet, type WalletTransaction } from "@/lib/review/sign"
import { divisionTerms } from "./division-terms"

export interface PreparedPayment {
  prepared: Prepared
  review: ReviewedPayment
  /** what the wallet is asked to sign */
  ready: WalletTransaction
  /** milliseconds to add to the local clock to get the server's */
  clockOffset: number
}

/**
 * Prepares a payment, decodes it, checks it, and has the wallet get ready to sign it. A query although it is a POST:
 * preparing binds nothing, so doing it again is harmless, and a query brings retries and one result per key.
 *
 * @param round counts up to prepare the same payment again
 */
export function usePreparedPayment(
  wallet: ConnectedWallet,
  sender: WalletAddress,
  order: CheckoutOrder,
  round: number,
) {
  const { client, config } = useWallet()
  return useQuery({
    queryKey: [
      "prepare",
      wallet.name,
      sender.address,
      order.to,
      order.amount.toString(),
      order.note,
      order.link?.slug,
      order.reference,
      order.message,
      round,
    ],
    queryFn: async ({ signal }): Promise<PreparedPayment> => {
      const { data: prepared, clockOffset } = await call("POST", "/api/payment/prepare", {
        body: { sender: sender.address, amount: order.amount.toString(), ...termsOf(order) },
        signal,
      })
      const terms = divisionTerms(order, config)
      const review = await reviewPayment(client, prepared, {
        sender: sender.lock,
        platform: lockOfAddress(config.platform_address),
        receiver: lockOfAddress(order.to),
        ...terms,
        splits: terms.splits.map((split) => ({ ...split, lock: lockOfAddress(split.receiver) })),
      })
      const ready = await prepareInWallet(wallet.signer, { tx: review.decoded.tx, hash: review.hash })
      return { prepared, review, ready, clockOffset }
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
    structuralSharing: false,
    retry: (_, error) => error instanceof ApiError && (error.isTransient || WAITING_HELPS.includes(error.code)),
    retryDelay: (attempt, error) => waitMs(error, Math.min(1_000 * 1.5 ** attempt, 5_000)),
  })
}

/** What the server is told beside sender and amount; of a link it knows the rest by itself. */
function termsOf({ to, note, link, reference, message }: CheckoutOrder): Record<string, string> {
  const said = { ...(reference ? { reference } : {}), ...(message ? { message } : {}) }
  if (link) return { link: link.slug, ...said }
  return { receiver: to, ...(note ? { info: note } : {}), ...said }
}
