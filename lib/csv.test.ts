import { describe, expect, it } from "vitest"
import { csvRows, withoutFormulas } from "./csv"

/**
 * How programs cut a file into cells, whatever stands in quotes: by the comma, by another separator, by lines of any
 * kind.
 */
const CUTS = [/,/, /;/, /\t/, /\|/, /\r\n|\r|\n/, /[\u0085\u2028\u2029\v\f]/]
const SIGNS = ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe63"]

describe("a note in a spreadsheet", () => {
  it.each(SIGNS)("is no formula with %s, wherever a program cuts", (sign) => {
    for (const before of [
      "",
      "x;",
      "x\t",
      "x|",
      "x,",
      "\n",
      "x\r",
      "x\r\n",
      "x\u2028",
      ";;",
      ' "',
      'x;""',
      "x; ",
      "\t\t",
      ";\u00a0",
    ]) {
      const note = withoutFormulas(`${before}${sign}1+1;`)
      for (const cut of CUTS)
        for (const cell of note.split(cut)) expect(/^[\s"]*(.)/u.exec(cell)?.[1] ?? "", note).not.toBe(sign)
    }
  })

  it.each(["a=b", "1-2", "me@pay.example", "tea, and 5 - 3", "'=1", "-", ""])(
    "that is none stays as it was: %j",
    (note) => {
      expect(withoutFormulas(note)).toBe(note === "-" ? "'-" : note)
    },
  )
})

it("a table keeps numbers as they are, the negative too, and disarms every text", () => {
  expect(csvRows([["-1.5", "0", "=1+1", "-2+3", "a,b"]])).toBe(`-1.5,0,'=1+1,'-2+3,"a,b"\n`)
})
