import type { Party } from "@/lib/chain/address"
import type { Chain } from "@/lib/chain/chain"
import { receiverLockFor } from "@/lib/chain/locks"
import type { WithdrawalMethod } from "./types"

/** How this receiver can withdraw; null when their lock lets them be paid in cells of their own only. */
export async function withdrawalMethodOf(
  chain: Chain,
  { lock }: Pick<Party, "lock">,
): Promise<WithdrawalMethod | null> {
  const { kind } = await receiverLockFor(lock, chain.client)
  if (kind === "unsupported") return null
  return kind === "anyone-can-pay" ? kind : "signature"
}
