import { expect, test } from "vitest"
import { relativeTime } from "./time-ago"

test.each([
  [-47, "en", "47 seconds ago"],
  [-47, "zh-CN", "47 秒前"],
  [-180, "zh-CN", "3 分钟前"],
  [7_200, "zh-CN", "2 小时后"],
  [-30 * 86_400, "zh-CN", "30 天前"],
  [-86_400, "zh-CN", "昨天"],
  [3, "zh-CN", "现在"],
] as const)("%i seconds are in %s: %s", (seconds, locale, words) => {
  expect(relativeTime(seconds, locale)).toBe(words)
})
