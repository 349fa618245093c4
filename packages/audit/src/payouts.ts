import { isSameScript } from "@/lib/chain/decode"
import { smaller } from "@/lib/money"
import { capacityOf } from "@/lib/review/transaction"
import type { Epoch } from "./epoch"
import type { Committed } from "./node"
import type { Owner } from "./owner"
import { inParallel } from "./parallel"
import { type Payout, payoutShape } from "./shapes"
import type { Work } from "./work"

/** A payout as far as the chain shows it. */
export interface PaidOut {
  /** undefined when the node knows nothing of it, and the platform says that it is in a block */
  block: bigint | undefined
  /** shannons that the platform may subtract by it */
  amount: bigint
  payout: Payout
}

const AT_ONCE = 8

/**
 * Reads what an address was paid out, by the chain: of each payout that the platform counts, the transaction spends the
 * platform's cells and pays the address. More than it shows may not be subtracted for it, and nothing twice.
 *
 * @param epoch the newest that is looked at: later payouts do not count
 */
export async function readPayouts(work: Work, epoch: Epoch, owner: Owner): Promise<PaidOut[]> {
  const { findings, node } = work
  const { number: newest } = epoch.manifest.block
  const paidOut = new Map<string, PaidOut>()
  for await (const page of work.source.pages(`/api/account/${owner.address}/payouts`, payoutShape)) {
    for (const payout of page) {
      // What is not in a block has paid nothing yet.
      if (payout.status === "failed" || payout.status === "signed") continue
      const { tx_hash: transaction, amount } = payout
      const found = await node.committed(transaction)
      await work.breathe("payouts", paidOut.size)
      if (found && found.block > newest) continue
      const blame = { block: newest, transaction, found: `${amount}` }
      if (paidOut.has(transaction)) {
        findings.fault("PAYOUT_TWICE", blame)
        continue
      }
      const most = found ? await broughtBy(work, found, epoch, owner) : 0n
      if (found && amount > most) findings.fault("PAYOUT_INVENTED", { ...blame, expected: `${most}` })
      paidOut.set(transaction, { block: found?.block, amount: smaller(amount, most), payout })
    }
  }
  return [...paidOut.values()]
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
