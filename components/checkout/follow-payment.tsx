"use client"

import dynamic from "next/dynamic"
import { PaymentSkeleton } from "@/components/payment/payment-skeleton"

const load = () => import("./payment-progress").then((module) => module.PaymentProgress)

/**
 * A payment from its signature to its receipt. None of that is needed before somebody pays, and only this browser knows
 * what was signed in it: so it is no part of what a checkout begins with, and no server draws it.
 */
export const FollowPayment = dynamic(load, { ssr: false, loading: () => <PaymentSkeleton /> })

/** For who is about to pay. What does not come now is asked for once more when it is shown, and told then. */
export function prepareToFollow(): void {
  load().catch(() => {})
}
