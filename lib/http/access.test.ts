import { describe, expect, test } from "vitest"
import { z } from "zod"
import { ACCESS, type Access } from "./access"
import { CONTRACTS } from "./api/contracts"
import { contract } from "./contract"

const id = z.string().transform(BigInt)
const base = { method: "POST", path: "/api/test", summary: "" } as const

describe("a route has the fields that its rule of access reads", () => {
  test("or it does not compile", () => {
    expect(contract({ ...base, access: "payer", params: z.object({ id }) }).access).toBe("payer")
    contract({ ...base, access: "payer", body: z.object({ payment_id: id, client_secret: z.string().optional() }) })
    contract({ ...base, access: "reader" })
    // @ts-expect-error: whose payment?
    contract({ ...base, access: "payer" })
    // @ts-expect-error: an id that is a text was not read as one
    contract({ ...base, access: "payer", params: z.object({ id: z.string() }) })
    // @ts-expect-error: the field has another name
    contract({ ...base, access: "receiver", body: z.object({ reciever: z.string() }) })
    // @ts-expect-error: the address must be in the path, not in the body
    contract({ ...base, access: "owner", body: z.object({ address: z.string() }) })
    // @ts-expect-error: which link?
    contract({ ...base, access: "merchant", params: z.object({ id }) })
  })

  test("and every rule is used by a route", () => {
    const used = new Set(CONTRACTS.map(({ access }) => access))
    expect([...used].sort()).toEqual((Object.keys(ACCESS) as Access[]).sort())
  })
})
