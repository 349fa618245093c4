import { describe, expect, test, vi } from "vitest"
import { createGate } from "./gate"

/** Works that end when the test says so, and what came of entering each. */
function crowdAt(gate: ReturnType<typeof createGate>) {
  const begun: (() => void)[] = []
  const enter = (isGone = () => false) =>
    gate.enter({ run: () => new Promise<void>((resolve) => begun.push(resolve)), isGone })
  return { begun, enter }
}

describe("a gate", () => {
  test("tells a crowd to come back one after another, as fast as works end", () => {
    const { enter } = crowdAt(createGate({ underWay: 2, waiting: 8 }))
    for (let inside = 0; inside < 10; inside++) expect(enter()).toBe(0)
    const told = Array.from({ length: 1_000 }, () => enter())
    // Fifty a second until it is measured: those inside take 0.2 s, the thousandth who was sent away 20 s.
    expect(told[0]).toBe(1)
    expect(told.at(-1)).toBeGreaterThanOrEqual(19)
    expect(told.at(-1)).toBeLessThanOrEqual(21)
    expect([...told].sort((a, b) => a - b)).toEqual(told)
    // Nobody waits for longer.
    const late = Array.from({ length: 2_000 }, () => enter()).at(-1)
    expect(late).toBe(30)
  })

  test("learns how long one takes from those that end while others wait", async () => {
    vi.useFakeTimers({ toFake: ["performance"] })
    const { begun, enter } = crowdAt(createGate({ underWay: 1, waiting: 200 }))
    for (let inside = 0; inside < 201; inside++) enter()
    for (let ended = 0; ended < 100; ended++) {
      await begins(begun, ended + 1)
      vi.advanceTimersByTime(100)
      begun[ended]?.()
    }
    await begins(begun, 101)
    for (let more = 0; more < 100; more++) enter()
    // 201 inside, 100 ms each.
    expect(enter()).toBe(21)
    vi.useRealTimers()
  })

  test("a work that fails gives its place back", async () => {
    const gate = createGate({ underWay: 1, waiting: 1 })
    const fails = () => gate.enter({ run: () => Promise.reject(new Error("no")), isGone: () => false })
    expect([fails(), fails(), fails()]).toEqual([0, 0, 1])
    await vi.waitFor(() => expect(fails()).toBe(0))
  })
})

/** `vi.waitFor` would move the clock. */
async function begins(begun: unknown[], count: number): Promise<void> {
  for (let turn = 0; turn < 100 && begun.length < count; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(begun).toHaveLength(count)
}
