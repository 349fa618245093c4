"use client"

import { ccc } from "@ckb-ccc/connector-react"
import { useQuery } from "@tanstack/react-query"
import type { WalletAddress } from "@/components/wallet/addresses"
import { type ConnectedWallet, useWallet } from "@/components/wallet/wallet-provider"
import { platformFee } from "@/lib/client/format"
import { ApiError, request } from "@/lib/client/http"
import type { Prepared } from "@/lib/client/types"
import type { CheckoutOrder } from "./query"
import { type ReviewedTransaction, reviewTransaction } from "./review-transaction"
import { prepareInWallet } from "./sign-payment"

export interface PreparedPayment {
  prepared: Prepared
  review: ReviewedTransaction
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
    queryKey: ["prepare", wallet.name, sender.address, order.to, order.amount.toString(), order.note, round],
    queryFn: async ({ signal }): Promise<PreparedPayment> => {
      const { data: prepared, clockOffset } = await request<Prepared>("/api/payment/prepare", {
        method: "POST",
        body: {
          sender: sender.address,
          receiver: order.to,
          amount: order.amount.toString(),
          ...(order.note ? { info: order.note } : {}),
        },
        signal,
      })
      const [platform, receiver] = await Promise.all([
        ccc.Address.fromString(config.platform_address, client),
        ccc.Address.fromString(order.to, client),
      ])
      const review = await reviewTransaction(client, prepared, {
        sender: sender.lock,
        platform: platform.script,
        receiver: receiver.script,
        amount: order.amount,
        fee: platformFee(order.amount, config.platform_fee_bps),
      })
      const ready = await prepareInWallet(wallet.signer, review.tx)
      return { prepared, review, ready, clockOffset }
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnReconnect: false,
    structuralSharing: false,
    retry: (_, error) => error instanceof ApiError && (error.isTransient || WAITING_HELPS.includes(error.code)),
    retryDelay: (attempt) => Math.min(1_000 * 1.5 ** attempt, 5_000),
  })
}
