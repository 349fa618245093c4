import { readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"

type Text = string | ((...values: never[]) => string)

/** Every text with its path: "checkout.form.submit". */
function texts(node: unknown, path = ""): [string, Text][] {
  if (typeof node === "string" || typeof node === "function") return [[path, node as Text]]
  return Object.entries(node as object).flatMap(([key, child]) => texts(child, path === "" ? key : `${path}.${key}`))
}

/** Stand for what a text is given. They are digits, so that a text may also count with them. */
const VALUES = ["70001", "70003", "70007", "70009", "70013", "70019"]
/** One of a thing may be said in other words than many. */
const ONES = VALUES.map(() => "1")

function written(text: Text, values = VALUES): string {
  return typeof text === "string" ? text : (text as (...given: string[]) => string)(...values)
}

function numbers(text: string): string {
  return [...new Set(text.match(/\d[\d.,]*\d|\d/g))].sort().join(" ")
}

/** All texts of a language, whichever files they are in: a new file needs no line here. */
async function all(folder: "en" | "zh"): Promise<[string, Text][]> {
  const root = join(import.meta.dirname, folder)
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"))
  const modules = await Promise.all(
    files.map(async (file) => [file, await import(/* @vite-ignore */ join(root, file))] as const),
  )
  return modules.flatMap(([file, module]) => texts(module, file.replace(/\.ts$/, "")))
}

const english = await all("en")
const chinese = new Map(await all("zh"))

/** The paths of the Chinese texts that break a rule, with what they say. */
function faults(isFault: (translation: string, original: string) => boolean): string[] {
  return english.flatMap(([path, original]) => {
    const translation = chinese.get(path) ?? ""
    const pairs = [VALUES, ONES].map((values) => [written(translation, values), written(original, values)] as const)
    return pairs.filter(([said, meant]) => isFault(said, meant)).map(([said]) => `${path}: ${said}`)
  })
}

/** Names, which are the same in every language, and what stands between backticks: code. */
const NAMES =
  /`[^`]+`|micro-pay|CKB|API|HTTP|OpenAPI|Nervos|Cell|Omnilock|JoyID|PW lock|Dev wallet|shannon|CCC|Molecule|ECDSA|README|CSV|JavaScript|JSON|QR|URL|UTC|Webhook|Inngest|zh-CN/g

describe("the Chinese texts", () => {
  test("are the same texts as the English ones, and none is empty", () => {
    expect([...chinese.keys()].sort()).toEqual(english.map(([path]) => path).sort())
    expect(faults((translation) => translation.trim() === "" || translation !== translation.trim())).toEqual([])
  })

  test("say the same values and numbers", () => {
    const differ = english.filter(
      ([path, text]) => numbers(written(text)) !== numbers(written(chinese.get(path) ?? "")),
    )
    expect(differ.map(([path]) => path)).toEqual([])
  })

  test("are translated: but for names nothing is left in Latin letters", () => {
    expect(faults((translation) => /[A-Za-z]/.test(translation.replace(NAMES, "")))).toEqual([])
  })

  test("are set as Chinese is: its own punctuation, and a space beside Latin letters and digits", () => {
    expect(faults((translation) => /[\u4e00-\u9fff] ?[,.;:?!()]/.test(translation))).toEqual([])
    expect(faults((translation) => /[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/.test(translation))).toEqual(
      [],
    )
  })
})

test("no English text is empty, and none has Chinese letters", () => {
  const odd = english.filter(([, text]) => /^\s*$|[\u3000-\u9fff\uff00-\uffef]/.test(written(text)))
  expect(odd).toEqual([])
})
