import { smaller } from "@/lib/money"
import { isSameScript } from "@/lib/review/decode"
import { capacityOf } from "@/lib/review/transaction"
import type { Epoch } from "./epoch"
import type { Committed } from "./node"
import type { Owner } from "./owner"
import { inParallel } from "./parallel"
import { type Payout, payoutShape } from "./shapes"
import type { Work } from "./work"

/** What payouts up to the epoch's block have brought to an address. */
export interface PaidOut {
  /** shannons that the platform may subtract by them */
  amount: bigint
  /** which the platform says are in a block, and the node knows nothing of */
  notFound: Payout[]
}

const AT_ONCE = 8

/**
 * Adds up what an address was paid out, by the chain: of each payout that the platform counts, the transaction spends
 * the platform's cells and pays the address. More than it shows may not be subtracted for it, and nothing twice.
 */
export async function readPayouts(work: Work, epoch: Epoch, owner: Owner): Promise<PaidOut> {
  const { findings, node } = work
  const { number: block } = epoch.manifest.block
  const paidOut: PaidOut = { amount: 0n, notFound: [] }
  const counted = new Set<string>()
  for await (const page of work.source.pages(`/api/account/${owner.address}/payouts`, payoutShape)) {
    for (const payout of page) {
      // What is not in a block has paid nothing yet.
      if (payout.status === "failed" || payout.status === "signed") continue
      const { tx_hash: transaction, amount } = payout
      const found = await node.committed(transaction)
      await work.breathe("payouts", counted.size)
      if (!found) paidOut.notFound.push(payout)
      if (!found || found.block > block) continue
      if (counted.has(transaction)) {
        findings.fault("PAYOUT_TWICE", { block, transaction, found: `${amount}` })
        continue
      }
      counted.add(transaction)
      const most = await broughtBy(work, found, epoch, owner)
      if (amount > most)
        findings.fault("PAYOUT_INVENTED", { block, transaction, expected: `${most}`, found: `${amount}` })
      paidOut.amount += smaller(amount, most)
    }
  }
  return paidOut
}

/**
 * The most that a transaction can have paid out to an address, in shannons. Where it spends no cell of theirs, all that
 * comes out for them; a receiver who takes part has co-signed, and then it is all that leaves the platform's cells, of
 * which they have paid the network.
 */
async function broughtBy({ node }: Work, { tx }: Committed, { lock }: Epoch, owner: Owner): Promise<bigint> {
  const spent = await inParallel(tx.inputs, AT_ONCE, async ({ previousOutput: { txHash, index } }) => {
    const maker = await node.committed(txHash)
    return maker?.tx.outputs[Number(index)]
  })
  const known = spent.filter((output) => output !== undefined)
  if (!known.some((output) => isSameScript(output.lock, lock))) return 0n
  const takesPart = known.some((output) => isSameScript(output.lock, owner.lock))
  if (!takesPart) return capacityOf(tx.outputs, owner.lock)
  const lost = capacityOf(known, lock) - capacityOf(tx.outputs, lock)
  return lost > 0n ? lost : 0n
}
