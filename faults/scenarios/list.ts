import type { Scenario } from "../scenario"
import { endPayment } from "./end-payment"
import { growPool } from "./grow-pool"
import { loseBlocks } from "./lose-blocks"
import { mergeCells } from "./merge-cells"
import { neverSign } from "./never-sign"
import { payAndSettle } from "./pay-and-settle"
import { proveSolvency } from "./prove-solvency"
import { raiseFee } from "./raise-fee"
import { refund } from "./refund"
import { resizePool } from "./resize-pool"
import { tellAShop } from "./tell-a-shop"
import { topUp } from "./top-up"
import { trimPool } from "./trim-pool"
import { withdraw } from "./withdraw"
import { withdrawFees } from "./withdraw-fees"

/** All that a server is killed at: a new one is a file and a line here. */
export const scenarios = {
  "pay and settle": payAndSettle,
  "never sign": neverSign,
  withdraw,
  refund,
  "tell a shop": tellAShop,
  "top up": topUp,
  "grow pool": growPool,
  "end a payment": endPayment,
  "lose blocks": loseBlocks,
  "raise a fee": raiseFee,
  "merge cells": mergeCells,
  "trim pool": trimPool,
  "resize pool": resizePool,
  "withdraw fees": withdrawFees,
  "prove solvency": proveSolvency,
} satisfies Record<string, Scenario>

export type ScenarioName = keyof typeof scenarios

export function scenarioOf(name: ScenarioName): Scenario {
  return scenarios[name]
}
