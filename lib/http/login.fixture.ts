import type { TestContext } from "@/test/support/actors"
import { fromSomewhere } from "@/test/support/api"
import { instanceStage } from "@/test/support/instance-stage"
import { getJobs } from "./api/job"
import { logIn } from "./api/operator"
import { call } from "./api.fixture"

export type Login = { name?: string; password: string; code?: string }

/** HTTP Basic, from a network address of its own: wrong passwords are counted for each. */
export const basic = (name: string, password: string) => ({
  ...fromSomewhere(),
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`,
})

/** The cookies of a reply, as a browser sends them back. */
export const cookiesOf = (headers: Headers) => ({
  cookie: headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; "),
})

/** What tests of the operator's login stand on. Each begins without a history of wrong passwords. */
export function loginStage() {
  return (
    instanceStage()
      /** The same installation off the devnet. */
      .extend("real", { scope: "file" }, ({ ctx }): TestContext => {
        return { ...ctx, config: { ...ctx.config, network: "testnet", openReads: false } }
      })
      .extend("withoutHistory", { auto: true }, () => Reflect.deleteProperty(globalThis, Symbol.for("micro-pay.login")))
      .extend(
        "tryLogin",
        { scope: "file" },
        ({ ctx }) =>
          (body: Login, headers: Record<string, string> = {}, context = ctx) =>
            call(context, logIn, { body, headers: { ...fromSomewhere(), ...headers } }),
      )
      /** With what status the operator's reads answer to these headers. */
      .extend(
        "readsWith",
        { scope: "file" },
        ({ ctx }) =>
          async (headers: Record<string, string>, context = ctx) =>
            (await call(context, getJobs, { headers })).status,
      )
  )
}
