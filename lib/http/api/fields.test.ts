import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { MAX_SHANNONS } from "@/lib/money"
import { amountSchema, idParams, rawTxSchema, shownText, text } from "./fields"
import { createLinkBody, slugSchema } from "./link"
import { paymentsQuery, prepareBody } from "./payment"

const amount = (value: unknown) => amountSchema.safeParse(value).data

describe("an amount", () => {
  test("is a safe integer or digits, and comes through exactly", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: MAX_SHANNONS }), (value) => {
        expect(amount(value.toString())).toBe(value)
        const number = Number(value)
        expect(amount(number)).toBe(Number.isSafeInteger(number) ? BigInt(number) : undefined)
      }),
    )
  })

  test("as a JSON number is what was written, or refused: a literal that JSON.parse rounds never passes", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: MAX_SHANNONS }), (value) => {
        const parsed = amount(JSON.parse(value.toString()))
        expect(parsed === undefined || parsed === value).toBe(true)
        expect(parsed === undefined).toBe(value > BigInt(Number.MAX_SAFE_INTEGER))
      }),
    )
  })

  test.each(["2.5", 2.5])("of %j is told what it is in shannons", (value) => {
    const messages = amountSchema.safeParse(value).error?.issues.map(({ message }) => message)
    expect(messages).toEqual(["is in shannons, a whole number: 2.5 CKB is 250000000"])
  })

  test.each(["-2.5", "two", 0, null])("of %j is told the rule", (value) => {
    const messages = amountSchema.safeParse(value).error?.issues.map(({ message }) => message)
    expect(messages).toEqual([expect.stringMatching(/^must be a positive whole number of shannons/)])
  })

  test("of text that is not plain digits is refused", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        fc.pre(!/^[1-9]\d{0,18}$/.test(value))
        expect(amount(value)).toBeUndefined()
      }),
    )
  })

  test.each([
    0,
    -0,
    -1,
    1.5,
    2 ** 53,
    1e300,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "",
    " ",
    "0",
    "00",
    "-1",
    "+1",
    " 1",
    "1 ",
    "1\n",
    "1.0",
    "1.5",
    "1e3",
    "0x10",
    "0b1",
    "1_000",
    "1,000",
    "007",
    "٣",
    "１",
    "NaN",
    "Infinity",
    "9223372036854775808",
    "99999999999999999999",
    true,
    false,
    null,
    undefined,
    [],
    [1],
    {},
    { toString: () => "1" },
  ])("is never %j", (value) => {
    expect(amount(value)).toBeUndefined()
  })
})

describe("text", () => {
  test("is counted in characters, so an emoji is one", () => {
    expect(text(0, 3).safeParse("😀😀😀").success).toBe(true)
    expect(text(0, 3).safeParse("😀😀😀😀").success).toBe(false)
    expect(text(1, 3).safeParse("").success).toBe(false)
  })

  test.each([
    ["NUL", "a\0b"],
    ["half a surrogate pair", "a\ud83d"],
    ["the other half", "\ude00a"],
  ])("has no %s", (_, value) => {
    expect(text(0, 1_000).safeParse(value).success).toBe(false)
  })
})

describe("text that other people read", () => {
  const link = (more: object) =>
    createLinkBody.safeParse({ receiver: "ckt1", title: "Ana", amount: "1", ...more }).success

  test.each([
    ["an override", "Ana\u202eelpmaxe.live"],
    ["an embedding", "Ana\u202aexample"],
    ["an isolate", "Ana\u2067example"],
    ["BEL", "Ana\u0007"],
    ["ESC", "Ana\u001b[31m"],
    ["C1", "Ana\u009b31m"],
  ])("has no %s", (_, value) => {
    for (const field of ["title", "note", "info"]) expect(link({ [field]: value }), field).toBe(false)
    expect(shownText(0, 500).safeParse(value).success).toBe(false)
  })

  test.each(["   ", "\u200b\u200b", "\u2800", "\u3164", "\n"])(
    "that has to be there has something to see: not %j",
    (title) => {
      expect(link({ title })).toBe(false)
    },
  )

  test("is a title of one line, and a note of several, in any writing", () => {
    expect(link({ title: "Ana\nevil.example" })).toBe(false)
    for (const title of ["Ana’s blog", "قهوة", "עוגה \u200f(1)", "小店", "👨\u200d👩\u200d👧"])
      expect(link({ title }), title).toBe(true)
    expect(link({ note: "one\ntwo\tthree" })).toBe(true)
    expect(link({ note: "" })).toBe(true)
  })
})

test.each(["1,5", "0", "-1", "01", "1e8", " 1", "", 0, 2 ** 53, null, true])(
  "what is wrong with the amount %j is said in the API's words",
  (value) => {
    const [issue] = amountSchema.safeParse(value).error?.issues ?? []
    expect(issue?.message).toMatch(/^must be a positive whole number of shannons \(1 CKB = 100000000\)/)
  },
)

test.each([
  ["41jxe1231ewh", "41jxe1231ewh"],
  ["41JXE1231EWH", "41jxe1231ewh"],
  ["4IJXEl23LEWO", "41jxe1231ew0"],
  ["41jx-e123-1ewh", "41jxe1231ewh"],
  ["41jxe1231ew", undefined],
  ["41jxe1231ewu", undefined],
])("a link's name is read as Crockford's letters are: %s", (text, slug) => {
  expect(slugSchema.safeParse(text).data).toBe(slug)
})

