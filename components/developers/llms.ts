import { OPERATIONS } from "@/lib/http/api/contracts"
import { TAG_OF, TAGS, type Tag } from "@/lib/http/tags"
import { GUIDES, readGuide } from "./guide"

/** The operators' own routes are no business of a program that takes payments. */
const LEFT_OUT: readonly Tag[] = ["Operators"]

/**
 * A short map of the documentation as llmstxt.org has it: the guides and every operation, in a line each.
 *
 * @param origin where this installation is reached, such as https://pay.example; "" for links within it
 */
export function llmsText(origin: string): string {
  const guides = GUIDES.map(readGuide).map(({ name, title, lead }) => `- [${title}](${origin}/docs/${name}): ${lead}`)
  const tags = (Object.keys(TAGS) as Tag[]).filter((tag) => !LEFT_OUT.includes(tag))
  const operations = tags.map((tag) => {
    const lines = OPERATIONS.filter(({ resource }) => TAG_OF[resource] === tag).map(
      ({ name, contract: { method, path, summary } }) => `- ${name}: \`${method} ${path}\`. ${summary}`,
    )
    return [`### ${tag}`, "", ...lines].join("\n")
  })
  return `${[
    "# micro-pay",
    "> Payments of any size on CKB, by an HTTP API. Amounts are shannons (1 CKB = 10^8) as strings of digits; errors are RFC 9457 problems with a `code`; a key goes into `Authorization: Bearer mp_…`.",
    "## Guides",
    guides.join("\n"),
    "## API",
    `The OpenAPI 3.1 document has every body and reply with an example: [openapi.json](${origin}/api/openapi.json).`,
    ...operations,
  ].join("\n\n")}\n`
}
