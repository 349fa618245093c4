import { expect, test } from "vitest"
import { avatarOf } from "./avatar"

test("the letters are those of the first two words, in any script", () => {
  for (const [name, letters] of [
    ["Ana's blog & Co", "AB"],
    ["ana", "A"],
    ["小红 书店", "小书"],
    ["🍰", ""],
  ] as const)
    expect(avatarOf("ckt1a", name).letters, name).toBe(letters)
})

/** WCAG 2.2, "contrast ratio", against white. */
function contrast(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const value = Number.parseInt(color.slice(i, i + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)
}

test("white letters can be read on each colour, and one address always has the same", () => {
  const colors = Array.from({ length: 500 }, (_, i) => avatarOf(`ckt1q${i}`, "x").color)
  expect(new Set(colors).size).toBeGreaterThan(200)
  expect(Math.min(...colors.map(contrast))).toBeGreaterThan(4.5)
  expect(avatarOf("ckt1q0", "another name").color).toBe(colors[0])
})
