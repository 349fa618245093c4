import { afterAll, describe, it } from "vitest"
import { type TestChain, testChains } from "@/test/support/chain"
import { type Client, recordArrows, type Scenario, survive } from "./crash-case"
import { tally } from "./tally"

/**
 * Declares a case for each arrow that a scenario passes, on one chain: nobody lists them, a recording does.
 *
 * @param only chooses among them, for a shorter run
 */
export function killAtEveryArrow(
  chainName: TestChain["name"],
  scenario: Scenario,
  clients: Client[],
  only: (arrow: string) => boolean = () => true,
): void {
  const kind = testChains.find(({ name }) => name === chainName)
  describe.skipIf(!kind?.available)(`${scenario} [${chainName}]`, async () => {
    // Also when none of its tests is to run, this is called: an absent node is never started.
    if (!kind?.available) return it("is killed at every arrow")
    const chain = await kind.start()
    afterAll(() => chain.stop())
    const arrows = (await recordArrows(chain, scenario)).filter(only)
    for (const client of clients)
      it.each(arrows)(`survives kill -9 at: %s; the client ${client}`, async (arrow) => {
        tally.row = `kill -9 in ${arrow.split("#")[0]}; the client ${client}`
        await survive(chain, scenario, arrow, client)
      })
  })
}

/** What is killed, and what those do whose server died: ask again, or go away. */
const MATRIX: [Scenario, Client[]][] = [
  ["pay and settle", ["asks again", "goes away"]],
  ["never sign", ["goes away"]],
  ["withdraw", ["asks again", "goes away"]],
  ["top up", ["asks again", "goes away"]],
  ["grow pool", ["goes away"]],
  ["end a payment", ["asks again", "goes away"]],
  ["lose blocks", ["goes away"]],
  ["raise a fee", ["asks again", "goes away"]],
  ["merge cells", ["asks again", "goes away"]],
  ["trim pool", ["asks again", "goes away"]],
  ["withdraw fees", ["asks again", "goes away"]],
]

/** Declares the cases of all scenarios on one chain. */
export function killInEveryScenario(chainName: TestChain["name"]): void {
  for (const [scenario, clients] of MATRIX) killAtEveryArrow(chainName, scenario, clients)
}
