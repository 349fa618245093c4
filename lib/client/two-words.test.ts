import { describe, expect, test } from "vitest"
import { TWO_WORDS } from "@/components/messages/two-words"
import { COLOURS, twoWordsOf, WORDS } from "./two-words"

const payment = {
  tx_hash: `0x${"ab".repeat(32)}`,
  link: { slug: "0123456789ab" },
  salt: `0x${"01".repeat(32)}`,
}

describe("the two words of a payment", () => {
  test("are the same for whoever may read it", () => {
    expect(twoWordsOf({ ...payment })).toEqual(twoWordsOf(payment))
    expect(twoWordsOf(payment)).toEqual({ first: 201, second: 125, colour: 5 })
  })

  test("are others for another link, another transaction, another salt", () => {
    const others = [
      { link: { slug: "0123456789ac" } },
      { tx_hash: `0x${"ac".repeat(32)}` },
      { salt: `0x${"02".repeat(32)}` },
    ]
    for (const other of others) expect(twoWordsOf({ ...payment, ...other })).not.toEqual(twoWordsOf(payment))
  })

  test("do not exist where anybody could work them out", () => {
    expect(twoWordsOf({ ...payment, salt: null })).toBeUndefined()
    expect(twoWordsOf({ ...payment, link: null })).toBeUndefined()
  })

  test("are spread over all words and colours", () => {
    const seen = { first: new Set<number>(), second: new Set<number>(), colour: new Set<number>() }
    for (let id = 0; id < 4_000; id++) {
      const words = twoWordsOf({ ...payment, salt: `0x${id}` })
      if (!words) throw new Error("a payment with a salt has words")
      seen.first.add(words.first)
      seen.second.add(words.second)
      seen.colour.add(words.colour)
    }
    expect([seen.first.size, seen.second.size, seen.colour.size]).toEqual([WORDS, WORDS, COLOURS])
  })
})

describe.each(Object.entries(TWO_WORDS))("the words in %s", (_, { words, colours }) => {
  test("are as many as can be chosen, each once, and short", () => {
    expect([words.length, new Set(words).size]).toEqual([WORDS, WORDS])
    expect([colours.length, new Set(colours).size]).toEqual([COLOURS, COLOURS])
    expect(words.filter((word) => word.length > 10)).toEqual([])
  })
})
