import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { marked, type Tokens, type TokensList } from "marked"

/** In the order in which somebody reads them who builds on this; each is a file of docs/guides. */
export const GUIDES = [
  "take-your-first-payment",
  "know-when-you-are-paid",
  "split-and-refund",
  "tips-in-a-forum",
  "go-live",
  "errors",
] as const
export type GuideName = (typeof GUIDES)[number]

export interface Guide {
  name: GuideName
  title: string
  /** its first paragraph: what one has done at its end */
  lead: string
  /** what stands below the title */
  tokens: TokensList
}

/** One thing to do, in each language, and what all of them print. */
export interface Example {
  programs: { language: ExampleLanguage; text: string }[]
  output: string
}

export const EXAMPLE_LANGUAGES = { sh: "curl", ts: "TypeScript", py: "Python" } as const
export type ExampleLanguage = keyof typeof EXAMPLE_LANGUAGES

/** The server runs in the folder of the project. */
const file = (...path: string[]) => join(process.cwd(), "docs", ...path)

/** Reads a guide. The files are ours, so what is in them is trusted. */
export function readGuide(name: GuideName): Guide {
  const tokens = marked.lexer(readFileSync(file("guides", `${name}.md`), "utf8"))
  const [title, lead] = tokens.filter(({ type }) => type !== "space") as [Tokens.Heading, Tokens.Paragraph]
  const rest = Object.assign(tokens.slice(tokens.indexOf(title) + 1), { links: tokens.links })
  return { name, title: title.text, lead: lead.text, tokens: rest }
}

/** Reads docs/examples/NAME: a program in each language that does it, and output.txt. */
export function readExample(name: string): Example {
  const languages = Object.keys(EXAMPLE_LANGUAGES) as ExampleLanguage[]
  const found = readdirSync(file("examples", name))
  return {
    programs: languages.flatMap((language) => {
      const source = found.find((one) => one.endsWith(`.${language}`))
      return source ? [{ language, text: readFileSync(file("examples", name, source), "utf8").trim() }] : []
    }),
    output: readFileSync(file("examples", name, "output.txt"), "utf8").trim(),
  }
}

export function isGuide(name: string): name is GuideName {
  return (GUIDES as readonly string[]).includes(name)
}
