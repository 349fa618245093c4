import { expect } from "vitest"
import type { Context } from "@/lib/context"
import { call } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import { createProject } from "@/lib/project/create"
import { type CreateKeyInput, createKey } from "@/lib/project/keys"
import { KEY_SCOPES } from "@/lib/project/types"

/** What a program sends that has this key. */
export const bearer = (text: string) => ({ authorization: `Bearer ${text}` })

/** Headers of a program of a new project. */
export async function newProgram(ctx: Context, input: Partial<CreateKeyInput> = {}) {
  const project = await createProject(ctx, { name: "program" })
  const { text } = await createKey(ctx, { projectId: project.id, kind: "secret", name: "k", ...input })
  return { project, headers: bearer(text.reveal()) }
}

/** Calls every route that takes a key with one that is none, and with one that may do everything else. */
export async function refuseKeys(ctx: Context, contracts: readonly Contract[]): Promise<void> {
  for (const contract of contracts) {
    const { key, method, path } = contract
    if (key === undefined) continue
    const other = await newProgram(ctx, { scopes: KEY_SCOPES.filter((scope) => scope !== key) })
    const params = { id: "1", slug: "000000000000", did: "x", address: "x" }
    const ask = async (headers: Record<string, string>) => (await call(ctx, contract, { params, headers })).status
    // Where the body says whose it is, it is read first.
    const early = contract.access === "receiver" ? [400, 400] : [401, 403]
    expect([await ask(bearer("mp_live_sk_x")), await ask(other.headers)], `${method} ${path}`).toEqual(early)
  }
}
