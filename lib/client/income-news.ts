import type { Account } from "./types"

type Sums = Pick<Account, "pending" | "available" | "settling" | "paid">

/** What has come in between two looks at an account, in shannons. */
export interface IncomeNews {
  /** signed and sent, and still to become final */
  coming: bigint
  /** final */
  received: bigint
}

/**
 * What a receiver wants to hear of. Money that only moves on, from owed to paid out, is no news; neither is what a
 * reorganisation of the chain takes back for a moment.
 */
export function incomeNews(before: Sums, now: Sums): IncomeNews {
  const received = positive(certain(now) - certain(before))
  const arrived = positive(certain(now) + BigInt(now.pending) - certain(before) - BigInt(before.pending))
  // What is final at once, between two looks, was never seen on its way.
  const finalAtOnce = positive(received - BigInt(before.pending))
  return { received, coming: positive(arrived - finalAtOnce) }
}

function certain({ available, settling, paid }: Sums): bigint {
  return BigInt(available) + BigInt(settling) + BigInt(paid)
}

function positive(amount: bigint): bigint {
  return amount > 0n ? amount : 0n
}
