import { afterAll, beforeAll, expect, it } from "vitest"
import { describeOnEachChain, type TestChain } from "@/test/support/chain"
import { expectFairEnd, runDriver, setStage } from "./crash-case"
import { expectInvariants } from "./invariants"
import { quiesce } from "./quiesce"
import type { ScenarioName } from "./scenarios/list"

const TEN_MINUTES = 600_000
const scenarios: ScenarioName[] = ["pay and settle", "never sign", "withdraw"]
const cases = scenarios.flatMap((scenario) => [
  { scenario, clock: "ten minutes fast", clockMs: TEN_MINUTES },
  { scenario, clock: "ten minutes slow", clockMs: -TEN_MINUTES },
])

describeOnEachChain("the server's clock is wrong", (kind) => {
  let chain: TestChain

  beforeAll(async () => {
    chain = await kind.start()
  })
  afterAll(() => chain.stop())

  it.each(cases)("$clock: $scenario goes as ever, for the database's clock decides", async ({ scenario, clockMs }) => {
    const stage = await setStage(chain, scenario)
    const { ctx } = stage.platform
    try {
      stage.job.clockMs = clockMs
      expect(await runDriver(chain, stage)).toMatchObject({ code: 0, stderr: "" })
      const [{ wrong } = { wrong: -1n }] = await ctx.db.$queryRaw<{ wrong: bigint }[]>`
        SELECT count(*) AS wrong FROM payment WHERE status = 'confirmed'
          AND abs(extract(epoch FROM expires_at - created_at) - ${ctx.config.holdSeconds}) > 1`
      expect(wrong).toBe(0n)
      // Whose clock is right goes on with what the other has left: a row that it put off by ten minutes would show.
      await expectInvariants(ctx)
      await quiesce(stage.platform, chain)
      await expectInvariants(ctx)
      await expectFairEnd(chain, stage, scenario === "never sign" ? "goes away" : "asks again")
    } finally {
      await stage.platform.stop()
    }
  })
})
