import { addEpochs, epochBefore, unpackEpoch } from "../lib/chain/epoch"
import type { Chain } from "./chain"
import { VerificationReject } from "./errors"
import { epochOf } from "./header"
import type { ResolvedTx } from "./resolve"

/**
 * Block rewards can be spent when the epoch of the tip has come as far (ckb,
 * verification/src/transaction_verifier.rs). The genesis pays for no work.
 */
export function verifyMaturity(resolved: ResolvedTx, chain: Chain): void {
  const now = unpackEpoch(epochOf(chain.tip))
  const wait = unpackEpoch(chain.settings.cellbaseMaturity)
  for (const [source, cells] of [["Inputs", resolved.inputs] as const, ["CellDeps", resolved.deps] as const]) {
    const index = cells.findIndex(
      ({ blockNumber, txIndex }) =>
        blockNumber !== null &&
        blockNumber > 0 &&
        txIndex === 0 &&
        epochBefore(now, addEpochs(unpackEpoch(epochOf(blockNumber)), wait)),
    )
    if (index >= 0) throw new VerificationReject("Transaction", `CellbaseImmaturity(${source}[${index}])`)
  }
}
