import { afterAll, beforeAll, describe, it } from "vitest"
import { tally } from "@/faults/tally"
import { type TestChain, testChains } from "@/test/support/chain"
import { type Limits, play } from "./run"

/** Declares the random model on one chain. `MODEL_RUNS` is another number of runs, `MODEL_SEED` another seed. */
export function playOn(chainName: TestChain["name"], runs: number, limits?: Limits): void {
  const kind = testChains.find(({ name }) => name === chainName)
  describe.skipIf(!kind?.available)(`random histories [${chainName}]`, () => {
    let chain: TestChain
    beforeAll(async () => {
      if (kind) chain = await kind.start()
    })
    afterAll(() => chain.stop())

    it("everything comes out as the model says", { timeout: 4 * 3_600_000 }, async () => {
      tally.row = "random histories, compared with a model"
      const played = await play(chain, Number(process.env.MODEL_RUNS ?? runs), limits)
      process.stdout.write(`random histories [${chainName}]: ${played} played\n`)
    })
  })
}
