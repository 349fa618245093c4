import { call } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import { createProject } from "@/lib/project/create"
import { type CreateKeyInput, createKey } from "@/lib/project/keys"
import { apiStage, fromSomewhere } from "./api"
import { bearer } from "./keys"

/** What tests of projects stand on: two of them, keys for each, and off the devnet a program of either. */
export function projectStage() {
  return (
    apiStage()
      .extend("mine", { scope: "file" }, ({ ctx }) => createProject(ctx, { name: "mine" }))
      .extend("theirs", { scope: "file" }, ({ ctx }) => createProject(ctx, { name: "theirs" }))
      .extend(
        "keyFor",
        { scope: "file" },
        ({ ctx }) =>
          async ({ id }: { id: bigint }, input: Partial<CreateKeyInput> = {}) =>
            createKey(ctx, { projectId: id, kind: "secret", name: "k", ...input }),
      )
      /** Off the devnet, as a program of this project. */
      .extend(
        "as",
        { scope: "file" },
        ({ elsewhere, keyFor }) =>
          async (whose: { id: bigint }, contract: Contract, options: Parameters<typeof call>[2] = {}) => {
            const headers = { ...fromSomewhere(), ...bearer((await keyFor(whose)).text.reveal()) }
            return call(elsewhere(), contract, { ...options, headers })
          },
      )
  )
}
