import { renderToStaticMarkup } from "react-dom/server"
import { describe, expect, test } from "vitest"
import { Amount } from "./amount"

const html = (shannons: bigint, large = true) => renderToStaticMarkup(<Amount large={large} shannons={shannons} />)
const text = (markup: string) => markup.replace(/<[^>]*>/g, "")
/** Hundredths of the container's width that a character may be wide at most. */
const share = (markup: string) => Number(markup.match(/,([\d.]+)cqi/)?.[1])

describe("a large amount", () => {
  test("is one line, exact, with quiet digits behind the point", () => {
    const markup = html(2_786_422_214n)
    expect(text(markup)).toBe("27.86422214\u00a0CKB")
    expect(markup).toContain("whitespace-nowrap")
    expect(markup).not.toContain("<wbr")
    expect(markup).toMatch(/<span class="[^"]*text-muted[^"]*">\.86422214<\/span>/)
  })

  test("takes smaller type the longer it is, and fits its container even at its longest", () => {
    const amounts = [200_000_000n, 2_786_422_214n, 123_456_712_345_678n, 9_223_372_036_854_775_807n]
    const shares = amounts.map((amount) => share(html(amount)))
    expect(shares).toEqual([...shares].sort((a, b) => b - a))
    for (const [index, amount] of amounts.entries()) {
      const [whole = "", fraction = ""] = text(html(amount)).replace("\u00a0CKB", "").split(".")
      const characters = whole.length * 0.62 + fraction.length * 0.38
      // What is left holds the unit, in type of its own size: 56 of 280 pixels on the narrowest phone.
      expect(characters * (shares[index] ?? 100)).toBeLessThanOrEqual(80)
    }
  })
})

test("an amount within text keeps the size of that text", () => {
  expect(html(150_000_000n, false)).not.toContain("cqi")
  expect(text(html(150_000_000n, false))).toBe("1.5\u00a0CKB")
})
