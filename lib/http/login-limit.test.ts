import { describe, expect } from "vitest"
import { changePassword } from "@/lib/operator/account/manage"
import { fromSomewhere } from "@/test/support/api"
import { ADMIN_PASSWORD } from "@/test/support/environment"
import { basic, cookiesOf, type Login, loginStage } from "./login.fixture"
import { createOperator, exhaustLogins, PASSWORD } from "./operator.fixture"

const test = loginStage().extend("flood", ({ tryLogin }) => async (name: string, count: number) => {
  const some = Array.from({ length: 15 }, (_, n) => n)
  for (let n = 0; n < count; n += some.length)
    await Promise.all(some.map((m) => tryLogin({ name, password: `wrong ${n + m}` })))
})

describe("wrong passwords from many addresses", () => {
  test("keep out neither the device that has signed in before, nor a monitor, nor a new device", async ({
    tryLogin,
    readsWith,
    flood,
  }) => {
    const known = cookiesOf((await tryLogin({ password: ADMIN_PASSWORD })).headers)
    const monitor = basic("admin", ADMIN_PASSWORD)
    expect(await readsWith(monitor)).toBe(200)
    await flood("admin", 105)
    expect((await tryLogin({ password: ADMIN_PASSWORD }, known)).status).toBe(204)
    expect(await readsWith(monitor)).toBe(200)
    expect((await tryLogin({ password: ADMIN_PASSWORD })).status).toBe(204)
    expect(await readsWith(basic("admin", ADMIN_PASSWORD))).toBe(200)
  })

  test("slow each other, two a second, and who is known does not wait; who waits too long is told the truth", async ({
    tryLogin,
    flood,
  }) => {
    const known = cookiesOf((await tryLogin({ password: ADMIN_PASSWORD })).headers)
    await flood("admin", 105)
    const at = performance.now()
    const order: number[] = []
    const strangers = Array.from({ length: 25 }, async () => {
      const { status, json } = await tryLogin({ password: "wrong" })
      order.push(status)
      return { status, detail: json.detail, ms: performance.now() - at }
    })
    const mine = await tryLogin({ password: ADMIN_PASSWORD }, known)
    expect(mine.status).toBe(204)
    expect(order.filter((status) => status === 401).length).toBeLessThan(15)
    const answers = await Promise.all(strangers)
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThanOrEqual(4)
    expect(refused[0]?.detail).toContain("from many addresses")
    const compared = answers.filter(({ status }) => status === 401).map(({ ms }) => ms)
    expect(Math.max(...compared)).toBeGreaterThan((compared.length - 3) * 500)
  })

  test("the device is bound to its operator's name and password, and has a limit of its own", async ({
    ctx,
    tryLogin,
  }) => {
    const known = cookiesOf((await tryLogin({ password: ADMIN_PASSWORD })).headers)
    const here = fromSomewhere()
    const attempts = await Promise.all(
      Array.from({ length: 12 }, () => tryLogin({ password: "wrong" }, { ...known, ...here })),
    )
    expect(attempts.map(({ status }) => status).sort()).toEqual([...Array(10).fill(401), 429, 429])
    expect(attempts.find(({ status }) => status === 429)?.json.detail).toContain("on this device")
    // Its address has not lost anything by that.
    expect((await tryLogin({ password: ADMIN_PASSWORD }, here)).status).toBe(204)
    // Under another name, or after another password, it is a device like any other: its address counts.
    await createOperator(ctx, { name: "dana" })
    const hers = cookiesOf((await tryLogin({ name: "dana", password: PASSWORD })).headers)
    const shared = fromSomewhere()
    await exhaustLogins(shared["x-forwarded-for"])
    const from = (login: Login) => tryLogin(login, { ...hers, ...shared })
    expect((await from({ name: "dana", password: PASSWORD })).status).toBe(204)
    expect((await from({ password: ADMIN_PASSWORD })).status).toBe(429)
    expect((await from({ name: "dana", password: await changePassword(ctx, "dana", "a test") })).status).toBe(429)
  })
})
