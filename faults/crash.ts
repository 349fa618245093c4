import { afterAll, describe, it } from "vitest"
import { type TestChain, testChains } from "@/test/support/chain"
import { recordFailpoints, survive } from "./crash-case"
import type { Client } from "./scenario"
import { type ScenarioName, scenarioOf, scenarios } from "./scenarios/list"
import { tally } from "./tally"

/**
 * Declares a case for each failpoint that a scenario passes, on one chain: nobody lists them, a recording does.
 *
 * @param only chooses among them, for a shorter run
 */
export function killAtEveryFailpoint(
  chainName: TestChain["name"],
  scenario: ScenarioName,
  clients: Client[],
  only: (failpoint: string) => boolean = () => true,
): void {
  const kind = testChains.find(({ name }) => name === chainName)
  describe.skipIf(!kind?.available)(`${scenario} [${chainName}]`, async () => {
    // This is called even when none of its tests is to run: an absent node is never started.
    if (!kind?.available) return it("is killed at every failpoint")
    const chain = await kind.start()
    afterAll(() => chain.stop())
    const failpoints = (await recordFailpoints(chain, scenario)).filter(only)
    for (const client of clients)
      it.each(failpoints)(`survives kill -9 at: %s; the client ${client}`, async (failpoint) => {
        tally.row = `kill -9 in ${failpoint.split("#")[0]}; the client ${client}`
        await survive(chain, scenario, failpoint, client)
      })
  })
}

/**
 * Declares the cases of all scenarios on one chain, and for each what those do whose server died. `CRASH_SCENARIO` is
 * the name of the only one to record.
 */
export function killInEveryScenario(chainName: TestChain["name"]): void {
  const { CRASH_SCENARIO: only } = process.env
  if (only && !(only in scenarios)) throw new Error(`there is no scenario "${only}"`)
  for (const scenario of Object.keys(scenarios) as ScenarioName[])
    if (!only || scenario === only)
      killAtEveryFailpoint(
        chainName,
        scenario,
        scenarioOf(scenario).askAgain ? ["asks again", "goes away"] : ["goes away"],
      )
}
