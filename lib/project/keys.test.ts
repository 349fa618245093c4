import { describe, expect } from "vitest"
import { rowsStage } from "@/lib/payment/rows.fixture"
import { authenticateKey } from "./authenticate"
import { createProject } from "./create"
import { type CreateKeyInput, createKey, listKeys, revokeKey, rotateKey } from "./keys"

const it = rowsStage()
  .extend("project", ({ ctx }) => createProject(ctx, { name: "shop" }))
  .extend(
    "make",
    ({ ctx, project }) =>
      (input: Partial<CreateKeyInput> = {}) =>
        createKey(ctx, { projectId: project.id, kind: "secret", name: "server", ...input }),
  )
  .extend("use", ({ ctx }) => async (text: string, origin: string | null = null) => {
    const used = authenticateKey(ctx, text, origin)
    return used.then(
      ({ scopes }) => scopes.join(" "),
      (error: { code: string }) => error.code,
    )
  })

const ALL = "read pay link refund webhook"
const PAGE = "https://shop.example"

describe("a key", () => {
  it("works until it is revoked, for good", async ({ ctx, project, make, use }) => {
    const { text, id } = await make()
    expect(await use(text.reveal())).toBe(ALL)
    const of = { projectId: project.id, id }
    const { revokedAt } = await revokeKey(ctx, of)
    expect(await use(text.reveal())).toBe("KEY_REVOKED")
    expect((await revokeKey(ctx, of)).revokedAt).toEqual(revokedAt)
    const again = ctx.db.$executeRaw`UPDATE api_key SET revoked_at = NULL WHERE id = ${id}`
    await expect(again).rejects.toThrow(/stays as it is/)
  })

  it("is kept as a hash, and never grows", async ({ ctx, make }) => {
    const { text, id, prefix } = await make({ scopes: ["read"] })
    const row = await ctx.db.apiKey.findUniqueOrThrow({ where: { id } })
    const stored = JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value))
    expect(stored).toContain(prefix)
    expect(stored).not.toContain(text.reveal().slice(prefix.length))
    for (const change of [
      "scopes = ARRAY['read', 'pay']",
      "project_id = project_id + 1",
      "origins = ARRAY['https://a.example']",
      "expires_at = 'infinity', revoked_at = NULL, kind = 'publishable'",
    ])
      await expect(ctx.db.$executeRawUnsafe(`UPDATE api_key SET ${change} WHERE id = ${id}`), change).rejects.toThrow()
    await ctx.db.$executeRaw`UPDATE api_key SET expires_at = now() + interval '1 hour' WHERE id = ${id}`
    await expect(ctx.db.$executeRaw`UPDATE api_key SET expires_at = NULL WHERE id = ${id}`).rejects.toThrow(/stays/)
    await expect(ctx.db.apiKey.delete({ where: { id } })).rejects.toThrow(/stays as it is/)
  })

  it("for pages works on its own pages, and only pays", async ({ make, use }) => {
    const { text } = await make({ kind: "publishable", origins: [`${PAGE}/`, "http://localhost:5173"] })
    expect(await use(text.reveal(), PAGE)).toBe("pay")
    expect(await use(text.reveal(), "http://localhost:5173")).toBe("pay")
    for (const origin of [null, "null", "https://shop.example.evil.example", "http://shop.example", `${PAGE}:444`])
      expect(await use(text.reveal(), origin), `${origin}`).toBe("ORIGIN_NOT_ALLOWED")
  })

  it.for<[string, Partial<CreateKeyInput>]>([
    ["a page without origins", { kind: "publishable" }],
    ["a page that could make links", { kind: "publishable", origins: [PAGE], scopes: ["pay", "link"] }],
    ["a page that is no origin", { kind: "publishable", origins: [`${PAGE}/checkout`] }],
    ["a page without TLS", { kind: "publishable", origins: ["http://shop.example"] }],
    ["a script's page", { kind: "publishable", origins: ["javascript:0"] }],
    ["a server with pages", { origins: [PAGE] }],
    ["a time that has passed", { expiresAt: new Date(0) }],
  ])("is not made for %s", async ([_, input], { make }) => {
    await expect(make(input)).rejects.toMatchObject({ code: "VALIDATION_ERROR" })
  })

  it("of a project that does not exist is not made", async ({ make }) => {
    await expect(make({ projectId: 999n })).rejects.toMatchObject({ code: "NOT_FOUND" })
  })

  it("is exchanged with an overlap, once", async ({ ctx, project, make, use }) => {
    const old = await make({ scopes: ["read", "link"] })
    const of = { projectId: project.id, id: old.id }
    const rotate = (overlapSeconds: number) => rotateKey(ctx, { ...of, overlapSeconds })
    const outcomes = await Promise.allSettled([rotate(60), rotate(60)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    const made = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []))
    expect(await use(old.text.reveal())).toBe("read link")
    expect(await use(made[0]?.text.reveal() ?? "")).toBe("read link")
    await expect(rotate(0)).rejects.toMatchObject({ code: "STATE_MISMATCH" })
    await ctx.db.$executeRaw`UPDATE api_key SET expires_at = now() WHERE id = ${old.id}`
    expect(await use(old.text.reveal())).toBe("KEY_REVOKED")
    const listed = await listKeys(ctx, { projectId: project.id, limit: 10 })
    expect(listed.items.map(({ id }) => id)).toEqual([made[0]?.id, old.id])
  })

  it("of another project is none of this one's", async ({ ctx, make }) => {
    const { id } = await make()
    const other = await createProject(ctx, { name: "other" })
    const of = { projectId: other.id, id }
    await expect(revokeKey(ctx, of)).rejects.toMatchObject({ code: "NOT_FOUND" })
    await expect(rotateKey(ctx, { ...of, overlapSeconds: 0 })).rejects.toMatchObject({ code: "NOT_FOUND" })
  })

  it("says when it was last used, to the minute", async ({ ctx, project, make, use }) => {
    const { text } = await make()
    const lastUse = async () => (await listKeys(ctx, { projectId: project.id, limit: 1 })).items[0]?.lastUsedAt
    expect(await lastUse()).toBeNull()
    await use(text.reveal())
    const first = await lastUse()
    expect(first).toBeInstanceOf(Date)
    await use(text.reveal())
    expect(await lastUse()).toEqual(first)
  })
})
