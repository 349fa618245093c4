import { stringify } from "csv-stringify/sync"
import type { Page } from "@/lib/page"

/**
 * The first line of a table as CSV (RFC 4180). Before it stands a byte order mark, without which Excel takes the text
 * for another encoding than UTF-8.
 */
export function csvHead(columns: string[]): string {
  return `\uFEFF${stringify([columns])}`
}

/** Lines of a table, in which no cell is a formula: numbers stay what they are, before texts there is an apostrophe. */
export function csvRows(rows: string[][]): string {
  return stringify(rows.map((row) => row.map((cell) => (NUMBER.test(cell) ? cell : withoutFormulas(cell)))))
}

/**
 * A list as a table, page after page by id: however many rows there are, a page at a time is in memory.
 *
 * @param list the page that begins after a cursor; the first one without
 */
export async function* csvOfPages<Row>(
  columns: string[],
  list: (cursor: bigint | undefined) => Promise<Page<Row>>,
  rowOf: (row: Row) => string[],
): AsyncGenerator<string> {
  let page = await list(undefined)
  yield csvHead(columns) + csvRows(page.items.map(rowOf))
  while (page.next !== undefined) {
    page = await list(page.next)
    yield csvRows(page.items.map(rowOf))
  }
}

const NUMBER = /^-?\d+(\.\d+)?$/

/**
 * Signs that begin a formula, plain and in full width, where a cell may begin: at the start, and behind whatever some
 * program takes for the end of a cell. A file that is opened with another separator than the comma is cut inside of
 * quotes too (OWASP, "CSV Injection").
 */
const FORMULA =
  /(^|[\r\n\v\f\u0085\u2028\u2029\t;|,])([\s"]*)([=+\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b])/g

/** A person's text that no spreadsheet runs. */
export function withoutFormulas(text: string): string {
  return text.replace(FORMULA, "$1$2'$3")
}
