"use client"

import { ccc } from "@ckb-ccc/connector-react"
import { useQuery } from "@tanstack/react-query"
import type { CheckoutOrder } from "@/components/payment/order"
import type { WalletAddress } from "@/components/wallet/addresses"
import { prepareInWallet } from "@/components/wallet/sign"
import { type ConnectedWallet, useWallet } from "@/components/wallet/wallet-provider"
import { call } from "@/lib/client/call"
import { ApiError, waitMs } from "@/lib/client/http"
import type { Prepared } from "@/lib/client/types"
import { divisionTerms } from "./division-terms"
import { type ReviewedPayment, reviewPayment } from "./review-payment"

export interface PreparedPayment {
  prepared: Prepared
  review: ReviewedPayment
  /** what the wallet is asked to sign */
  ready: ccc.Transaction
  /** milliseconds to add to the local clock to get the server's */
  clockOffset: number
}

/** Nothing is wrong with the payment: the same prepare succeeds by itself a little later. */
const WAITING_HELPS: readonly string[] = ["PAYMENT_IN_PROGRESS", "HOLD_LOST", "INPUT_SPENT"]

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
      const lockOf = async (address: string) => (await ccc.Address.fromString(address, client)).script
      const terms = divisionTerms(order, config)
      const review = await reviewPayment(client, prepared, {
        sender: sender.lock,
        platform: await lockOf(config.platform_address),
        receiver: await lockOf(order.to),
        ...terms,
        splits: await Promise.all(
          terms.splits.map(async (split) => ({ ...split, lock: await lockOf(split.receiver) })),
        ),
      })
      const ready = await prepareInWallet(wallet.signer, review.tx)
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
