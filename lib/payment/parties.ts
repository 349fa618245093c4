import { type Party, parseAddress, requirePayable } from "@/lib/chain/address"
import { type SenderLock, senderLockFor } from "@/lib/chain/locks"
import type { Context } from "@/lib/context"
import { ValidationError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import type { SplitRule } from "@/lib/ledger/shares"
import type { Shannons } from "@/lib/money"

export type SplitInput = { receiver: string } & ({ bps: number } | { amount: Shannons })

/** Who is paid. */
export interface Payees {
  receiver: Party
  splits: SplitRule[]
  /** Everybody's canonical address by lock hash, the platform's included */
  addresses: Map<Hex, string>
}

export interface Parties extends Payees {
  sender: Party & { rules: SenderLock }
}

/**
 * Reads who pays and who is paid.
 *
 * @throws ValidationError for an address that is malformed, another network's, the platform's own or one that nobody
 *   may be able to spend from; for a sender whose signature the server cannot check; for one splitter named twice
 */
export async function resolveParties(
  ctx: Context,
  input: { sender: string; receiver: string; splits: SplitInput[] },
): Promise<Parties> {
  const { chain } = ctx
  const sender = await parseAddress(chain, input.sender, "sender")
  if (sender.lockHash === chain.platform.lockHash) {
    throw ValidationError.field("sender", "This is the platform's own address. It can neither pay nor be paid.", {
      reason: "platform_address",
    })
  }
  const rules = await senderLockFor(sender.lock, chain.client)
  if (rules.kind === "unsupported") throw ValidationError.field("sender", rules.reason, { reason: "cannot_pay" })
  return { sender: { ...sender, rules }, ...(await resolvePayees(ctx, input)) }
}

/**
 * Reads who is paid.
 *
 * @throws ValidationError for an address that is malformed, another network's, the platform's own or one that nobody
 *   may be able to spend from; for one splitter named twice
 */
export async function resolvePayees(
  { chain }: Context,
  input: { receiver: string; splits: SplitInput[] },
): Promise<Payees> {
  const addresses = new Map<Hex, string>([[chain.platform.lockHash, chain.platform.address]])
  const payable = async (address: string, field: string): Promise<Party> => {
    const party = await parseAddress(chain, address, field)
    await requirePayable(chain, party, field)
    addresses.set(party.lockHash, party.address)
    return party
  }

  const receiver = await payable(input.receiver, "receiver")
  const splits: SplitRule[] = []
  for (const [index, split] of input.splits.entries()) {
    const field = `splits[${index}].receiver`
    const { lockHash } = await payable(split.receiver, field)
    if (splits.some((other) => other.lockHash === lockHash)) {
      throw ValidationError.field(field, "This address is in the splits twice. Add its parts together.", {
        reason: "twice",
      })
    }
    splits.push("bps" in split ? { lockHash, bps: BigInt(split.bps) } : { lockHash, amount: split.amount })
  }
  return { receiver, splits, addresses }
}
