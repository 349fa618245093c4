import { describe, expect } from "vitest"
import * as project from "@/lib/http/api/project"
import { call, exhaust } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import { createOperator, signedIn as signedInAs } from "@/lib/http/operator.fixture"
import { fromSomewhere, OPERATOR } from "@/test/support/api"
import { TOO_LARGE } from "@/test/support/bad-input"
import { projectStage } from "@/test/support/projects"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"

const nameOf = ({ method, path }: Contract) => `${method} ${path}`

const test = projectStage()

describe("a project", () => {
  test("belongs to the wallet that made it, which alone sees it and its keys; an operator sees all", async ({
    ctx,
    elsewhere,
    signedIn,
    stranger,
    receiver,
  }) => {
    const context = elsewhere()
    const owner = await signedIn(receiver)
    const made = await call(context, project.createProject, { body: { name: "Ana's shop" }, headers: owner })
    expect([made.status, made.json]).toMatchObject([201, { name: "Ana's shop", owner: receiver.address }])
    const params = { id: String(made.json.id) }
    const ask = (contract: Contract, headers: Record<string, string>, more: object = {}) =>
      call(context, contract, { params: { ...params, ...more }, headers })
    expect((await ask(project.getProject, owner)).json).toEqual(made.json)
    expect((await ask(project.listProjects, owner)).json).toEqual([made.json])
    expect((await ask(project.listProjects, await signedIn(stranger))).json).toEqual([])
    expect((await ask(project.listProjects, fromSomewhere())).status).toBe(401)
    for (const contract of [project.getProject, project.listKeys]) {
      expect((await ask(contract, fromSomewhere())).status).toBe(401)
      expect((await ask(contract, await signedIn(stranger))).status).toBe(403)
      expect((await ask(contract, { ...fromSomewhere(), ...OPERATOR })).status).toBe(200)
    }
    expect((await ask(project.getProject, { ...fromSomewhere(), ...OPERATOR }, { id: "999" })).status).toBe(404)
    await createOperator(ctx, { name: "petra", roles: ["operate"] })
    const operator = { ...fromSomewhere(), ...(await signedInAs(context, { name: "petra" })) }
    const unknown = { params: { id: "999" }, body: { kind: "secret", name: "k" }, headers: operator }
    expect((await call(context, project.createKey, unknown)).status).toBe(404)
    const theirs = await call(context, project.createProject, { body: { name: "the operator's" }, headers: operator })
    expect(theirs.json).toMatchObject({ owner: null })
  })

  test("is one of at most fifty of a wallet", async ({ elsewhere, signedIn, walletWith }) => {
    const headers = await signedIn(await walletWith())
    const make = async () => (await call(elsewhere(), project.createProject, { body: { name: "s" }, headers })).status
    for (let made = 0; made < 50; made++) expect(await make()).toBe(201)
    expect(await make()).toBe(409)
  })

  test("makes keys that are shown once, rotates and revokes them", async ({ elsewhere, signedIn, receiver }) => {
    const context = elsewhere()
    const headers = await signedIn(receiver)
    const { json } = await call(context, project.createProject, { body: { name: "shop" }, headers })
    const params = { id: String(json.id) }
    const body = { kind: "secret", name: "server", scopes: ["link", "read"] }
    const { status, json: made } = await call(context, project.createKey, { params, body, headers })
    expect([status, made]).toMatchObject([201, { scopes: ["read", "link"], last_used_at: null }])
    expect(made.key).toMatch(/^mp_test_sk_/)
    const { key, ...known } = made
    expect((await call(context, project.listKeys, { params, headers })).json).toEqual([known])
    const of = { ...params, key_id: String(made.id) }
    const rotated = await call(context, project.rotateKey, { params: of, body: { overlap_seconds: 60 }, headers })
    expect([rotated.status, rotated.json.scopes, rotated.json.key === key]).toEqual([201, ["read", "link"], false])
    expect((await call(context, project.rotateKey, { params: of, headers })).status).toBe(409)
    expect((await call(context, project.revokeKey, { params: of, headers })).json.revoked_at).not.toBeNull()
    for (const contract of [project.revokeKey, project.rotateKey])
      expect((await call(context, contract, { params: { ...params, key_id: "999" }, headers })).status).toBe(404)
  })
})

describe("a project's routes", () => {
  test("say what is wrong, and what is too much", async ({
    ctx,
    elsewhere,
    withoutDatabase,
    mine,
    signedIn,
    stranger,
  }) => {
    const own = await signedIn(stranger)
    const { json } = await call(elsewhere(), project.createProject, { body: { name: "s" }, headers: own })
    const params = { id: String(json.id), key_id: "1" }
    const writes: Contract[] = [project.createProject, project.createKey, project.rotateKey, project.revokeKey]
    for (const contract of writes) {
      const ask = (options: Parameters<typeof call>[2]) => call(elsewhere(), contract, { params, ...options })
      expect((await ask({ body: TOO_LARGE, headers: own })).status, nameOf(contract)).toBe(contract.body ? 413 : 404)
      expect((await ask({ body: { name: 7 }, headers: own, params: { ...params, key_id: "x" } })).status).toBe(400)
      expect((await ask({ body: { name: "x", kind: "secret" }, headers: fromSomewhere() })).status).toBe(401)
      const foreign = { params: { id: String(mine.id), key_id: "1" }, headers: own }
      if (contract !== project.createProject)
        expect((await ask({ ...foreign, body: contract.body ? undefined : {} })).status).toBe(403)
    }
    const cross = { ...own, "sec-fetch-site": "cross-site" }
    expect((await call(elsewhere(), project.createProject, { body: { name: "s" }, headers: cross })).status).toBe(403)
    for (const contract of [project.listProjects, project.listKeys, project.getProject])
      expect((await call(elsewhere(), contract, { params: { id: "x" }, query: "limit=0", headers: own })).status).toBe(
        400,
      )
    for (const contract of contractsSeenIn("app/api/project")) {
      expect((await call(withoutDatabase, contract, { params, headers: own })).status, nameOf(contract)).toBe(500)
      const from = fromSomewhere()
      exhaust(elsewhere(), contract.limit ?? "read", from["x-forwarded-for"])
      expect((await call(elsewhere(), contract, { params, headers: from })).status, nameOf(contract)).toBe(429)
    }
    expect(ctx.config.network).toBe("devnet")
  })
})

// Every wallet may ask for its own, every operator for all.
everyReplyIsSeen("app/api/project", ["GET /api/project 403"])