test.each([
  ["9999-12-31T23:59:59-01:00", "9999-12-31T23:59:59.999Z"],
  ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"],
  ["9999-12-31T12:00:00-23:59", "9999-12-31T23:59:59.999Z"],
  ["0001-01-01T00:00:00+01:00", "1970-01-01T00:00:00.000Z"],
])("a time at the end of time stays one that PostgreSQL takes: %s", (to, time) => {
  expect(paymentsQuery.parse({ to }).to?.toISOString()).toBe(time)
})

describe("raw_tx", () => {
  test.each(["", "0x", "0x1", "0xgg", "0X00", "00", " 0x00", "0x00\n", `0x${"00".repeat(512_001)}`])(
    "is not %s",
    (value) => {
      expect(rawTxSchema.safeParse(value).success).toBe(false)
    },
  )

  test("is read in either case, up to a relayed transaction's size", () => {
    expect(rawTxSchema.parse("0xABcd")).toBe("0xabcd")
    expect(rawTxSchema.safeParse(`0x${"00".repeat(120_000)}`).success).toBe(true)
  })
})

describe("prepare", () => {
  const good = { sender: "ckt1a", receiver: "ckt1b", amount: 1 }

  test("takes a share in basis points or as an amount", () => {
    const splits = [
      { receiver: "ckt1c", bps: 10_000 },
      { receiver: "ckt1d", amount: "5" },
    ]
    expect(prepareBody.parse({ ...good, splits }).splits).toEqual([
      { receiver: "ckt1c", bps: 10_000 },
      { receiver: "ckt1d", amount: 5n },
    ])
  })

  test.each<[string, object]>([
    ["a misspelt field", { reciever: "ckt1c" }],
    ["null for an optional field", { info: null }],
    ["null for a category", { category: null }],
    ["a fractional category", { category: 0.5 }],
    ["a negative category", { category: -1 }],
    ["a category that is no int4", { category: 2 ** 31 }],
    ["a note that is too long", { info: "x".repeat(1_001) }],
    ["a note that is no text", { info: 7 }],
    ["an empty did", { sender_did: "" }],
    ["a did that is too long", { receiver_did: "x".repeat(201) }],
    ["33 splits", { splits: Array.from({ length: 33 }, () => ({ receiver: "ckt1c", bps: 1 })) }],
    ["splits that are no list", { splits: { receiver: "ckt1c", bps: 1 } }],
    ["a split without a share", { splits: [{ receiver: "ckt1c" }] }],
    ["a split with both kinds of share", { splits: [{ receiver: "ckt1c", bps: 1, amount: 1 }] }],
    ["a split of 0 bps", { splits: [{ receiver: "ckt1c", bps: 0 }] }],
    ["a split of 10,001 bps", { splits: [{ receiver: "ckt1c", bps: 10_001 }] }],
    ["a split of half a basis point", { splits: [{ receiver: "ckt1c", bps: 0.5 }] }],
    ["a split with bps as text", { splits: [{ receiver: "ckt1c", bps: "1" }] }],
    ["a split with an unknown field", { splits: [{ receiver: "ckt1c", bps: 1, note: "x" }] }],
    ["a split that is null", { splits: [null] }],
  ])("refuses %s", (_, change) => {
    expect(prepareBody.safeParse({ ...good, ...change }).success).toBe(false)
  })

  test("takes an empty note and no splits", () => {
    expect(prepareBody.safeParse({ ...good, info: "", category: 0, splits: [] }).success).toBe(true)
  })
})

describe("ids in paths", () => {
  test.each([
    ["1", 1n],
    ["9223372036854775807", 9_223_372_036_854_775_807n],
    ["0", 0n],
  ])("%s is read", (id, value) => {
    expect(idParams.parse({ id })).toEqual({ id: value })
  })

  test.each(["9223372036854775808", "9".repeat(400)])("%s is nobody's", (id) => {
    expect(idParams.parse({ id })).toEqual({ id: 0n })
  })

  test.each(["", "-1", "1.0", "abc", "01", "1e3", "0x1", " 1", "1\0"])("%j is refused", (id) => {
    expect(idParams.safeParse({ id }).success).toBe(false)
  })
})

describe("lists", () => {
  test("have 50 rows unless asked otherwise", () => {
    expect(paymentsQuery.parse({})).toMatchObject({ limit: 50 })
  })

  test("take times with their zone", () => {
    expect(paymentsQuery.parse({ from: "2026-01-31T10:00:00+02:00" }).from).toEqual(new Date("2026-01-31T08:00:00Z"))
  })

  test("take years that PostgreSQL's calendar does not have", () => {
    expect(paymentsQuery.parse({ from: "0000-01-01T00:00:00Z" }).from).toEqual(new Date(0))
  })

  test.each<[string, string]>([
    ["limit", "0"],
    ["limit", "201"],
    ["limit", "-1"],
    ["limit", ""],
    ["limit", "5.0"],
    ["limit", "1e1"],
    ["cursor", "0"],
    ["cursor", "x"],
    ["cursor", "9223372036854775808"],
    ["status", "paid"],
    ["status", ""],
    ["category", "-1"],
    ["category", "2147483648"],
    ["info", "a\0"],
    ["from", "yesterday"],
    ["from", "2026-01-31"],
    ["from", "2026-02-30T00:00:00Z"],
    ["to", "2026-01-31T00:00:00"],
    ["statsu", "failed"],
  ])("refuse %s=%j", (name, value) => {
    expect(paymentsQuery.safeParse({ [name]: value }).success).toBe(false)
  })
})
