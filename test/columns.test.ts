import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"
import { expect, test } from "vitest"

const ROOT = join(import.meta.dirname, "..")
const WIDTH = 120

/** The formatter holds the width of code, and of nothing that people wrote in sentences or in SQL. */
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" })
  .split("\n")
  // docs/faults.md is written by the fault suite.
  .filter((path) => /\.(tsx?|mjs|prisma|css|md)$/.test(path) && path !== "docs/faults.md")
  .filter((path) => !path.startsWith("prisma/migrations/") && existsSync(join(ROOT, path)))

const linesOf = (path: string) => readFileSync(join(ROOT, path), "utf8").split("\n")
/** As an editor opens it: path and number of the line. */
const tooWide = (path: string, lines: (string | undefined)[]) =>
  lines.flatMap((line, index) => (line !== undefined && line.length > WIDTH ? [`${path}:${index + 1}`] : []))

test("comments fit into 120 columns", () => {
  const comment = /^\s*(\/\/|\/\*|\*|--)/
  const wide = files
    .filter((path) => !path.endsWith(".md"))
    .flatMap((path) =>
      tooWide(
        path,
        linesOf(path).map((line) => (comment.test(line) ? line : undefined)),
      ),
    )
  expect(wide).toEqual([])
})

test("documents fit into 120 columns, except for tables and for what is to be copied", () => {
  const wide = files
    .filter((path) => path.endsWith(".md"))
    .flatMap((path) => {
      let isCode = false
      const prose = linesOf(path).map((line) => {
        if (line.startsWith("```")) isCode = !isCode
        return isCode || /^\s*(\||<)/.test(line) ? undefined : line
      })
      return tooWide(path, prose)
    })
  expect(wide).toEqual([])
})

test("statements fit into 120 columns, and quote only the names that need it", () => {
  const wide = files
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) => {
      const text = readFileSync(join(ROOT, path), "utf8")
      if (!/queryRaw|executeRaw|Prisma\.sql/.test(text)) return []
      const lines = text.split("\n")
      return sqlOf(path, text).flatMap(({ from, to, sql }) => {
        const own = lines.map((line, index) => (index >= from && index <= to ? line : undefined))
        const quoted = sql.some((part) => /"(id|status|amount|account|payment|kind|state|created_at)"/.test(part))
        return [...tooWide(path, own), ...(quoted ? [`${path}:${from + 1} quotes`] : [])]
      })
    })
  expect([...new Set(wide)]).toEqual([])
})

interface Statement {
  /** The first and the last line, from zero */
  from: number
  to: number
  /** What stands between the values */
  sql: string[]
}

function sqlOf(path: string, text: string): Statement[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const found: Statement[] = []
  const visit = (node: ts.Node) => {
    if (ts.isTaggedTemplateExpression(node) && /(queryRaw|executeRaw|\bsql)\b/.test(node.tag.getText(source))) {
      const { template } = node
      const sql = ts.isTemplateExpression(template)
        ? [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)]
        : [template.text]
      const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line
      found.push({ from: lineOf(template.getStart(source)), to: lineOf(template.getEnd()), sql })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}
