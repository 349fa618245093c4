import { describe, expect, test } from "vitest"
import { chooseLocale } from "./locale"

describe("the language of a page", () => {
  test.each([
    [undefined, "zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"],
    [undefined, "en-GB,en;q=0.9,zh;q=0.8", "en"],
    [undefined, "fr-FR, fr;q=0.9, zh-Hant-HK;q=0.5, en;q=0.3", "zh-CN"],
    [undefined, "en;q=0.2, ZH;q=0.7", "zh-CN"],
    [undefined, "zh;q=0, en;q=0.1", "en"],
    [undefined, "zh; q=0.4 , en ; q=0.3", "zh-CN"],
    [undefined, "de, *;q=0.1", "en"],
    [undefined, "", "en"],
    [undefined, null, "en"],
    [undefined, ";q=,,;;zh;q=x", "en"],
    ["zh-CN", "en", "zh-CN"],
    ["en", "zh", "en"],
    ["klingon", "zh", "zh-CN"],
    ["", "zh", "zh-CN"],
  ])("chosen before: %j, the browser's: %j, so it is %s", (chosen, accepted, locale) => {
    expect(chooseLocale(chosen, accepted)).toBe(locale)
  })
})
