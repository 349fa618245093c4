import { smaller } from "@/lib/money"

/** What a party has of a payment, in shannons. */
export interface PartyOfRefund {
  /** not refunded yet, paid out or not */
  share: bigint
  /** of it what is in no payout */
  free: bigint
}

/**
 * The most that can be refunded at once: no party can give back its part of more than this out of what is in no payout.
 *
 * @returns shannons
 */
export function mostRefundable(parties: readonly PartyOfRefund[]): bigint {
  const whole = parties.reduce((sum, { share }) => sum + share, 0n)
  return parties.reduce((most, { share, free }) => {
    return share === 0n ? most : smaller(most, (free * whole) / share)
  }, whole)
}

/**
 * Divides a refund among those who have shares of the payment, in proportion to what they have. The shannons that
 * rounding leaves are taken one by one from the first who have some left, so the refund of all that is left takes
 * exactly that.
 *
 * @param amount shannons, from 0 to what `mostRefundable` says
 * @returns what is taken of each, in their order; sums to the amount
 */
export function divideRefund(parties: readonly PartyOfRefund[], amount: bigint): bigint[] {
  const whole = parties.reduce((sum, { share }) => sum + share, 0n)
  const taken = parties.map(({ share }) => (whole === 0n ? 0n : (amount * share) / whole))
  let left = amount - taken.reduce((sum, part) => sum + part, 0n)
  return taken.map((part, i) => {
    const isRounded = left > 0n && whole > 0n && (amount * (parties[i]?.share ?? 0n)) % whole > 0n
    if (!isRounded) return part
    left -= 1n
    return part + 1n
  })
}
