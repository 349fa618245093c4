import { isSameScript, type Script, scriptHash } from "@/lib/chain/decode"
import { isSalt, paymentCommitment } from "@/lib/commitment"
import { type DivisionTerms, divideAmount, type SplitPart } from "@/lib/divide-amount"
import type { Hex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import { type ChainReader, capacityOf, type DecodedTransaction, decodePrepared, mustMatch } from "./transaction"

/** What the payer is shown or has asked for, divided by these terms. The transaction must do exactly this. */
export interface Expected extends DivisionTerms<{ lock: Script } & SplitPart> {
  sender: Script
  platform: Script
  receiver: Script
}

/** What the server has prepared, as far as it is looked at. */
interface Prepared {
  payment_id: number
  salt: string
  tx_hash: string
  raw_tx: string
  /** shannons */
  network_fee: string
}

/** What a prepared payment does, read from its own bytes. */
export interface ReviewedPayment {
  decoded: DecodedTransaction
  /** leaves the sender's cells, the network fee included */
  pays: Shannons
  /** comes back to the sender in a new cell */
  getsBack: Shannons
  networkFee: Shannons
  hash: string
}

/**
 * Decodes a prepared payment and checks it against what was asked for: the platform's one cell grows by the amount, the
 * sender's own cells lose that and the network fee, and what the sender's signature also covers names the payees with
 * their shares, and nothing else.
 *
 * @throws ReviewMismatch naming the first thing that differs
 */
export async function reviewPayment(
  chain: ChainReader,
  prepared: Prepared,
  expected: Expected,
): Promise<ReviewedPayment> {
  const { sender, platform } = expected
  const decoded = await decodePrepared(chain, prepared, [sender, platform])
  const { tx, spent, gainOf } = decoded
  const pays = -gainOf(sender)
  const networkFee = pays - gainOf(platform)
  const isPlatforms = ({ lock }: { lock: Script }) => isSameScript(lock, platform)
  mustMatch(spent.filter(isPlatforms).length === 1, "it spends more of the platform's cells than one")
  mustMatch(gainOf(platform) === expected.amount, "the amount differs")
  mustMatch(isSalt(prepared.salt), "the commitment has no salt")
  mustMatch(tx.witnesses.length === tx.inputs.length + 1, "it says more than who is paid, or less")
  mustMatch(tx.witnesses[tx.inputs.length] === commitment(prepared, expected), "the payee or a share differs")
  mustMatch(networkFee > 0n && networkFee === BigInt(prepared.network_fee), "the network fee differs")

  return {
    decoded,
    pays: shannons(pays),
    getsBack: shannons(capacityOf(tx.outputs, sender)),
    networkFee: shannons(networkFee),
    hash: prepared.tx_hash,
  }
}

/** What the sender's signature also covers: who is to get how much of the payment. */
function commitment(prepared: Prepared, { sender, platform, receiver, ...terms }: Expected): Hex {
  const parts = divideAmount(terms)
  return paymentCommitment({
    id: BigInt(prepared.payment_id),
    salt: prepared.salt as Hex,
    senderLockHash: scriptHash(sender),
    shares: [
      { kind: "fee", lockHash: scriptHash(platform), amount: parts.fee },
      { kind: "receiver", lockHash: scriptHash(receiver), amount: parts.receiver },
      ...parts.splits.map(({ split, amount }) => ({
        kind: "split" as const,
        lockHash: scriptHash(split.lock),
        amount,
      })),
    ],
  })
}
